# %% wrong: only the winner learns | only the winner has moved
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = ((R == row) & (C == column)) * 1.0
    return M + eta * h[..., None] * (v - M)

# %% wrong: all learn alike | all places move by the same share
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.ones(far.shape)
    return M + eta * h[..., None] * (v - M)

# %% wrong: away from v | sign is wrong
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((R - row) ** 2 + (C - column) ** 2) / (2 * sigma**2))
    return M + eta * h[..., None] * (M - v)

# %% wrong: the farthest wins | farthest
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmax(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((R - row) ** 2 + (C - column) ** 2) / (2 * sigma**2))
    return M + eta * h[..., None] * (v - M)

# %% wrong: the largest scalar product wins | scalar product
def som_step(M, v, eta, sigma):
    far = -(M @ v)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((R - row) ** 2 + (C - column) ** 2) / (2 * sigma**2))
    return M + eta * h[..., None] * (v - M)

# %% wrong: factor 2 in the exponent | factor 2 is missing
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((R - row) ** 2 + (C - column) ** 2) / sigma**2)
    return M + eta * h[..., None] * (v - M)

# %% wrong: distance not squared | expected its square
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-np.hypot(R - row, C - column) / (2 * sigma**2))
    return M + eta * h[..., None] * (v - M)

# %% wrong: sigma not squared | by 2 sigma,
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((R - row) ** 2 + (C - column) ** 2) / (2 * sigma))
    return M + eta * h[..., None] * (v - M)

# %% wrong: eta is missing | eta is missing
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((R - row) ** 2 + (C - column) ** 2) / (2 * sigma**2))
    return M + h[..., None] * (v - M)

# %% wrong: neighbours by weights | between places on the map
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((M - M[row, column]) ** 2).sum(axis=-1) / (2 * sigma**2))
    return M + eta * h[..., None] * (v - M)

# %% wrong: v is added | v is added
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((R - row) ** 2 + (C - column) ** 2) / (2 * sigma**2))
    return M + eta * h[..., None] * v

# %% wrong: in place | in place
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((R - row) ** 2 + (C - column) ** 2) / (2 * sigma**2))
    M += eta * h[..., None] * (v - M)
    return M

# %% wrong: axis forgotten | stopped with ValueError
def som_step(M, v, eta, sigma):
    far = ((M - v) ** 2).sum(axis=-1)
    row, column = np.unravel_index(far.argmin(), far.shape)
    R, C = np.indices(far.shape)
    h = np.exp(-((R - row) ** 2 + (C - column) ** 2) / (2 * sigma**2))
    return M + eta * h * (v - M)

# %% right: loops
def som_step(M, v, eta, sigma):
    rows, columns, _ = M.shape
    best, winner = np.inf, None
    for r in range(rows):
        for c in range(columns):
            far = np.linalg.norm(M[r, c] - v)
            if far < best:
                best, winner = far, (r, c)
    new = M.copy()
    for r in range(rows):
        for c in range(columns):
            h = np.exp(-0.5 * ((r - winner[0]) ** 2 + (c - winner[1]) ** 2) / sigma**2)
            new[r, c] = (1 - eta * h) * M[r, c] + eta * h * v
    return new

# %% right: product of two bells, einsum
def som_step(M, v, eta, sigma):
    row, column = divmod(int(np.linalg.norm(M - v, axis=2).argmin()), M.shape[1])
    down = np.exp(-((np.arange(M.shape[0]) - row) ** 2) / (2 * sigma**2))
    right = np.exp(-((np.arange(M.shape[1]) - column) ** 2) / (2 * sigma**2))
    return M + eta * np.einsum("r,c,rcd->rcd", down, right, v - M)
