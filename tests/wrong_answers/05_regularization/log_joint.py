# %% wrong: exp(s) as variance | taken for the variance
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    return -(w**2) / 2 - (s + 1) ** 2 / 2 - np.sum((y - w[..., None] * x) ** 2, axis=-1) / (2 * np.exp(s)) - len(x) * s / 2

# %% wrong: no prior | prior is missing
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    return -np.sum((y - w[..., None] * x) ** 2, axis=-1) / (2 * np.exp(2 * s)) - len(x) * s

# %% wrong: mean over the samples | mean over the samples
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    return -(w**2) / 2 - (s + 1) ** 2 / 2 - np.mean((y - w[..., None] * x) ** 2, axis=-1) / (2 * np.exp(2 * s)) - s

# %% wrong: the prior once for each sample | once for each sample
def log_joint(w, s, x, y):
    w, s = w[:, None, None], s[None, :, None]
    return np.sum(-(w**2) / 2 - (s + 1) ** 2 / 2 - (y - w * x) ** 2 / (2 * np.exp(2 * s)) - s, axis=-1)

# %% wrong: prior of s around 0 | mean −1, not 0
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    return -(w**2) / 2 - s**2 / 2 - np.sum((y - w[..., None] * x) ** 2, axis=-1) / (2 * np.exp(2 * s)) - len(x) * s

# %% wrong: normalisation of the noise missing | −log\(standard deviation\) is missing
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    return -(w**2) / 2 - (s + 1) ** 2 / 2 - np.sum((y - w[..., None] * x) ** 2, axis=-1) / (2 * np.exp(2 * s))

# %% wrong: normalisation only once | is there once
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    return -(w**2) / 2 - (s + 1) ** 2 / 2 - np.sum((y - w[..., None] * x) ** 2, axis=-1) / (2 * np.exp(2 * s)) - s

# %% wrong: transposed | transposed
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    return (-(w**2) / 2 - (s + 1) ** 2 / 2 - np.sum((y - w[..., None] * x) ** 2, axis=-1) / (2 * np.exp(2 * s)) - len(x) * s).T

# %% wrong: no logarithm | logarithm is missing
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    log = -(w**2) / 2 - (s + 1) ** 2 / 2 - np.sum((y - w[..., None] * x) ** 2, axis=-1) / (2 * np.exp(2 * s)) - len(x) * s
    return np.exp(log - (len(x) + 2) * np.log(2 * np.pi) / 2)

# %% wrong: s as the standard deviation | s itself was taken
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    return -(w**2) / 2 - (s + 1) ** 2 / 2 - np.sum((y - w[..., None] * x) ** 2, axis=-1) / (2 * s**2) - len(x) * np.log(np.abs(s))

# %% wrong: halves missing | 1/2 in the exponents
def log_joint(w, s, x, y):
    w, s = w[:, None], s[None, :]
    return -(w**2) - (s + 1) ** 2 - np.sum((y - w[..., None] * x) ** 2, axis=-1) / np.exp(2 * s) - len(x) * s

# %% right: by loops, with all constants
def log_joint(w, s, x, y):
    out = np.zeros((len(w), len(s)))
    for a in range(len(w)):
        for b in range(len(s)):
            out[a, b] = -0.5 * w[a] ** 2 - 0.5 * (s[b] + 1) ** 2 - np.log(2 * np.pi)
            for x_n, y_n in zip(x, y):
                out[a, b] += -0.5 * ((y_n - w[a] * x_n) / np.exp(s[b])) ** 2 - s[b] - 0.5 * np.log(2 * np.pi)
    return out

# %% right: with SciPy
def log_joint(w, s, x, y):
    from scipy.stats import norm
    prior = norm.logpdf(w)[:, None] + norm.logpdf(s, loc=-1)
    return prior + norm.logpdf(y, w[:, None, None] * x, np.exp(s)[:, None]).sum(axis=2)

# %% right: the square multiplied out, a constant added
def log_joint(w, s, x, y):
    W, S = np.meshgrid(w, s, indexing="ij")
    misfit = y @ y - 2 * W * (x @ y) + W**2 * (x @ x)
    return 17.0 - 0.5 * (W**2 + S**2 + 2 * S + 1 + misfit * np.exp(-2 * S)) - len(x) * S
