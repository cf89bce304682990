# %% wrong: the runs' standard deviation | by √R
def summarize(errors):
    return {n: (e.mean(), e.std(ddof=1)) for n, e in errors.items()}

# %% wrong: divided by R inside the root | expected R − 1
def summarize(errors):
    return {n: (e.mean(), e.std() / np.sqrt(len(e))) for n, e in errors.items()}

# %% wrong: np.std as it comes | expected R − 1
def summarize(errors):
    return {n: (np.mean(e), np.std(e)) for n, e in errors.items()}

# %% wrong: divided by R instead of its root | expected √R
def summarize(errors):
    return {n: (e.mean(), e.std(ddof=1) / len(e)) for n, e in errors.items()}

# %% wrong: variance | root is missing
def summarize(errors):
    return {n: (e.mean(), e.var(ddof=1)) for n, e in errors.items()}

# %% wrong: variance of the mean | root is missing
def summarize(errors):
    return {n: (e.mean(), e.var(ddof=1) / len(e)) for n, e in errors.items()}

# %% wrong: median | median
def summarize(errors):
    return {n: (np.median(e), e.std(ddof=1) / np.sqrt(len(e))) for n, e in errors.items()}

# %% wrong: in the wrong order | wrong order
def summarize(errors):
    return {n: (e.std(ddof=1) / np.sqrt(len(e)), e.mean()) for n, e in errors.items()}

# %% wrong: half the range | half the range
def summarize(errors):
    return {n: (e.mean(), (e.max() - e.min()) / 2) for n, e in errors.items()}

# %% wrong: a number of runs built in | whatever the number of runs
def summarize(errors):
    return {n: (e.mean(), e.std(ddof=1) / np.sqrt(3)) for n, e in errors.items()}

# %% wrong: a list without names | dictionary with the settings' names
def summarize(errors):
    return [(e.mean(), e.std(ddof=1) / np.sqrt(len(e))) for e in errors.values()]

# %% right: by hand
def summarize(errors):
    result = {}
    for name, e in errors.items():
        R = len(e)
        mean = sum(e) / R
        result[name] = [mean, (sum((x - mean) ** 2 for x in e) / (R - 1) / R) ** 0.5]
    return result

# %% right: plots.mean_and_error, as an array
def summarize(errors):
    return {n: np.array(plots.mean_and_error(e)) for n, e in errors.items()}
