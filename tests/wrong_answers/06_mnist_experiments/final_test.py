# %% wrong: chosen by the test set | test set is for the chosen setting only
def final_test(train_one, settings, seeds, data, valid_errors):
    test = {n: np.array([train_one(s, r, data).error_percent(data.X_test, data.y_test) for r in seeds])
            for n, s in settings.items()}
    chosen = min(test, key=lambda n: test[n].mean())
    return chosen, test[chosen]

# %% wrong: all are tested, then chosen by validation | other settings
def final_test(train_one, settings, seeds, data, valid_errors):
    test = {n: np.array([train_one(s, r, data).error_percent(data.X_test, data.y_test) for r in seeds])
            for n, s in settings.items()}
    chosen = min(valid_errors, key=lambda n: valid_errors[n].mean())
    return chosen, test[chosen]

# %% wrong: the best single run | least mean over the seeds
def final_test(train_one, settings, seeds, data, valid_errors):
    chosen = min(valid_errors, key=lambda n: valid_errors[n].min())
    return chosen, np.array([train_one(settings[chosen], r, data).error_percent(data.X_test, data.y_test) for r in seeds])

# %% wrong: the median | choose by the mean validation error
def final_test(train_one, settings, seeds, data, valid_errors):
    chosen = min(valid_errors, key=lambda n: np.median(valid_errors[n]))
    return chosen, np.array([train_one(settings[chosen], r, data).error_percent(data.X_test, data.y_test) for r in seeds])

# %% wrong: the largest mean | largest mean
def final_test(train_one, settings, seeds, data, valid_errors):
    chosen = max(valid_errors, key=lambda n: valid_errors[n].mean())
    return chosen, np.array([train_one(settings[chosen], r, data).error_percent(data.X_test, data.y_test) for r in seeds])

# %% wrong: validation errors once more | errors on the validation images
def final_test(train_one, settings, seeds, data, valid_errors):
    chosen = min(valid_errors, key=lambda n: valid_errors[n].mean())
    return chosen, np.array([train_one(settings[chosen], r, data).error_percent(data.X_valid, data.y_valid) for r in seeds])

# %% wrong: the mean only | not their mean
def final_test(train_one, settings, seeds, data, valid_errors):
    chosen = min(valid_errors, key=lambda n: valid_errors[n].mean())
    nets = [train_one(settings[chosen], r, data) for r in seeds]
    return chosen, np.mean([net.error_percent(data.X_test, data.y_test) for net in nets])

# %% wrong: a fraction | as a fraction
def final_test(train_one, settings, seeds, data, valid_errors):
    chosen = min(valid_errors, key=lambda n: valid_errors[n].mean())
    return chosen, np.array([(train_one(settings[chosen], r, data).predict(data.X_test) != data.y_test).mean() for r in seeds])

# %% wrong: the position, not the name | expected the name of a setting
def final_test(train_one, settings, seeds, data, valid_errors):
    k = int(np.argmin([e.mean() for e in valid_errors.values()]))
    chosen = list(settings)[k]
    return k, np.array([train_one(settings[chosen], r, data).error_percent(data.X_test, data.y_test) for r in seeds])

# %% wrong: one seed for all | not their positions, nor one for all
def final_test(train_one, settings, seeds, data, valid_errors):
    chosen = min(valid_errors, key=lambda n: valid_errors[n].mean())
    return chosen, np.array([train_one(settings[chosen], seeds[0], data).error_percent(data.X_test, data.y_test) for r in seeds])

# %% wrong: trains with the name | for settings, expected one of the dictionaries
def final_test(train_one, settings, seeds, data, valid_errors):
    chosen = min(valid_errors, key=lambda n: valid_errors[n].mean())
    return chosen, np.array([train_one(chosen, r, data).error_percent(data.X_test, data.y_test) for r in seeds])

# %% right: argmin over a table
def final_test(train_one, settings, seeds, data, valid_errors):
    names = list(valid_errors)
    chosen = names[np.mean([valid_errors[n] for n in names], axis=1).argmin()]
    errors = []
    for seed in seeds:
        answers = train_one(settings[chosen], seed, data).predict(data.X_test)
        errors.append(100 * (answers != data.y_test).mean())
    return chosen, errors

# %% right: sorted
def final_test(train_one, settings, seeds, data, valid_errors):
    chosen = sorted(settings, key=lambda n: sum(valid_errors[n]))[0]
    nets = [train_one(settings[chosen], seed, data) for seed in seeds]
    return [chosen, np.array([net.error_percent(data.X_test, data.y_test) for net in nets])]
