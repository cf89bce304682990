# %% wrong: every swap is taken | still rose
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if True:
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: never uphill | out of a dead end
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0:
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: sign | sign is wrong
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d >= 0 or rng.random() < np.exp(d / T):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: exp(d/T) for swaps uphill | still rose
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(d / T):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: the first temperature throughout | its own temperature
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(-d / temperatures[0]):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: the last temperature throughout | its own temperature|swaps that cost
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(-d / temperatures[-1]):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: the best map so far is returned | not the best so far
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    best = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(-d / T):
            grid[a], grid[b] = grid[b], grid[a]
        if cost(grid, D) < cost(best, D):
            best = grid.copy()
    return best

# %% wrong: changes the map it is given | in place
def anneal(grid, D, temperatures, rng):
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(-d / T):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: half of the probability | too few swaps that cost
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < 0.5 * np.exp(-d / T):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: half of the temperature | too few swaps that cost
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(-2 * d / T):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: one unit overwrites the other | is no arrangement
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(-d / T):
            grid[a] = grid[b]
            grid[b] = grid[a]
    return grid

# %% wrong: a global generator | same generator
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(np.random.randint(n)) for n in grid.shape)
        b = tuple(int(np.random.randint(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or np.random.random() < np.exp(-d / T):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: the last temperature is never used | its own|never|single|without|expected
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures[:-1]:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(-d / T):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: all swaps of a step | units moved
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        for _ in range(4):
          a = tuple(int(rng.integers(n)) for n in grid.shape)
          b = tuple(int(rng.integers(n)) for n in grid.shape)
          d = swap_change(grid, D, a, b)
          if d <= 0 or rng.random() < np.exp(-d / T):
              grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% wrong: returns the cost | masked|expected a map|no arrangement|a float
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(-d / T):
            grid[a], grid[b] = grid[b], grid[a]
    return cost(grid, D)

# %% right: the whole cost each time
def after_less_before(grid, D, a, b):
    after = grid.copy()
    after[a], after[b] = grid[b], grid[a]
    return cost(after, D) - cost(grid, D)


def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = after_less_before(grid, D, a, b)
        if d <= 0 or rng.random() < np.exp(-d / T):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% right: heat bath, flat indices
def anneal(grid, D, temperatures, rng):
    grid = np.array(grid)
    rows, columns = grid.shape
    for T in temperatures:
        k, m = rng.choice(grid.size, 2, replace=False)
        a, b = divmod(int(k), columns), divmod(int(m), columns)
        if rng.random() < 1 / (1 + np.exp(swap_change(grid, D, a, b) / T)):
            grid[a], grid[b] = grid[b], grid[a]
    return grid

# %% right: logarithms
def anneal(grid, D, temperatures, rng):
    grid = grid.copy()
    for T in temperatures:
        a = tuple(int(rng.integers(n)) for n in grid.shape)
        b = tuple(int(rng.integers(n)) for n in grid.shape)
        d = swap_change(grid, D, a, b)
        if d <= 0 or T * np.log(rng.random()) < -d:
            grid[a], grid[b] = grid[b], grid[a]
    return grid
