# %% wrong: logarithms averaged | logarithms were averaged
def log_predictive(P, log_p):
    return np.sum(P[..., None] * log_p, axis=(0, 1))

# %% wrong: unweighted | weight them with P
def log_predictive(P, log_p):
    h = log_p.max(axis=(0, 1))
    return h + np.log(np.exp(log_p - h).mean(axis=(0, 1)))

# %% wrong: no logarithm at the end | logarithm is missing
def log_predictive(P, log_p):
    return np.sum(P[..., None] * np.exp(log_p), axis=(0, 1))

# %% wrong: underflow | Subtract each test sample
def log_predictive(P, log_p):
    return np.log(np.sum(P[..., None] * np.exp(log_p), axis=(0, 1)))

# %% wrong: the mode alone | mode alone
def log_predictive(P, log_p):
    a, b = np.unravel_index(P.argmax(), P.shape)
    return log_p[a, b]

# %% wrong: largest not added again | not been added again
def log_predictive(P, log_p):
    h = log_p.max(axis=(0, 1))
    return np.log(np.sum(P[..., None] * np.exp(log_p - h), axis=(0, 1)))

# %% wrong: averaged again | averaged again
def log_predictive(P, log_p):
    h = log_p.max(axis=(0, 1))
    return h + np.log(np.mean(P[..., None] * np.exp(log_p - h), axis=(0, 1)))

# %% wrong: weights forgotten in a sum | weights P are not
def log_predictive(P, log_p):
    h = log_p.max(axis=(0, 1))
    return h + np.log(np.sum(np.exp(log_p - h), axis=(0, 1)))

# %% wrong: summed over the test samples too | shape
def log_predictive(P, log_p):
    h = log_p.max()
    return h + np.log(np.sum(P[..., None] * np.exp(log_p - h)))

# %% wrong: in place | in place
def log_predictive(P, log_p):
    h = log_p.max(axis=(0, 1))
    log_p -= h
    return h + np.log(np.sum(P[..., None] * np.exp(log_p), axis=(0, 1)))

# %% right: with SciPy
def log_predictive(P, log_p):
    from scipy.special import logsumexp
    return logsumexp(log_p, b=P[..., None], axis=(0, 1))

# %% right: sample by sample, one shift for all
def log_predictive(P, log_p):
    out = []
    for m in range(log_p.shape[2]):
        h = log_p[..., m].mean()
        out.append(h + np.log(np.einsum("ab,ab->", P, np.exp(log_p[..., m] - h))))
    return np.array(out)
