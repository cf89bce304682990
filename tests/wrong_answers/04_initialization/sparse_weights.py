# %% wrong: places drawn with replacement | replace=False
def sparse_weights(n_i, n_j, k, rng):
    W, k = np.zeros((n_i, n_j)), min(k, n_j)
    for row in W:
        row[rng.choice(n_j, k)] = rng.normal(0, np.sqrt(2 / k), k)
    return W

# %% wrong: variance for all units | only k of them are connected
def sparse_weights(n_i, n_j, k, rng):
    W, k = np.zeros((n_i, n_j)), min(k, n_j)
    for row in W:
        row[rng.choice(n_j, k, replace=False)] = rng.normal(0, np.sqrt(2 / n_j), k)
    return W

# %% wrong: relu's 2 is missing | relu's 2 is missing
def sparse_weights(n_i, n_j, k, rng):
    W, k = np.zeros((n_i, n_j)), min(k, n_j)
    for row in W:
        row[rng.choice(n_j, k, replace=False)] = rng.normal(0, np.sqrt(1 / k), k)
    return W

# %% wrong: variance as standard deviation | variance was used as the standard deviation
def sparse_weights(n_i, n_j, k, rng):
    W, k = np.zeros((n_i, n_j)), min(k, n_j)
    for row in W:
        row[rng.choice(n_j, k, replace=False)] = rng.normal(0, 2 / k, k)
    return W

# %% wrong: same places for all units | same units
def sparse_weights(n_i, n_j, k, rng):
    W, k = np.zeros((n_i, n_j)), min(k, n_j)
    W[:, rng.choice(n_j, k, replace=False)] = rng.normal(0, np.sqrt(2 / k), (n_i, k))
    return W

# %% wrong: only on average | only on average|replace=False
def sparse_weights(n_i, n_j, k, rng):
    k = min(k, n_j)
    return rng.normal(0, np.sqrt(2 / k), (n_i, n_j)) * (rng.random((n_i, n_j)) < k / n_j)

# %% wrong: k in each column | columns have that many
def sparse_weights(n_i, n_j, k, rng):
    W, k = np.zeros((n_i, n_j)), min(k, n_j)
    for j in range(n_j):
        W[rng.choice(n_i, k, replace=False), j] = rng.normal(0, np.sqrt(2 / k), k)
    return W

# %% wrong: no min | stopped with ValueError
def sparse_weights(n_i, n_j, k, rng):
    W = np.zeros((n_i, n_j))
    for row in W:
        row[rng.choice(n_j, k, replace=False)] = rng.normal(0, np.sqrt(2 / k), k)
    return W

# %% wrong: dense | No weight is zero
def sparse_weights(n_i, n_j, k, rng):
    return rng.normal(0, np.sqrt(2 / k), (n_i, n_j))

# %% wrong: always the first k | same units
def sparse_weights(n_i, n_j, k, rng):
    W, k = np.zeros((n_i, n_j)), min(k, n_j)
    W[:, :k] = rng.normal(0, np.sqrt(2 / k), (n_i, k))
    return W

# %% wrong: variance 1 | variance 1
def sparse_weights(n_i, n_j, k, rng):
    W, k = np.zeros((n_i, n_j)), min(k, n_j)
    for row in W:
        row[rng.choice(n_j, k, replace=False)] = rng.normal(size=k)
    return W

# %% right: by ranks, without a loop
def sparse_weights(n_i, n_j, k, rng):
    k = min(k, n_j)
    ranks = rng.random((n_i, n_j)).argsort(axis=1).argsort(axis=1)
    return np.where(ranks < k, rng.normal(0, np.sqrt(2 / k), (n_i, n_j)), 0)

# %% right: a dense matrix thinned out, float32
def sparse_weights(n_i, n_j, k, rng):
    k = min(k, n_j)
    W = rng.standard_normal((n_i, n_j), dtype=np.float32) * np.float32((2 / k) ** 0.5)
    for i in range(n_i):
        W[i, rng.permutation(n_j)[k:]] = 0
    return W
