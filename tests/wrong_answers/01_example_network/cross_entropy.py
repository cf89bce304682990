# %% wrong: probability rounds to zero | rounds to 0
def cross_entropy(Z, y):
    P = softmax(Z)
    return -np.log(P[np.arange(len(y)), y]).mean()

# %% wrong: clipped probability | rounds to 0
def cross_entropy(Z, y):
    P = softmax(Z)
    return -np.log(np.maximum(P[np.arange(len(y)), y], 1e-12)).mean()

# %% wrong: epsilon inside the log | rounds to 0|expected 1000
def cross_entropy(Z, y):
    P = softmax(Z)
    return -np.log(P[np.arange(len(y)), y] + 1e-8).mean()

# %% wrong: sum over the batch | factor N
def cross_entropy(Z, y):
    Z = Z - Z.max(axis=1, keepdims=True)
    L = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    return -L[np.arange(len(y)), y].sum()

# %% wrong: sign | sign
def cross_entropy(Z, y):
    Z = Z - Z.max(axis=1, keepdims=True)
    L = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    return L[np.arange(len(y)), y].mean()

# %% wrong: bits | base 2
def cross_entropy(Z, y):
    return -np.log2(softmax(Z)[np.arange(len(y)), y]).mean()

# %% wrong: mean over all entries of the one-hot product | factor K
def cross_entropy(Z, y):
    T = np.eye(Z.shape[1])[y]
    Z = Z - Z.max(axis=1, keepdims=True)
    L = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    return -(T * L).mean()

# %% wrong: logarithm missing | logarithm is missing
def cross_entropy(Z, y):
    return -softmax(Z)[np.arange(len(y)), y].mean()

# %% wrong: log of the mean | mean of the logarithms
def cross_entropy(Z, y):
    return -np.log(softmax(Z)[np.arange(len(y)), y].mean())

# %% wrong: softmax missing | softmax is missing
def cross_entropy(Z, y):
    return -Z[np.arange(len(y)), y].mean()

# %% wrong: Z[:, y] | whole columns
def cross_entropy(Z, y):
    return -np.log(softmax(Z)[:, y]).mean()

# %% wrong: most probable class | most probable
def cross_entropy(Z, y):
    return -np.log(softmax(Z).max(axis=1)).mean()

# %% wrong: no mean | single number
def cross_entropy(Z, y):
    return -np.log(softmax(Z)[np.arange(len(y)), y])

# %% wrong: softmax down the columns | down the columns
def cross_entropy(Z, y):
    E = np.exp(Z - Z.max(axis=0))
    return -np.log((E / E.sum(axis=0))[np.arange(len(y)), y]).mean()

# %% wrong: log of a sum that overflows | rounds to 0|overflow
def cross_entropy(Z, y):
    return (np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y]).mean()

# %% wrong: shifts its argument in place | in place
def cross_entropy(Z, y):
    Z -= Z.max(axis=1, keepdims=True)
    return (np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y]).mean()

# %% right: loop
def cross_entropy(Z, y):
    total = 0.0
    for z, k in zip(Z, y):
        m = z.max()
        total += m + np.log(np.exp(z - m).sum()) - z[k]
    return total / len(y)

# %% right: scipy
def cross_entropy(Z, y):
    from scipy.special import logsumexp
    return np.mean(logsumexp(Z, axis=1) - Z[np.arange(len(y)), y])

# %% right: one-hot, float32
def cross_entropy(Z, y):
    Z = (Z - Z.max(axis=1, keepdims=True)).astype(np.float32)
    T = np.eye(Z.shape[1], dtype=np.float32)[y]
    return np.log(np.exp(Z).sum(axis=1)).mean() - (T * Z).sum() / len(y)

# %% right: shifted by the right class's logit
def cross_entropy(Z, y):
    from functools import reduce
    D = Z - Z[np.arange(len(y)), y][:, None]
    return reduce(np.logaddexp, D.T).mean()
