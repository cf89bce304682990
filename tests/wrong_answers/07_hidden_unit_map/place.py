# %% wrong: the closest unit of each place | is no arrangement
def place(M, V):
    from scipy.optimize import linear_sum_assignment

    rows, columns, d = M.shape
    far = ((M.reshape(-1, 1, d) - V) ** 2).sum(axis=-1)
    return far.argmin(axis=1).reshape(rows, columns)

# %% wrong: the closest place of each unit | is no arrangement
def place(M, V):
    from scipy.optimize import linear_sum_assignment

    rows, columns, d = M.shape
    far = ((M.reshape(-1, 1, d) - V) ** 2).sum(axis=-1)
    return far.argmin(axis=0).reshape(rows, columns)

# %% wrong: rows instead of columns | which pairs are compared|other way round
def place(M, V):
    from scipy.optimize import linear_sum_assignment

    rows, columns, d = M.shape
    far = ((M.reshape(-1, 1, d) - V) ** 2).sum(axis=-1)
    return linear_sum_assignment(far)[0].reshape(rows, columns)

# %% wrong: places of units | other way round
def place(M, V):
    from scipy.optimize import linear_sum_assignment

    rows, columns, d = M.shape
    far = ((M.reshape(-1, 1, d) - V) ** 2).sum(axis=-1)
    return linear_sum_assignment(far.T)[1].reshape(rows, columns)

# %% wrong: largest sum | largest sum
def place(M, V):
    from scipy.optimize import linear_sum_assignment

    rows, columns, d = M.shape
    far = ((M.reshape(-1, 1, d) - V) ** 2).sum(axis=-1)
    return linear_sum_assignment(-far)[1].reshape(rows, columns)

# %% wrong: distances not squared | expected of their squares
def place(M, V):
    from scipy.optimize import linear_sum_assignment

    rows, columns, d = M.shape
    far = ((M.reshape(-1, 1, d) - V) ** 2).sum(axis=-1) ** 0.5
    return linear_sum_assignment(far)[1].reshape(rows, columns)

# %% wrong: one after the other | one after the other
def place(M, V):
    rows, columns, d = M.shape
    far = ((M.reshape(-1, 1, d) - V) ** 2).sum(axis=-1)
    grid = np.zeros(rows * columns, dtype=int)
    for k in range(len(grid)):
        grid[k] = far[k].argmin()
        far[:, grid[k]] = np.inf
    return grid.reshape(rows, columns)

# %% wrong: a flat list | reshape
def place(M, V):
    from scipy.optimize import linear_sum_assignment

    rows, columns, d = M.shape
    far = ((M.reshape(-1, 1, d) - V) ** 2).sum(axis=-1)
    return linear_sum_assignment(far)[1]

# %% wrong: rows and columns exchanged | transposed|shape
def place(M, V):
    from scipy.optimize import linear_sum_assignment

    rows, columns, d = M.shape
    far = ((M.reshape(-1, 1, d) - V) ** 2).sum(axis=-1)
    return linear_sum_assignment(far)[1].reshape(columns, rows)

# %% wrong: in random order
def place(M, V):
    return np.random.default_rng(0).permutation(len(V)).reshape(M.shape[:2])

# %% right: cdist
def place(M, V):
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    places, units = linear_sum_assignment(cdist(M.reshape(len(V), -1), V, "sqeuclidean"))
    grid = np.empty(len(V), dtype=int)
    grid[places] = units
    return grid.reshape(M.shape[:2])

# %% right: units first, then turned round
def place(M, V):
    from scipy.optimize import linear_sum_assignment

    rows, columns, d = M.shape
    far = -2 * V @ M.reshape(-1, d).T + (M.reshape(-1, d) ** 2).sum(axis=1)
    units, places = linear_sum_assignment(far)
    grid = np.zeros((rows, columns))
    for unit, one in zip(units, places):
        grid[one // columns, one % columns] = unit
    return grid
