# %% wrong: no absolute values | absolute values are missing
def penalty(W, lambda1, lambda2):
    return sum(lambda1 * V.sum() + lambda2 * (V**2).sum() for V in W.values())

# %% wrong: norm, not its square | root too many
def penalty(W, lambda1, lambda2):
    return sum(lambda1 * np.abs(V).sum() + lambda2 * np.linalg.norm(V) for V in W.values())

# %% wrong: half | 1/2
def penalty(W, lambda1, lambda2):
    return sum(lambda1 * np.abs(V).sum() + lambda2 / 2 * (V**2).sum() for V in W.values())

# %% wrong: lambdas swapped | swapped
def penalty(W, lambda1, lambda2):
    return sum(lambda2 * np.abs(V).sum() + lambda1 * (V**2).sum() for V in W.values())

# %% wrong: mean | mean over the weights|mean
def penalty(W, lambda1, lambda2):
    V = np.concatenate([v.ravel() for v in W.values()])
    return lambda1 * np.abs(V).mean() + lambda2 * (V**2).mean()

# %% wrong: only the last layer | Only one layer
def penalty(W, lambda1, lambda2):
    for V in W.values():
        R = lambda1 * np.abs(V).sum() + lambda2 * (V**2).sum()
    return R

# %% wrong: return inside the loop | Only the first layer
def penalty(W, lambda1, lambda2):
    R = 0
    for V in W.values():
        R += lambda1 * np.abs(V).sum() + lambda2 * (V**2).sum()
        return R

# %% wrong: Python's sum adds rows | single number
def penalty(W, lambda1, lambda2):
    return sum(lambda1 * sum(np.abs(V)).sum() + lambda2 * (V.ravel() ** 2) .sum() for V in W.values()) * np.ones(3)

# %% wrong: sign | sign
def penalty(W, lambda1, lambda2):
    return -sum(lambda1 * np.abs(V).sum() + lambda2 * (V**2).sum() for V in W.values())

# %% wrong: goes over the keys | KeyError|AttributeError|TypeError|expected
def penalty(W, lambda1, lambda2):
    return sum(lambda1 * np.abs(V).sum() + lambda2 * (V**2).sum() for V in W)

# %% wrong: squares in place | in place
def penalty(W, lambda1, lambda2):
    R = 0
    for V in W.values():
        R += lambda1 * np.abs(V).sum()
        V **= 2
        R += lambda2 * V.sum()
    return R

# %% right: vectors
def penalty(W, lambda1, lambda2):
    w = np.concatenate([V.ravel() for V in W.values()])
    return lambda1 * np.linalg.norm(w, 1) + lambda2 * w @ w

# %% right: loops
def penalty(W, lambda1, lambda2):
    R = 0.0
    for l in W:
        for w in W[l].flat:
            R += lambda1 * abs(w) + lambda2 * w * w
    return R
