# %% wrong: factor 2 missing | factor 2
def penalty_gradient(W, lambda1, lambda2):
    return {l: lambda1 * np.sign(V) + lambda2 * V for l, V in W.items()}

# %% wrong: sign lost | lost its sign
def penalty_gradient(W, lambda1, lambda2):
    return {l: lambda1 * np.ones_like(V) + 2 * lambda2 * V for l, V in W.items()}

# %% wrong: abs for its slope | abs\(w\) itself
def penalty_gradient(W, lambda1, lambda2):
    return {l: lambda1 * np.abs(V) + 2 * lambda2 * V for l, V in W.items()}

# %% wrong: w for the slope of abs(w) | does not depend on how large
def penalty_gradient(W, lambda1, lambda2):
    return {l: lambda1 * V + 2 * lambda2 * V for l, V in W.items()}

# %% wrong: the square for its slope | w² itself
def penalty_gradient(W, lambda1, lambda2):
    return {l: lambda1 * np.sign(V) + lambda2 * V**2 for l, V in W.items()}

# %% wrong: lambdas swapped | swapped|missing
def penalty_gradient(W, lambda1, lambda2):
    return {l: lambda2 * np.sign(V) + 2 * lambda1 * V for l, V in W.items()}

# %% wrong: L1 term forgotten | L1 term is missing|zeros
def penalty_gradient(W, lambda1, lambda2):
    return {l: 2 * lambda2 * V for l, V in W.items()}

# %% wrong: negative | negative|wrong sign
def penalty_gradient(W, lambda1, lambda2):
    return {l: -lambda1 * np.sign(V) - 2 * lambda2 * V for l, V in W.items()}

# %% wrong: a list | expected a dictionary
def penalty_gradient(W, lambda1, lambda2):
    return [lambda1 * np.sign(V) + 2 * lambda2 * V for V in W.values()]

# %% wrong: one number a layer | shape
def penalty_gradient(W, lambda1, lambda2):
    return {l: (lambda1 * np.sign(V) + 2 * lambda2 * V).sum() for l, V in W.items()}

# %% wrong: only two layers, as in the example | has the keys
def penalty_gradient(W, lambda1, lambda2):
    return {l: lambda1 * np.sign(W[l]) + 2 * lambda2 * W[l] for l in (1, 2)}

# %% wrong: in place | in place
def penalty_gradient(W, lambda1, lambda2):
    for l in W:
        W[l] = lambda1 * np.sign(W[l]) + 2 * lambda2 * W[l]
    return W

# %% right: w / abs(w)
def penalty_gradient(W, lambda1, lambda2):
    return {l: V * (lambda1 / np.maximum(np.abs(V), 1e-300) + 2 * lambda2) for l, V in W.items()}

# %% right: +1 at zero, float32
def penalty_gradient(W, lambda1, lambda2):
    return {l: (np.where(V >= 0, lambda1, -lambda1) + 2 * lambda2 * V).astype(np.float32) for l, V in W.items()}
