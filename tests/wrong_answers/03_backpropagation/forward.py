# %% wrong: W for W.T | W where W.T belongs
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l] + b[l], 0)
    Z = H[L - 1] @ W[L] + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: W for W.T in the last layer | W where W.T belongs
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L] + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: softmax overflows | P overflows
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: softmax over the batch | over the batch
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=0), H

# %% wrong: softmax over everything | one sum over everything
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max())
    return E / E.sum(), H

# %% wrong: relu forgotten | before relu
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = H[l - 1] @ W[l].T + b[l]
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: relu in the last layer too | last layer has no relu
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = np.maximum(H[L - 1] @ W[L].T + b[L], 0)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: bias forgotten | bias is missing
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T, 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: last bias forgotten | last bias is missing
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: logits returned | softmax is missing
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return Z, H

# %% wrong: sigmoid | sigmoid
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = 1 / (1 + np.exp(-H[l - 1] @ W[l].T - b[l]))
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: three layers for all | number of layers follow from W
def forward(X, W, b):
    L = 3
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: H without the input | layer 0 is missing
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    H.pop(0)
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: P only | expected two values
def forward(X, W, b):
    L = len(W)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)

# %% wrong: changes X in place | still needs X: work on a copy
def forward(X, W, b):
    L = len(W)
    X -= X.mean(axis=0)
    H = {0: X}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: H holds Z | before relu
def forward(X, W, b):
    L, H, signal = len(W), {0: X}, X
    for l in range(1, L):
        H[l] = signal @ W[l].T + b[l]
        signal = np.maximum(H[l], 0)
    Z = signal @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: one sample only | one sum over everything
def forward(X, W, b):
    H = {0: X}
    for l in range(1, len(W)):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[len(W) - 1] @ W[len(W)].T + b[len(W)]
    P = np.exp(Z - Z.max())
    return P / P.sum(), H

# %% wrong: sizes of the slides built in | shape \(784\)|,784\)
def forward(X, W, b):
    L = len(W)
    H = {0: X.reshape(-1, 784)}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H

# %% wrong: H first | in this order
def forward(X, W, b):
    H = {0: X}
    L = len(W)
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T + b[l], 0)
    Z = H[L - 1] @ W[L].T + b[L]
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return H, e / e.sum(axis=1, keepdims=True)

# %% right: loops over samples
def forward(X, W, b):
    L, rows = len(W), []
    H = {l: np.zeros((len(X), W[l].shape[0])) for l in range(1, L)}
    H[0] = X.copy()
    for n in range(len(X)):
        h = X[n]
        for l in range(1, L):
            h = W[l].dot(h) + b[l]
            h[h < 0] = 0
            H[l][n] = h
        z = W[L].dot(h) + b[L]
        e = np.exp(z - max(z))
        rows.append(e / sum(e))
    return np.array(rows), H

# %% right: einsum, log of the sum, H a list
def forward(X, W, b):
    H = [X]
    for l in range(1, len(W)):
        Z = np.einsum("nj,ij->ni", H[-1], W[l]) + b[l]
        H.append(Z * (Z > 0))
    Z = np.einsum("nj,ij->ni", H[-1], W[len(W)]) + b[len(W)]
    Z = Z - Z.max(axis=1, keepdims=True)
    return np.exp(Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))), H

# %% right: float32
def forward(X, W, b):
    L = len(W)
    H = {0: X.astype(np.float32)}
    for l in range(1, L):
        H[l] = np.maximum(H[l - 1] @ W[l].T.astype(np.float32) + b[l].astype(np.float32), 0)
    Z = H[L - 1] @ W[L].T + b[L]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), H
