# %% wrong: mask missing | mask is missing
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = dZ @ W[2]
    return {1: dH.T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: mask from the gradient | mask is that of the gradient
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = dZ @ W[2]
    dH = dH * (dH > 0)
    return {1: dH.T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: mask of another layer, the inputs | could not be broadcast
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2]) * (X > 0)
    return {1: dH.T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: multiplied by the signals | multiplied by the signals
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2]) * H
    return {1: dH.T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: relu of the gradient | went through relu
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = relu(dZ @ W[2]) * (H > 0)
    return {1: dH.T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: mask upside down | upside down
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2]) * (H <= 0)
    return {1: dH.T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: signals before relu in dW2 | before relu
def hidden_gradient(X, y, W, b):
    A = X @ W[1].T + b[1]
    dZ = (softmax(relu(A) @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2]) * (A > 0)
    return {1: dH.T @ X, 2: dZ.T @ A}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: 1/N missing | 1/N
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]
    dH = (dZ @ W[2]) * (H > 0)
    return {1: dH.T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: 1/N twice in the first layer | applied twice
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2]) * (H > 0) / len(y)
    return {1: dH.T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: W2 transposed | mismatch|line that stopped
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2].T) * (H > 0)
    return {1: dH.T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: gradients transposed | transposed
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2]) * (H > 0)
    return {1: X.T @ dH, 2: H.T @ dZ}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: layers numbered from 0 | has the keys
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2]) * (H > 0)
    return {0: dH.T @ X, 1: dZ.T @ H}, {0: dH.sum(axis=0), 1: dZ.sum(axis=0)}

# %% wrong: lists in place of dictionaries | expected a dictionary
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2]) * (H > 0)
    return [dH.T @ X, dZ.T @ H], [dH.sum(axis=0), dZ.sum(axis=0)]

# %% wrong: mask after the bias's sum | mask is missing in db
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = dZ @ W[2]
    return {1: (dH * (H > 0)).T @ X, 2: dZ.T @ H}, {1: dH.sum(axis=0), 2: dZ.sum(axis=0)}

# %% wrong: overwrites W | in place
def hidden_gradient(X, y, W, b):
    H = relu(X @ W[1].T + b[1])
    dZ = (softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]) / len(y)
    dH = (dZ @ W[2]) * (H > 0)
    W[1], W[2] = dH.T @ X, dZ.T @ H
    b[1], b[2] = dH.sum(axis=0), dZ.sum(axis=0)
    return W, b

# %% right: loops over samples
def hidden_gradient(X, y, W, b):
    dW = {l: np.zeros_like(W[l]) for l in W}
    db = {l: np.zeros_like(b[l]) for l in b}
    for x, k in zip(X, y):
        h = np.maximum(0, W[1] @ x + b[1])
        p = softmax((W[2] @ h + b[2])[None])[0] - np.eye(len(b[2]))[k]
        d = (W[2].T @ p) * np.sign(h)
        dW[2] += np.outer(p, h) / len(y)
        dW[1] += np.outer(d, x) / len(y)
        db[2] += p / len(y)
        db[1] += d / len(y)
    return dW, db

# %% right: logistic_gradient for the last layer, relu'(0) = 1
def hidden_gradient(X, y, W, b):
    A = X @ W[1].T + b[1]
    H = relu(A)
    dW2, db2 = logistic_gradient(H, y, W[2], b[2])
    D = softmax(H @ W[2].T + b[2]) - np.eye(len(b[2]))[y]
    dA = np.where(A >= 0, D @ W[2], 0)
    return {1: np.einsum("nj,nd->jd", dA, X) / len(y), 2: dW2}, {1: dA.mean(0), 2: db2}
