# %% wrong: variance for second moment | variance of f\(z\).*second moment
def second_moment(f, q):
    t = np.linspace(-8, 8, 4001)
    p = np.exp(-(t**2) / 2) / np.sum(np.exp(-(t**2) / 2))
    h = f(np.sqrt(q) * t)
    return p @ h**2 - (p @ h) ** 2

# %% wrong: q as standard deviation | standard deviation is √q
def second_moment(f, q):
    t = np.linspace(-8, 8, 4001)
    p = np.exp(-(t**2) / 2) / np.sum(np.exp(-(t**2) / 2))
    return p @ f(q * t) ** 2

# %% wrong: q forgotten | variance 1 whatever q
def second_moment(f, q):
    t = np.linspace(-8, 8, 4001)
    p = np.exp(-(t**2) / 2) / np.sum(np.exp(-(t**2) / 2))
    return p @ f(t) ** 2

# %% wrong: density not normalised | 1/√\(2π\)
def second_moment(f, q):
    t = np.linspace(-8, 8, 4001)
    return np.sum(f(np.sqrt(q) * t) ** 2 * np.exp(-(t**2) / 2)) * (t[1] - t[0])

# %% wrong: mean squared | E\[f\(z\)\]², expected
def second_moment(f, q):
    t = np.linspace(-8, 8, 4001)
    p = np.exp(-(t**2) / 2) / np.sum(np.exp(-(t**2) / 2))
    return (p @ f(np.sqrt(q) * t)) ** 2

# %% wrong: square forgotten | square is missing
def second_moment(f, q):
    t = np.linspace(-8, 8, 4001)
    p = np.exp(-(t**2) / 2) / np.sum(np.exp(-(t**2) / 2))
    return p @ np.abs(f(np.sqrt(q) * t))

# %% wrong: hermgauss as if it were for N(0, 1) | hermite_e
def second_moment(f, q):
    x, w = np.polynomial.hermite.hermgauss(60)
    return w @ f(np.sqrt(q) * x) ** 2 / np.sqrt(np.pi)

# %% wrong: a grid that is too narrow | wide and fine enough
def second_moment(f, q):
    z = np.linspace(-1, 1, 2001)
    return np.sum(f(z) ** 2 * np.exp(-(z**2) / (2 * q)) / np.sqrt(2 * np.pi * q)) * (z[1] - z[0])

# %% wrong: always relu's half | half of
def second_moment(f, q):
    t = np.linspace(-8, 8, 4001)
    p = np.exp(-(t**2) / 2) / np.sum(np.exp(-(t**2) / 2))
    return p @ f(np.sqrt(q) * t) ** 2 / 2

# %% wrong: prints instead of returning | returned None
def second_moment(f, q):
    t = np.linspace(-8, 8, 4001)
    p = np.exp(-(t**2) / 2) / np.sum(np.exp(-(t**2) / 2))
    print(p @ f(np.sqrt(q) * t) ** 2)

# %% right: Gauss-Hermite quadrature
def second_moment(f, q):
    x, w = np.polynomial.hermite_e.hermegauss(80)
    return float(w @ f(np.sqrt(q) * x) ** 2 / w.sum())

# %% right: a grid of z, trapezoidal rule
def second_moment(f, q):
    z = np.linspace(-8 * np.sqrt(q), 8 * np.sqrt(q), 2001)
    return np.trapezoid(f(z) ** 2 * np.exp(-(z**2) / (2 * q)) / np.sqrt(2 * np.pi * q), z)

# %% right: a long simulation
def second_moment(f, q):
    t = np.random.default_rng(0).normal(size=1_000_000)
    t = np.concatenate([t, -t])
    return np.mean(f(t * np.sqrt(q / np.mean(t**2))) ** 2)

# %% right: by a loop, in float32
def second_moment(f, q):
    total, step = 0.0, 0.01
    for k in range(-800, 801):
        t = k * step
        total += float(f(np.array([t * q**0.5]))[0]) ** 2 * np.exp(-t * t / 2)
    return np.float32(total * step / (2 * np.pi) ** 0.5)
