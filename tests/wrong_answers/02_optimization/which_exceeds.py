# %% wrong: flat direction | flat direction
limit, too_large = 2 / 0.16, 0.35

# %% wrong: 1 over lambda | 1/5\.84
limit, too_large = 1 / 5.84, 0.35

# %% wrong: the other stepsize | -0\.46
limit, too_large = 2 / 5.84, 0.25

# %% wrong: from the saddle | saddle
limit, too_large = 2 / 3.08, 0.35

# %% wrong: the curvature | curvature itself
limit, too_large = 5.84, 0.35

# %% wrong: both | only one of the two
limit, too_large = 2 / 5.84, [0.25, 0.35]

# %% wrong: condition number | condition number
limit, too_large = 36.5, 0.35

# %% wrong: as text | expected a number
limit, too_large = "2/5.84", 0.35

# %% wrong: neither | above the limit
limit, too_large = 2 / 5.84, 0.34

# %% wrong: too_large left out | still missing
limit, too_large = 2 / 5.84, None

# %% right: computed
limit = 2 / np.linalg.eigvalsh(tiny_example.hessian(tiny_example.MINIMA[1])).max()
too_large = max(0.25, 0.35)

# %% right: rounded
limit, too_large = 0.3425, 0.35
