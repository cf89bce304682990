# %% wrong: mean square | its root
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + sigma * rng.standard_normal(walks))
    return np.mean(x**2)

# %% wrong: noise outside eta | not multiplied by eta
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * lam * x + sigma * rng.standard_normal(walks)
    return np.sqrt(np.mean(x**2))

# %% wrong: one noise for all walks | independent
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + sigma * rng.standard_normal())
    return np.sqrt(np.mean(x**2))

# %% wrong: noise drawn once | draw anew
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x, xi = np.zeros(walks), rng.standard_normal(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + sigma * xi)
    return np.sqrt(np.mean(x**2))

# %% wrong: single step | single step
def measured_spread(eta, lam, sigma, walks, steps, rng):
    for _ in range(steps):
        x = np.zeros(walks)
        x = x - eta * (lam * x + sigma * rng.standard_normal(walks))
    return np.sqrt(np.mean(x**2))

# %% wrong: sigma as a variance | not its variance
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + np.sqrt(sigma) * rng.standard_normal(walks))
    return np.sqrt(np.mean(x**2))

# %% wrong: uniform noise | uniform
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + sigma * rng.random(walks))
    return np.sqrt(np.mean(x**2))

# %% wrong: np.random | that is passed in
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + sigma * np.random.standard_normal(walks))
    return np.sqrt(np.mean(x**2))

# %% wrong: lam missing | lacks lam
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (x + sigma * rng.standard_normal(walks))
    return np.sqrt(np.mean(x**2))

# %% wrong: no noise | any noise
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * lam * x
    return np.sqrt(np.mean(x**2))

# %% wrong: sigma missing | sigma has no effect
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + rng.standard_normal(walks))
    return np.sqrt(np.mean(x**2))

# %% wrong: mean of x | square first|other noise|independent
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + sigma * rng.standard_normal(walks))
    return np.abs(np.mean(x))

# %% wrong: all walks' distances | single number
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + sigma * rng.standard_normal(walks))
    return np.abs(x)

# %% wrong: norm, not mean | take their mean
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = x - eta * (lam * x + sigma * rng.standard_normal(walks))
    return np.linalg.norm(x)

# %% right: other noise of variance 1
def measured_spread(eta, lam, sigma, walks, steps, rng):
    x = np.zeros(walks)
    for _ in range(steps):
        x = (1 - eta * lam) * x + eta * sigma * rng.choice([-1.0, 1.0], size=walks)
    return np.linalg.norm(x) / np.sqrt(walks)

# %% right: all noise at once, standard deviation
def measured_spread(eta, lam, sigma, walks, steps, rng):
    noise = rng.normal(0, sigma, size=(steps, walks))
    return float(np.std((eta * (1 - eta * lam) ** np.arange(steps))[::-1] @ noise))
