# %% wrong: no corrections | corrections 1 - beta\^k are missing
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        t.append(t[-1] - eta * m / (np.sqrt(v) + epsilon))
    return np.array(t)

# %% wrong: v not corrected | correction of v
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        t.append(t[-1] - eta * m / (1 - beta1**k) / (np.sqrt(v) + epsilon))
    return np.array(t)

# %% wrong: m not corrected | correction of m
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        t.append(t[-1] - eta * m / (np.sqrt(v / (1 - beta2**k)) + epsilon))
    return np.array(t)

# %% wrong: variance | second moment
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        M = m / (1 - beta1**k)
        t.append(t[-1] - eta * M / (np.sqrt(np.abs(v / (1 - beta2**k) - M**2)) + epsilon))
    return np.array(t)

# %% wrong: epsilon inside the root | inside the root
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        t.append(t[-1] - eta * m / (1 - beta1**k) / np.sqrt(v / (1 - beta2**k) + epsilon))
    return np.array(t)

# %% wrong: no root | root of v is missing
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        t.append(t[-1] - eta * m / (1 - beta1**k) / (v / (1 - beta2**k) + epsilon))
    return np.array(t)

# %% wrong: k from 0 | NaN|inf
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(steps):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        M, V = np.divide(m, 1 - beta1**k), np.divide(v, 1 - beta2**k)
        t.append(t[-1] - eta * M / (np.sqrt(V) + epsilon))
    return np.array(t)

# %% wrong: k one too large | one too far
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        t.append(t[-1] - eta * m / (1 - beta1 ** (k + 1)) / (np.sqrt(v / (1 - beta2 ** (k + 1))) + epsilon))
    return np.array(t)

# %% wrong: betas swapped | swapped
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta2 * m + (1 - beta2) * g, beta1 * v + (1 - beta1) * g**2
        t.append(t[-1] - eta * m / (1 - beta2**k) / (np.sqrt(v / (1 - beta1**k)) + epsilon))
    return np.array(t)

# %% wrong: gradient in the numerator | gradient itself
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    v, t = 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        v = beta2 * v + (1 - beta2) * g**2
        t.append(t[-1] - eta * g / (np.sqrt(v / (1 - beta2**k)) + epsilon))
    return np.array(t)

# %% wrong: uphill | uphill
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        t.append(t[-1] + eta * m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + epsilon))
    return np.array(t)

# %% wrong: one v for all | One v
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0.0, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * (g @ g)
        t.append(t[-1] - eta * m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + epsilon))
    return np.array(t)

# %% wrong: settings fixed | fixed at|not used
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        t.append(t[-1] - eta * m / (1 - 0.9**k) / (np.sqrt(v / (1 - 0.999**k)) + epsilon))
    return np.array(t)

# %% wrong: gradient not squared in v | not its square
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = gradient(t[-1])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g
        t.append(t[-1] - eta * m / (1 - beta1**k) / (np.sqrt(np.abs(v) / (1 - beta2**k)) + epsilon))
    return np.array(t)

# %% wrong: m and v in place of theta | in place
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = 0 * theta, 0 * theta, [theta.copy()]
    for k in range(1, steps + 1):
        g = gradient(theta)
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        theta -= eta * m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + epsilon)
        t.append(theta.copy())
    return np.array(t)

# %% right: corrected stepsize
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = np.zeros(len(theta)), np.zeros(len(theta)), np.empty((steps + 1, len(theta)))
    t[0] = theta
    for k in range(steps):
        g = gradient(t[k])
        m += (1 - beta1) * (g - m)
        v += (1 - beta2) * (g * g - v)
        c1, c2 = 1 - beta1 ** (k + 1), np.sqrt(1 - beta2 ** (k + 1))
        t[k + 1] = t[k] - eta * c2 / c1 * m / (np.sqrt(v) + epsilon * c2)
    return t

# %% right: products of betas, entry by entry
def adam(gradient, theta, eta, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    n = len(theta)
    m, v, t, b1, b2 = [0.0] * n, [0.0] * n, [np.array(theta)], 1.0, 1.0
    for _ in range(steps):
        g, new = gradient(t[-1]), t[-1].copy()
        b1, b2 = b1 * beta1, b2 * beta2
        for i in range(n):
            m[i] = beta1 * m[i] + (1 - beta1) * g[i]
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
            new[i] -= eta * (m[i] / (1 - b1)) / ((v[i] / (1 - b2)) ** 0.5 + epsilon)
        t.append(new)
    return np.array(t)
