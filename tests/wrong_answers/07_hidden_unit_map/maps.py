# %% wrong: a random map | annealed costs.*no better than a random
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
annealed = start
organized = start

# %% wrong: a unit twice | is no arrangement
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
annealed = start.copy()
annealed[0, 0] = annealed[0, 1]
organized = annealed

# %% wrong: annealed too hot to the end | no better than a random
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
annealed = anneal(start, D, np.full(2000, 10 * D.mean()), rng)
organized = annealed

# %% wrong: too few steps | not? better than greedy|no better than greedy|no better than a random
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
annealed = anneal(start, D, D.mean() * np.geomspace(0.3, 0.003, 3000), rng)
organized = annealed

# %% wrong: flat | shape
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
annealed = start.ravel()
organized = start.ravel()

# %% wrong: units numbered from 1 | no unit
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
annealed = start + 1
organized = start

# %% wrong: weights instead of units | shape
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
annealed = V
organized = V

# %% wrong: a list | expected a map
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
annealed = start.tolist()
organized = start.tolist()

# %% right: fewer steps
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
annealed = anneal(start, D, D.mean() * np.geomspace(0.3, 0.003, 40_000), rng)
organized = self_organizing_map(V, (15, 15), 2000, rng)

# %% right: the map annealed a little more, as floating-point numbers
rng = np.random.default_rng(1)
start = rng.permutation(225).reshape(15, 15)
organized = self_organizing_map(V, (15, 15), 2000, rng)
annealed = anneal(organized, D, np.full(2000, 0.003 * D.mean()), rng).astype(float)
