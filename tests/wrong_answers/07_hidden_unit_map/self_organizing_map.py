# %% wrong: what som_step returns is not kept | som_step returns kept
def self_organizing_map(V, shape, steps, rng):
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(steps) / steps:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        som_step(M, V[rng.integers(len(V))], 0.5 * 0.04**done, sigma)
    return place(M, V)

# %% wrong: no neighbourhood | neighbourhood learn along
def self_organizing_map(V, shape, steps, rng):
    M = V[rng.permutation(len(V))].reshape(*shape, -1)
    for done in np.arange(steps) / steps:
        sigma = 0.01
        M = som_step(M, V[rng.integers(len(V))], 0.5 * 0.04**done, sigma)
    return place(M, V)

# %% wrong: units two times | is no arrangement
def self_organizing_map(V, shape, steps, rng):
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(steps) / steps:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        M = som_step(M, V[rng.integers(len(V))], 0.5 * 0.04**done, sigma)
    return ((M[:, :, None] - V) ** 2).sum(axis=-1).argmin(axis=-1)

# %% wrong: steps is not used | steps says how many
def self_organizing_map(V, shape, steps, rng):
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(1500) / 1500:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        M = som_step(M, V[rng.integers(len(V))], 0.5 * 0.04**done, sigma)
    return place(M, V)

# %% wrong: a seed of its own, changing | same generator
def self_organizing_map(V, shape, steps, rng):
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(steps) / steps:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        M = som_step(M, V[np.random.randint(len(V))], 0.5 * 0.04**done, sigma)
    return place(M, V)

# %% wrong: returns the weights of the places | shape
def self_organizing_map(V, shape, steps, rng):
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(steps) / steps:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        M = som_step(M, V[rng.integers(len(V))], 0.5 * 0.04**done, sigma)
    return M

# %% wrong: a square map, whatever is asked for | shape|stopped
def self_organizing_map(V, shape, steps, rng):
    shape = (8, 8)
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(steps) / steps:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        M = som_step(M, V[rng.integers(len(V))], 0.5 * 0.04**done, sigma)
    return place(M, V)

# %% wrong: rows and columns exchanged | transposed
def self_organizing_map(V, shape, steps, rng):
    shape = shape[::-1]
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(steps) / steps:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        M = som_step(M, V[rng.integers(len(V))], 0.5 * 0.04**done, sigma)
    return place(M, V)

# %% wrong: the same unit all the time | hardly better than random|not than greedy
def self_organizing_map(V, shape, steps, rng):
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(steps) / steps:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        M = som_step(M, V[0], 0.5 * 0.04**done, sigma)
    return place(M, V)

# %% wrong: the neighbourhood stays wide as the map | hardly better than random|sigma shrink
def self_organizing_map(V, shape, steps, rng):
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(steps) / steps:
        sigma = 4 * max(shape) * (1.4 / max(shape)) ** 0
        M = som_step(M, V[rng.integers(len(V))], 0.5 * 0.04**done, sigma)
    return place(M, V)

# %% wrong: in place | in place
def self_organizing_map(V, shape, steps, rng):
    V -= V.mean(axis=0)
    M = V.mean(axis=0) + 0.1 * V.std() * rng.normal(size=(*shape, V.shape[1]))
    for done in np.arange(steps) / steps:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        M = som_step(M, V[rng.integers(len(V))], 0.5 * 0.04**done, sigma)
    return place(M, V)

# %% right: linear schedules, epochs in shuffled order
def self_organizing_map(V, shape, steps, rng):
    M = rng.normal(V.mean(), 0.1 * V.std(), size=(*shape, V.shape[1]))
    order = np.concatenate([rng.permutation(len(V)) for _ in range(steps // len(V) + 1)])[:steps]
    for k, unit in enumerate(order):
        left = 1 - k / steps
        M = som_step(M, V[unit], 0.4 * left + 0.03, max(shape) / 3 * left + 0.6)
    return place(M, V)

# %% right: begins with units at random places
def self_organizing_map(V, shape, steps, rng):
    M = V[rng.permutation(len(V))].reshape(*shape, -1)
    for done in np.arange(steps) / steps:
        sigma = max(shape) / 2 * (1.4 / max(shape)) ** done
        M = som_step(M, V[rng.integers(len(V))], 0.5 * 0.1**done, sigma)
    return place(M, V)
