# %% wrong: not squared | root is too much
def distances(V):
    return np.sqrt(((V[:, None] - V) ** 2).sum(axis=-1))

# %% wrong: columns compared | columns
def distances(V):
    return ((V.T[:, None] - V.T) ** 2).sum(axis=-1)

# %% wrong: scalar products | scalar product
def distances(V):
    return V @ V.T

# %% wrong: absolute differences | absolute differences
def distances(V):
    return np.abs(V[:, None] - V).sum(axis=-1)

# %% wrong: mean | mean over the weights
def distances(V):
    return ((V[:, None] - V) ** 2).mean(axis=-1)

# %% wrong: square of the sum | first square
def distances(V):
    return (V[:, None] - V).sum(axis=-1) ** 2

# %% wrong: factor 2 of the product forgotten | wrong sign or factor
def distances(V):
    s = (V**2).sum(axis=1)
    return s[:, None] + s - V @ V.T

# %% wrong: sum over all | shape
def distances(V):
    return np.array([((V - v) ** 2).sum() for v in V])

# %% wrong: half of the table only | expected
def distances(V):
    return np.triu(((V[:, None] - V) ** 2).sum(axis=-1))

# %% wrong: whole numbers | integer dtype
def distances(V):
    return ((V[:, None] - V) ** 2).sum(axis=-1).astype(int)

# %% right: binomial formula, cut off at zero
def distances(V):
    s = (V**2).sum(axis=1)
    return np.maximum(s[:, None] + s - 2 * V @ V.T, 0)

# %% right: loops
def distances(V):
    D = np.zeros((len(V), len(V)))
    for i in range(len(V)):
        for j in range(i):
            D[i, j] = D[j, i] = sum((a - b) ** 2 for a, b in zip(V[i], V[j]))
    return D
