# %% wrong: logarithms averaged | logarithms were averaged, and not
def ensemble_losses(P, y):
    right = P[:, np.arange(len(y)), y]
    return -np.log(right).mean(axis=0).mean(), -np.log(right).mean()

# %% wrong: geometric mean, normalised | and the result normalised
def ensemble_losses(P, y):
    rows = np.arange(len(y))
    Q = np.exp(np.log(P).mean(axis=0))
    Q /= Q.sum(axis=1, keepdims=True)
    return -np.log(Q[rows, y]).mean(), -np.log(P[:, rows, y]).mean()

# %% wrong: sum over the members | added up, expected their mean
def ensemble_losses(P, y):
    right = P[:, np.arange(len(y)), y]
    return -np.log(right.sum(axis=0)).mean(), -np.log(right).mean()

# %% wrong: sum over the samples | sum over the samples
def ensemble_losses(P, y):
    right = P[:, np.arange(len(y)), y]
    return -np.log(right.mean(axis=0)).sum(), -np.log(right).sum(axis=1).mean()

# %% wrong: sign | sign is wrong
def ensemble_losses(P, y):
    right = P[:, np.arange(len(y)), y]
    return np.log(right.mean(axis=0)).mean(), np.log(right).mean()

# %% wrong: logarithm of the mean over samples too | first the logarithm
def ensemble_losses(P, y):
    right = P[:, np.arange(len(y)), y]
    return -np.log(right.mean()), -np.log(right).mean()

# %% wrong: largest probability | label y
def ensemble_losses(P, y):
    return -np.log(P.mean(axis=0).max(axis=1)).mean(), -np.log(P.max(axis=2)).mean()

# %% wrong: base 2 | base 2
def ensemble_losses(P, y):
    right = P[:, np.arange(len(y)), y]
    return -np.log2(right.mean(axis=0)).mean(), -np.log2(right).mean()

# %% wrong: twice the loss of the average | once more
def ensemble_losses(P, y):
    right = P[:, np.arange(len(y)), y]
    loss = -np.log(right.mean(axis=0)).mean()
    return loss, loss

# %% wrong: the best member | best member
def ensemble_losses(P, y):
    right = P[:, np.arange(len(y)), y]
    return -np.log(right.mean(axis=0)).mean(), (-np.log(right).mean(axis=1)).min()

# %% wrong: array of losses | shape
def ensemble_losses(P, y):
    right = P[:, np.arange(len(y)), y]
    return -np.log(right.mean(axis=0)), -np.log(right).mean()

# %% right: by loops
def ensemble_losses(P, y):
    K, N, C = P.shape
    together = apart = 0.0
    for n in range(N):
        together -= np.log(sum(P[k, n, y[n]] for k in range(K)) / K) / N
        apart -= sum(np.log(P[k, n, y[n]]) for k in range(K)) / (K * N)
    return together, apart

# %% right: with one-hot labels, float32
def ensemble_losses(P, y):
    P = P.astype(np.float32)
    T = np.eye(P.shape[2], dtype=np.float32)[y]
    return [-np.log(np.einsum("knc,nc->n", P, T) / len(P)).mean(), -np.einsum("knc,nc->", np.log(P), T) / (len(P) * len(y))]
