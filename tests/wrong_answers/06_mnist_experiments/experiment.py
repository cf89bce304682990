# %% wrong: a fraction | as a fraction
def experiment(train_one, settings, seeds, data):
    return {
        name: np.array([np.mean(train_one(s, seed, data).predict(data.X_valid) != data.y_valid) for seed in seeds])
        for name, s in settings.items()
    }

# %% wrong: what is right, in percent | percentage that is right
def experiment(train_one, settings, seeds, data):
    return {
        name: np.array([100 * np.mean(train_one(s, seed, data).predict(data.X_valid) == data.y_valid) for seed in seeds])
        for name, s in settings.items()
    }

# %% wrong: the test set | test set stays untouched
def experiment(train_one, settings, seeds, data):
    return {
        name: np.array([train_one(s, seed, data).error_percent(data.X_test, data.y_test) for seed in seeds])
        for name, s in settings.items()
    }

# %% wrong: the training images | errors on the training images
def experiment(train_one, settings, seeds, data):
    return {
        name: np.array([train_one(s, seed, data).error_percent(data.X_train, data.y_train) for seed in seeds])
        for name, s in settings.items()
    }

# %% wrong: positions for seeds | not their positions
def experiment(train_one, settings, seeds, data):
    return {
        name: np.array([train_one(s, k, data).error_percent(data.X_valid, data.y_valid) for k in range(len(seeds))])
        for name, s in settings.items()
    }

# %% wrong: one seed for all | nor one for all
def experiment(train_one, settings, seeds, data):
    return {
        name: np.array([train_one(s, seeds[0], data).error_percent(data.X_valid, data.y_valid) for seed in seeds])
        for name, s in settings.items()
    }

# %% wrong: the mean only | not their mean
def experiment(train_one, settings, seeds, data):
    return {
        name: np.mean([train_one(s, seed, data).error_percent(data.X_valid, data.y_valid) for seed in seeds])
        for name, s in settings.items()
    }

# %% wrong: the name instead of the settings | for settings, expected one of the dictionaries
def experiment(train_one, settings, seeds, data):
    return {
        name: np.array([train_one(name, seed, data).error_percent(data.X_valid, data.y_valid) for seed in seeds])
        for name in settings
    }

# %% wrong: the last run overwrites the others | last seed's error stands for all
def experiment(train_one, settings, seeds, data):
    errors = {}
    for name, s in settings.items():
        for seed in seeds:
            errors[name] = np.full(len(seeds), train_one(s, seed, data).error_percent(data.X_valid, data.y_valid))
    return errors

# %% wrong: returns inside the loop | is missing
def experiment(train_one, settings, seeds, data):
    errors = {}
    for name, s in settings.items():
        errors[name] = np.array([train_one(s, seed, data).error_percent(data.X_valid, data.y_valid) for seed in seeds])
        return errors

# %% right: loops and predictions
def experiment(train_one, settings, seeds, data):
    errors = {name: np.zeros(len(seeds)) for name in settings}
    for k, seed in enumerate(seeds):
        for name in settings:
            wrong = train_one(settings[name], seed, data).predict(data.X_valid) != data.y_valid
            errors[name][k] = 100 * wrong.sum() / len(wrong)
    return errors

# %% right: probabilities, float32
def experiment(train_one, settings, seeds, data):
    def error(net):
        return 100 * np.mean(net.probabilities(data.X_valid).argmax(axis=1) != data.y_valid)

    return {n: np.array([error(train_one(s, r, data)) for r in seeds], dtype=np.float32) for n, s in settings.items()}
