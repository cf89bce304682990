# %% wrong: chosen by the test error | chosen by the test error
def choose_and_report(valid, test):
    k = test.mean(axis=1).argmin()
    return k, test[k].mean(), test[k].std(ddof=1) / np.sqrt(test.shape[1])

# %% wrong: validation error reported | validation error, by which it was chosen
def choose_and_report(valid, test):
    k = valid.mean(axis=1).argmin()
    return k, valid[k].mean(), valid[k].std(ddof=1) / np.sqrt(test.shape[1])

# %% wrong: by the single best run | single best run
def choose_and_report(valid, test):
    k = valid.min(axis=1).argmin()
    return k, test[k].mean(), test[k].std(ddof=1) / np.sqrt(test.shape[1])

# %% wrong: the worst | worst was chosen
def choose_and_report(valid, test):
    k = valid.mean(axis=1).argmax()
    return k, test[k].mean(), test[k].std(ddof=1) / np.sqrt(test.shape[1])

# %% wrong: least test error reported | of all settings, and not
def choose_and_report(valid, test):
    k = valid.mean(axis=1).argmin()
    return k, test.mean(axis=1).min(), test[k].std(ddof=1) / np.sqrt(test.shape[1])

# %% wrong: not divided by the root of R | divide by √R
def choose_and_report(valid, test):
    k = valid.mean(axis=1).argmin()
    return k, test[k].mean(), test[k].std(ddof=1)

# %% wrong: 1/R | ddof=1
def choose_and_report(valid, test):
    k = valid.mean(axis=1).argmin()
    return k, test[k].mean(), test[k].std() / np.sqrt(test.shape[1])

# %% wrong: divided by R | divided by R, expected
def choose_and_report(valid, test):
    k = valid.mean(axis=1).argmin()
    return k, test[k].mean(), test[k].std(ddof=1) / test.shape[1]

# %% wrong: best run reported | best of its runs
def choose_and_report(valid, test):
    k = valid.mean(axis=1).argmin()
    return k, test[k].min(), test[k].std(ddof=1) / np.sqrt(test.shape[1])

# %% wrong: mean over the settings | axis=0
def choose_and_report(valid, test):
    k = valid.mean(axis=0).argmin()
    return k, test[:, k].mean(), test[:, k].std(ddof=1) / np.sqrt(len(test))

# %% wrong: counted from 1 | counted from 0
def choose_and_report(valid, test):
    k = valid.mean(axis=1).argmin()
    return k + 1, test[k].mean(), test[k].std(ddof=1) / np.sqrt(test.shape[1])

# %% wrong: root of the number of settings | differ|expected
def choose_and_report(valid, test):
    k = valid.mean(axis=1).argmin()
    return k, test[k].mean(), test[k].std(ddof=1) / np.sqrt(len(test))

# %% right: by loops
def choose_and_report(valid, test):
    best = min(range(len(valid)), key=lambda k: sum(valid[k]))
    R = len(test[best])
    mean = sum(test[best]) / R
    return best, mean, (sum((e - mean) ** 2 for e in test[best]) / (R - 1) / R) ** 0.5

# %% right: with SciPy, as an array
def choose_and_report(valid, test):
    from scipy.stats import sem
    k = np.argmin(valid.sum(axis=1))
    return np.array([k, test[k].mean(), sem(test[k])])
