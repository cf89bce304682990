# %% wrong: dW transposed | transposed
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = H[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: dW2 transposed | dW\[2\].*transposed
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    dW[2] = dW[2].T
    return dW, db

# %% wrong: sign | sign is wrong
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= -N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: 1/N forgotten | 1/N
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: 1/N twice | 1/N is applied twice
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1] / N
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: relu's slope forgotten | slope of relu is missing
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l])
    return dW, db

# %% wrong: mask from the layer below | mask comes from the wrong layer
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 2] > 0)
    return dW, db

# %% wrong: mask from the layer above | mask comes from the wrong layer
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[min(l, L - 1)] > 0)
    return dW, db

# %% wrong: signal for slope | multiplies by the signal
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * H[l - 1]
    return dW, db

# %% wrong: mask upside down | upside down
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] <= 0)
    return dW, db

# %% wrong: mask by the gradient's sign | way from dZ3 through W3 and through relu 2
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = np.maximum(dZ @ W[l], 0)
    return dW, db

# %% wrong: W.T for W | W.T where W belongs
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (H[l - 1] > 0)
    return dW, db

# %% wrong: changes P in place | still needs P: work on a copy
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: changes W in place | still needs W: work on a copy
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        W[l] -= 0.1 * dW[l]
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: mean for sum in db | mean: dZ has its 1/N already
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.mean(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: sum over the wrong axis in db | sum over them, axis 0
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=1)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: keepdims in db | axis of length 1
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0, keepdims=True)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: label forgotten | label is missing
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: softmax's slope counted twice | counted twice
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ = dZ * P * (1 - P) / N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: labels as if one-hot | which says where T has its 1
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P - y
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: fancy index without rows | whole columns
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[:, y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: layer 1 left out | layer 1 is missing
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 1, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: signal of another layer | signal of another layer
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[max(l - 2, 0)]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: three layers for all | number of layers follow from W
def backward(P, H, y, W):
    N, L = len(y), 3
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: dW only | expected two values
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW

# %% wrong: updates instead of gradients | weights after a step
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return {l: W[l] - 0.1 * dW[l] for l in W}, db

# %% wrong: integer dtype | integer dtype
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = np.zeros(P.shape, dtype=int)
    dZ[:] = P - np.eye(P.shape[1])[y]
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return dW, db

# %% wrong: db first | in this order
def backward(P, H, y, W):
    N = len(y)
    L = len(W)
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ = dZ / N
    dW, db = {}, {}
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l - 1] > 0)
    return db, dW

# %% wrong: mask from a layer that is not stored | H holds the layers 0
def backward(P, H, y, W):
    N = len(y)
    L = len(W)
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ = dZ / N
    dW, db = {}, {}
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (H[l] > 0)
    return dW, db

# %% right: loops over samples
def backward(P, H, y, W):
    L, N = len(W), len(y)
    dW = {l: np.zeros(W[l].shape) for l in W}
    db = {l: np.zeros(W[l].shape[0]) for l in W}
    for n in range(N):
        dz = P[n] - np.eye(P.shape[1])[y[n]]
        for l in range(L, 0, -1):
            dW[l] += np.outer(dz, H[l - 1][n]) / N
            db[l] += dz / N
            dz = W[l].T @ dz
            if l > 1:
                dz[H[l - 1][n] <= 0] = 0
    return dW, db

# %% right: einsum, lists, 1/N at the end
def backward(P, H, y, W):
    L, N = len(W), len(y)
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = P - (y[:, None] == np.arange(P.shape[1]))
    for l in range(L, 0, -1):
        dW[l] = np.einsum("ni,nj->ij", dZ, H[l - 1]) / N
        db[l] = np.einsum("ni->i", dZ) / N
        dZ = np.einsum("ni,ij->nj", dZ, W[l]) * np.sign(H[l - 1])
    return dW, db

# %% right: relu's slope at zero is 1/2, float32
def backward(P, H, y, W):
    N, L = len(y), len(W)
    dW, db = {}, {}
    dZ = P.astype(np.float32)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ H[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * np.where(H[l - 1] > 0, 1, 0).astype(np.float32)
    return dW, db
