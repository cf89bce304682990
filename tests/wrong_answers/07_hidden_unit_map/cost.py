# %% wrong: every pair twice | counted twice
def cost(grid, D):
    return 2 * (D[grid[:, :-1], grid[:, 1:]].sum() + D[grid[:-1], grid[1:]].sum())

# %% wrong: side by side only | above one another are missing
def cost(grid, D):
    return D[grid[:, :-1], grid[:, 1:]].sum()

# %% wrong: above one another only | side by side are missing
def cost(grid, D):
    return D[grid[:-1], grid[1:]].sum()

# %% wrong: a ring | ring
def cost(grid, D):
    return D[grid, np.roll(grid, 1, axis=0)].sum() + D[grid, np.roll(grid, 1, axis=1)].sum()

# %% wrong: places taken for units | places for units
def cost(grid, D):
    g = np.arange(grid.size).reshape(grid.shape)
    return D[g[:, :-1], g[:, 1:]].sum() + D[g[:-1], g[1:]].sum()

# %% wrong: diagonals, too | diagonal
def cost(grid, D):
    return (D[grid[:, :-1], grid[:, 1:]].sum() + D[grid[:-1], grid[1:]].sum()
            + D[grid[:-1, :-1], grid[1:, 1:]].sum() + D[grid[:-1, 1:], grid[1:, :-1]].sum())

# %% wrong: mean | mean over the pairs
def cost(grid, D):
    both = np.concatenate([D[grid[:, :-1], grid[:, 1:]].ravel(), D[grid[:-1], grid[1:]].ravel()])
    return both.mean()

# %% wrong: loops end too early | end too early
def cost(grid, D):
    total = 0.0
    for r in range(grid.shape[0] - 1):
        for c in range(grid.shape[1] - 1):
            total += D[grid[r, c], grid[r + 1, c]] + D[grid[r, c], grid[r, c + 1]]
    return total

# %% wrong: squared again | squared once more
def cost(grid, D):
    return (D[grid[:, :-1], grid[:, 1:]] ** 2).sum() + (D[grid[:-1], grid[1:]] ** 2).sum()

# %% wrong: 15 built in | stopped with IndexError
def cost(grid, D):
    total = 0.0
    for r in range(15):
        for c in range(15):
            if r < 14:
                total += D[grid[r, c], grid[r + 1, c]]
            if c < 14:
                total += D[grid[r, c], grid[r, c + 1]]
    return total

# %% wrong: an array of distances instead of their sum | sum or mean over all entries missing
def cost(grid, D):
    return D[grid[:, :-1], grid[:, 1:]]

# %% right: loops
def cost(grid, D):
    rows, columns = grid.shape
    total = 0
    for r in range(rows):
        for c in range(columns):
            if r:
                total += D[grid[r, c], grid[r - 1, c]]
            if c:
                total += D[grid[r, c], grid[r, c - 1]]
    return total

# %% right: all four sides, halved
def cost(grid, D):
    padded = np.pad(grid, 1, constant_values=-1)
    total = 0.0
    for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        other = padded[1 + dr : 1 + dr + grid.shape[0], 1 + dc : 1 + dc + grid.shape[1]]
        total += D[grid, other][other >= 0].sum()
    return np.float32(total / 2)
