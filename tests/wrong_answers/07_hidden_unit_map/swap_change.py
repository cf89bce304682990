# %% wrong: sign | sign is wrong
def swap_change(grid, D, a, b):
    after = grid.copy()
    after[a], after[b] = grid[b], grid[a]
    return cost(grid, D) - cost(after, D)

# %% wrong: the cost after | cost after the swap
def swap_change(grid, D, a, b):
    after = grid.copy()
    after[a], after[b] = grid[b], grid[a]
    return cost(after, D)

# %% wrong: neighbours of each other forgotten | do not count it
def swap_change(grid, D, a, b):
    change = 0.0
    for here, there in ((a, b), (b, a)):
        r, c = here
        for p in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
            if 0 <= p[0] < grid.shape[0] and 0 <= p[1] < grid.shape[1]:
                change += D[grid[there], grid[p]] - D[grid[here], grid[p]]
    return change

# %% wrong: one place only | only one of the two
def swap_change(grid, D, a, b):
    change = 0.0
    r, c = a
    for p in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
        if 0 <= p[0] < grid.shape[0] and 0 <= p[1] < grid.shape[1] and p != b:
            change += D[grid[b], grid[p]] - D[grid[a], grid[p]]
    return change

# %% wrong: around the edge | around the edge|IndexError
def swap_change(grid, D, a, b):
    change = 0.0
    for here, there in ((a, b), (b, a)):
        r, c = here
        for p in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
            if p[0] < grid.shape[0] and p[1] < grid.shape[1] and p != there:
                change += D[grid[there], grid[p]] - D[grid[here], grid[p]]
    return change

# %% wrong: a ring | around the edge
def swap_change(grid, D, a, b):
    rows, columns = grid.shape
    change = 0.0
    for here, there in ((a, b), (b, a)):
        r, c = here
        for p in (((r - 1) % rows, c), ((r + 1) % rows, c), (r, (c - 1) % columns), (r, (c + 1) % columns)):
            if p != there:
                change += D[grid[there], grid[p]] - D[grid[here], grid[p]]
    return change

# %% wrong: changes grid | in place
def swap_change(grid, D, a, b):
    before = cost(grid, D)
    grid[a], grid[b] = grid[b], grid[a]
    return cost(grid, D) - before

# %% wrong: old distances only | expected
def swap_change(grid, D, a, b):
    change = 0.0
    for here, there in ((a, b), (b, a)):
        r, c = here
        for p in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
            if 0 <= p[0] < grid.shape[0] and 0 <= p[1] < grid.shape[1] and p != there:
                change -= D[grid[here], grid[p]]
    return change

# %% wrong: the copy is the same array | in place
def swap_change(grid, D, a, b):
    after = grid
    after[a], after[b] = grid[b], grid[a]
    return cost(after, D) - cost(grid, D)

# %% right: whole cost before and after
def swap_change(grid, D, a, b):
    after = grid.copy()
    after[a], after[b] = grid[b], grid[a]
    return cost(after, D) - cost(grid, D)

# %% right: the pair between given back
def swap_change(grid, D, a, b):
    if a == b:
        return 0.0
    u, v, change = grid[a], grid[b], 0.0
    for (r, c), new, old in ((a, v, u), (b, u, v)):
        if r > 0:
            change += D[new, grid[r - 1, c]] - D[old, grid[r - 1, c]]
        if c > 0:
            change += D[new, grid[r, c - 1]] - D[old, grid[r, c - 1]]
        if r + 1 < len(grid):
            change += D[new, grid[r + 1, c]] - D[old, grid[r + 1, c]]
        if c + 1 < grid.shape[1]:
            change += D[new, grid[r, c + 1]] - D[old, grid[r, c + 1]]
    if abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1:
        change += 2 * D[u, v]
    return change
