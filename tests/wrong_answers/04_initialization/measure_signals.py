# %% wrong: variance for second moment | variances.*second moments
def measure_signals(X, weights):
    H, q = X, [np.var(X)]
    for W in weights:
        H = np.maximum(0, H @ W.T)
        q.append(np.var(H))
    return np.array(q)

# %% wrong: W transposed | transposed
def measure_signals(X, weights):
    H, q = X, [np.mean(X**2)]
    for W in weights:
        H = np.maximum(0, H @ W)
        q.append(np.mean(H**2))
    return np.array(q)

# %% wrong: no relu | relu is missing
def measure_signals(X, weights):
    H, q = X, [np.mean(X**2)]
    for W in weights:
        H = H @ W.T
        q.append(np.mean(H**2))
    return np.array(q)

# %% wrong: before relu | before relu
def measure_signals(X, weights):
    H, q = X, [np.mean(X**2)]
    for W in weights:
        Z = H @ W.T
        q.append(np.mean(Z**2))
        H = np.maximum(0, Z)
    return np.array(q)

# %% wrong: absolute values | squares are missing
def measure_signals(X, weights):
    H, q = X, [np.mean(np.abs(X))]
    for W in weights:
        H = np.maximum(0, H @ W.T)
        q.append(np.mean(np.abs(H)))
    return np.array(q)

# %% wrong: sums over the units | mean over samples and units
def measure_signals(X, weights):
    H, q = X, [np.mean(np.sum(X**2, axis=1))]
    for W in weights:
        H = np.maximum(0, H @ W.T)
        q.append(np.mean(np.sum(H**2, axis=1)))
    return np.array(q)

# %% wrong: input left out | input's second moment comes first
def measure_signals(X, weights):
    H, q = X, []
    for W in weights:
        H = np.maximum(0, H @ W.T)
        q.append(np.mean(H**2))
    return np.array(q)

# %% wrong: root mean squares | leave them squared
def measure_signals(X, weights):
    H, q = X, [np.sqrt(np.mean(X**2))]
    for W in weights:
        H = np.maximum(0, H @ W.T)
        q.append(np.sqrt(np.mean(H**2)))
    return np.array(q)

# %% wrong: mean squared | squares of means
def measure_signals(X, weights):
    H, q = X, [np.mean(X) ** 2]
    for W in weights:
        H = np.maximum(0, H @ W.T)
        q.append(np.mean(H) ** 2)
    return np.array(q)

# %% wrong: squares X in place | in place
def measure_signals(X, weights):
    H, q = X.copy(), []
    for W in weights:
        q.append(np.mean(H**2))
        H = np.maximum(0, H @ W.T)
    q.append(np.mean(H**2))
    X **= 2
    return np.array(q)

# %% right: column vectors, einsum
def measure_signals(X, weights):
    H, q = X.T, [np.einsum("nj,nj->", X, X) / X.size]
    for W in weights:
        H = W @ H
        H[H < 0] = 0
        q.append(np.einsum("jn,jn->", H, H) / H.size)
    return q

# %% right: float32
def measure_signals(X, weights):
    H = X.astype(np.float32)
    q = [np.square(H).mean()]
    for W in weights:
        Z = H @ W.astype(np.float32).T
        H = Z * (Z >= 0)
        q.append(np.square(H).mean())
    return np.array(q)
