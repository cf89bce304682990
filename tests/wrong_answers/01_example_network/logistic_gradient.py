# %% wrong: 1/N missing | 1/N
def logistic_gradient(X, y, W, b):
    dZ = softmax(X @ W.T + b)
    dZ[np.arange(len(y)), y] -= 1
    return dZ.T @ X, dZ.sum(axis=0)

# %% wrong: dW transposed | transposed
def logistic_gradient(X, y, W, b):
    dZ = softmax(X @ W.T + b)
    dZ[np.arange(len(y)), y] -= 1
    dZ /= len(y)
    return X.T @ dZ, dZ.sum(axis=0)

# %% wrong: sign | sign
def logistic_gradient(X, y, W, b):
    dZ = (np.eye(len(b))[y] - softmax(X @ W.T + b)) / len(y)
    return dZ.T @ X, dZ.sum(axis=0)

# %% wrong: truth not subtracted | truth is not subtracted
def logistic_gradient(X, y, W, b):
    dZ = softmax(X @ W.T + b) / len(y)
    return dZ.T @ X, dZ.sum(axis=0)

# %% wrong: truth added | truth is added
def logistic_gradient(X, y, W, b):
    dZ = (softmax(X @ W.T + b) + np.eye(len(b))[y]) / len(y)
    return dZ.T @ X, dZ.sum(axis=0)

# %% wrong: softmax missing | softmax is missing
def logistic_gradient(X, y, W, b):
    dZ = (X @ W.T + b - np.eye(len(b))[y]) / len(y)
    return dZ.T @ X, dZ.sum(axis=0)

# %% wrong: db over the wrong axis | db has shape
def logistic_gradient(X, y, W, b):
    dZ = (softmax(X @ W.T + b) - np.eye(len(b))[y]) / len(y)
    return dZ.T @ X, dZ.sum(axis=1)

# %% wrong: db a mean of what is a mean already | twice
def logistic_gradient(X, y, W, b):
    dZ = (softmax(X @ W.T + b) - np.eye(len(b))[y]) / len(y)
    return dZ.T @ X, dZ.mean(axis=0)

# %% wrong: db one number | db has shape
def logistic_gradient(X, y, W, b):
    dZ = (softmax(X @ W.T + b) - np.eye(len(b))[y]) / len(y)
    return dZ.T @ X, dZ.sum()

# %% wrong: mean over all entries | N·K
def logistic_gradient(X, y, W, b):
    dZ = (softmax(X @ W.T + b) - np.eye(len(b))[y]) / (len(y) * len(b))
    return dZ.T @ X, dZ.sum(axis=0)

# %% wrong: divided by the number of inputs | number of inputs
def logistic_gradient(X, y, W, b):
    dZ = (softmax(X @ W.T + b) - np.eye(len(b))[y]) / X.shape[1]
    return dZ.T @ X, dZ.sum(axis=0)

# %% wrong: biases forgotten | biases are missing
def logistic_gradient(X, y, W, b):
    dZ = (softmax(X @ W.T) - np.eye(len(b))[y]) / len(y)
    return dZ.T @ X, dZ.sum(axis=0)

# %% wrong: dW only | two things
def logistic_gradient(X, y, W, b):
    dZ = (softmax(X @ W.T + b) - np.eye(len(b))[y]) / len(y)
    return dZ.T @ X

# %% wrong: makes the step in place | in place
def logistic_gradient(X, y, W, b):
    dZ = (softmax(X @ W.T + b) - np.eye(len(b))[y]) / len(y)
    W -= 0.1 * dZ.T @ X
    return dZ.T @ X, dZ.sum(axis=0)

# %% right: loops
def logistic_gradient(X, y, W, b):
    dW, db = np.zeros_like(W), np.zeros_like(b)
    for x, k in zip(X, y):
        p = softmax((W @ x + b)[None])[0]
        p[k] -= 1
        dW += np.outer(p, x) / len(y)
        db += p / len(y)
    return dW, db

# %% right: einsum and means
def logistic_gradient(X, y, W, b):
    D = softmax(X @ W.T + b) - np.eye(len(b))[y]
    return np.einsum("nk,nd->kd", D, X) / len(X), D.mean(0)

# %% right: float32, list
def logistic_gradient(X, y, W, b):
    D = np.float32(softmax(X @ W.T + b) - np.eye(len(b))[y]) / np.float32(len(y))
    return [D.T @ np.float32(X), D.sum(0)]
