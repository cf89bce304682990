# %% wrong: two settings only | three at least
seeds = [1, 2, 3]
settings = {"example": EXAMPLE, "no noise": {**EXAMPLE, "input_noise": 0.1}}
valid_errors = {name: np.array([4.0, 5.0, 6.0]) for name in settings}
chosen, test_errors = "example", np.array([5.0, 5.0, 6.0])

# %% wrong: one seed three times | a seed repeated is the same run
seeds = [1, 1, 1]
settings = {f"{e} epochs": {**EXAMPLE, "epochs": e} for e in (1, 2, 6)}
valid_errors = {name: np.array([4.0, 4.0, 4.0]) + k for k, name in enumerate(settings)}
chosen, test_errors = "1 epochs", np.array([5.0, 5.0, 5.0])

# %% wrong: two seeds | three different ones
seeds = [1, 2]
settings = {f"{e} epochs": {**EXAMPLE, "epochs": e} for e in (1, 2, 6)}
valid_errors = {name: np.array([4.0, 4.5]) + k for k, name in enumerate(settings)}
chosen, test_errors = "1 epochs", np.array([5.0, 5.5])

# %% wrong: the example is missing | example itself
seeds = [1, 2, 3]
settings = {f"{e} epochs": {**EXAMPLE, "epochs": e} for e in (1, 2, 3)}
valid_errors = {name: np.array([4.0, 4.5, 5.0]) + k for k, name in enumerate(settings)}
chosen, test_errors = "1 epochs", np.array([5.0, 5.5, 5.0])

# %% wrong: two things changed at once | change one thing at a time
seeds = [1, 2, 3]
settings = {
    "example": EXAMPLE,
    "short": {**EXAMPLE, "epochs": 2},
    "other": {**EXAMPLE, "hidden": (30,), "eta": 0.2},
}
valid_errors = {name: np.array([4.0, 4.5, 5.0]) + k for k, name in enumerate(settings)}
chosen, test_errors = "example", np.array([5.0, 5.5, 5.0])

# %% wrong: one setting under two names | same settings under two names
seeds = [1, 2, 3]
settings = {"example": EXAMPLE, "short": {**EXAMPLE, "epochs": 2}, "usual": dict(EXAMPLE)}
valid_errors = {name: np.array([4.0, 4.5, 5.0]) + k for k, name in enumerate(settings)}
chosen, test_errors = "example", np.array([5.0, 5.5, 5.0])

# %% wrong: numbers made up | run again
seeds = [1, 2, 3]
settings = {f"{e} epochs": {**EXAMPLE, "epochs": e} for e in (1, 2, 6)}
valid_errors = {name: np.array([0.40, 0.45, 0.50]) + 0.1 * k for k, name in enumerate(settings)}
chosen, test_errors = "1 epochs", np.array([0.5, 0.55, 0.5])

# %% wrong: chosen against validation | choose by the mean validation error
seeds = [1, 2, 3]
settings = {f"{e} epochs": {**EXAMPLE, "epochs": e} for e in (1, 2, 6)}
valid_errors = {"1 epochs": np.array([9.0, 9, 8]), "2 epochs": np.array([7.0, 8, 7]), "6 epochs": np.array([5.0, 5, 6])}
chosen, test_errors = "2 epochs", np.array([5.0, 5.5, 5.0])

# %% wrong: seeds make no difference | exactly the same error
seeds = [1, 2, 3]
settings = {f"{e} epochs": {**EXAMPLE, "epochs": e} for e in (1, 2, 6)}
valid_errors = {name: np.full(3, 9.0 - k) for k, name in enumerate(settings)}
chosen, test_errors = "6 epochs", np.array([5.0, 5.5, 5.0])

# %% wrong: fractions | report a fraction
seeds = [1, 2, 3]
settings = {f"{e} epochs": {**EXAMPLE, "epochs": e} for e in (4, 5, 6)}
valid_errors = {name: errors / 100 for name, errors in experiment(train_one, settings, seeds, data).items()}
chosen, test_errors = final_test(train_one, settings, seeds, data, valid_errors)

# %% wrong: an entry misspelt | has not the entries of EXAMPLE
seeds = [1, 2, 3]
settings = {"example": EXAMPLE, "decay": {**EXAMPLE, "weight-decay": 0.01}, "short": {**EXAMPLE, "epochs": 2}}
valid_errors = {name: np.array([4.0, 4.5, 5.0]) + k for k, name in enumerate(settings)}
chosen, test_errors = "example", np.array([5.0, 5.5, 5.0])

# %% right: size, and a combination whose parts are there
seeds = range(3)
settings = {
    "example": EXAMPLE,
    "400": {**EXAMPLE, "hidden": [400]},
    "annealed": {**EXAMPLE, "schedule": "anneal"},
    "400, annealed": {**EXAMPLE, "hidden": [400], "schedule": "anneal"},
}
valid_errors = experiment(train_one, settings, seeds, data)
chosen, test_errors = final_test(train_one, settings, seeds, data, valid_errors)

# %% right: epochs
seeds = (11, 12, 13)
settings = {f"{e} epochs": {**EXAMPLE, "epochs": e} for e in (3, 6, 12)}
valid_errors = {name: list(errors) for name, errors in experiment(train_one, settings, seeds, data).items()}
chosen, test_errors = final_test(train_one, settings, seeds, data, valid_errors)
test_errors = list(test_errors)
