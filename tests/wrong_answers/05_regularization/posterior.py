# %% wrong: underflow | subtract the largest
def posterior(log_p):
    P = np.exp(log_p)
    return P / P.sum()

# %% wrong: rows normalised | Each row sums to 1
def posterior(log_p):
    P = np.exp(log_p - log_p.max())
    return P / P.sum(axis=1, keepdims=True)

# %% wrong: columns normalised | Each column sums to 1
def posterior(log_p):
    P = np.exp(log_p - log_p.max())
    return P / P.sum(axis=0)

# %% wrong: not normalised | not normalised
def posterior(log_p):
    return np.exp(log_p - log_p.max())

# %% wrong: still logarithms | logarithm of the probabilities
def posterior(log_p):
    h = log_p.max()
    return log_p - h - np.log(np.exp(log_p - h).sum())

# %% wrong: divided by the sum without exp | take exp first
def posterior(log_p):
    return log_p / log_p.sum()

# %% wrong: in place | in place
def posterior(log_p):
    log_p -= log_p.max()
    P = np.exp(log_p)
    return P / P.sum()

# %% wrong: a small number against zero | expected|finite
def posterior(log_p):
    P = np.exp(log_p) + 1e-300
    return P / P.sum()

# %% wrong: flattened | axis
def posterior(log_p):
    P = np.exp(log_p - log_p.max()).ravel()
    return P / P.sum()

# %% right: with SciPy
def posterior(log_p):
    from scipy.special import softmax
    return softmax(log_p)

# %% right: by logarithms
def posterior(log_p):
    from scipy.special import logsumexp
    return np.exp(log_p - logsumexp(log_p))
