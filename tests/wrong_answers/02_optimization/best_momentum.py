# %% wrong: alpha not squared | square of that fraction
def best_momentum(mu, L):
    a, b = np.sqrt(mu), np.sqrt(L)
    return (b - a) / (b + a), 4 / (a + b) ** 2

# %% wrong: stepsize of gradient descent | best without momentum
def best_momentum(mu, L):
    a, b = np.sqrt(mu), np.sqrt(L)
    return ((b - a) / (b + a)) ** 2, 2 / (mu + L)

# %% wrong: no roots | roots of the curvatures
def best_momentum(mu, L):
    return ((L - mu) / (L + mu)) ** 2, 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2

# %% wrong: exchanged | order is alpha, eta
def best_momentum(mu, L):
    a, b = np.sqrt(mu), np.sqrt(L)
    return 4 / (a + b) ** 2, ((b - a) / (b + a)) ** 2

# %% wrong: denominator not squared | not squared
def best_momentum(mu, L):
    a, b = np.sqrt(mu), np.sqrt(L)
    return ((b - a) / (b + a)) ** 2, 4 / (a + b)

# %% wrong: 1 in place of 4 | four times too small
def best_momentum(mu, L):
    a, b = np.sqrt(mu), np.sqrt(L)
    return ((b - a) / (b + a)) ** 2, 1 / (a + b) ** 2

# %% wrong: no momentum | Without momentum
def best_momentum(mu, L):
    return 0.0, 2 / (mu + L)

# %% wrong: 0.9 as ever | in practice
def best_momentum(mu, L):
    return 0.9, 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2

# %% wrong: alpha only | two things
def best_momentum(mu, L):
    a, b = np.sqrt(mu), np.sqrt(L)
    return ((b - a) / (b + a)) ** 2

# %% wrong: sign | negative
def best_momentum(mu, L):
    a, b = np.sqrt(mu), np.sqrt(L)
    return -(((b - a) / (b + a)) ** 2), 4 / (a + b) ** 2

# %% wrong: hard-coded for the tiny example | shrinks the slower direction
def best_momentum(mu, L):
    return 0.51259, 0.50499

# %% wrong: 2 in place of 4 | factor of 2
def best_momentum(mu, L):
    a, b = np.sqrt(mu), np.sqrt(L)
    return ((b - a) / (b + a)) ** 2, 2 / (a + b) ** 2

# %% right: by the condition number
def best_momentum(mu, L):
    k = (L / mu) ** 0.5
    alpha = ((k - 1) / (k + 1)) ** 2
    return alpha, (1 + alpha**0.5) ** 2 / L

# %% right: both directions have the same root
def best_momentum(mu, L):
    from scipy.optimize import brentq
    root = brentq(lambda r: (1 - r) ** 2 / mu - (1 + r) ** 2 / L, 0, 1, xtol=1e-14)
    return np.array([root**2, (1 - root) ** 2 / mu])
