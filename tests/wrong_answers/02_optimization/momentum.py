# %% wrong: uphill | uphill
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps):
        m = alpha * m + eta * gradient(t[-1])
        t.append(t[-1] + m)
    return np.array(t)

# %% wrong: theta before m | old m
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps):
        g = gradient(t[-1])
        t.append(t[-1] + m)
        m = alpha * m - eta * g
    return np.array(t)

# %% wrong: exponential mean | 1 - alpha
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps):
        m = alpha * m - (1 - alpha) * eta * gradient(t[-1])
        t.append(t[-1] + m)
    return np.array(t)

# %% wrong: Nesterov | Nesterov
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps):
        m = alpha * m - eta * gradient(t[-1] + alpha * m)
        t.append(t[-1] + m)
    return np.array(t)

# %% wrong: swapped | swapped
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps):
        m = eta * m - alpha * gradient(t[-1])
        t.append(t[-1] + m)
    return np.array(t)

# %% wrong: m starts anew each step | no effect
def momentum(gradient, theta, eta, alpha, steps):
    t = [theta]
    for _ in range(steps):
        m = np.zeros_like(theta)
        m = alpha * m - eta * gradient(t[-1])
        t.append(t[-1] + m)
    return np.array(t)

# %% wrong: no fading | without fading
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps):
        m = m - eta * gradient(t[-1])
        t.append(t[-1] + m)
    return np.array(t)

# %% wrong: alpha on both | alpha stands at the gradient
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps):
        m = alpha * (m - eta * gradient(t[-1]))
        t.append(t[-1] + m)
    return np.array(t)

# %% wrong: changes theta in place | in place
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta.copy()]
    for _ in range(steps):
        m = alpha * m - eta * gradient(theta)
        theta += m
        t.append(theta.copy())
    return np.array(t)

# %% wrong: one step too few | which end is missing
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps - 1):
        m = alpha * m - eta * gradient(t[-1])
        t.append(t[-1] + m)
    return np.array(t)

# %% wrong: eta twice | applied twice
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps):
        m = alpha * m - eta * gradient(t[-1])
        t.append(t[-1] + eta * m)
    return np.array(t)

# %% wrong: subtracts m | pushes back|uphill
def momentum(gradient, theta, eta, alpha, steps):
    m, t = np.zeros_like(theta), [theta]
    for _ in range(steps):
        m = alpha * m - eta * gradient(t[-1])
        t.append(t[-1] - m)
    return np.array(t)

# %% right: velocity without eta
def momentum(gradient, theta, eta, alpha, steps):
    v, t = 0.0, [theta]
    for _ in range(steps):
        v = alpha * v + gradient(t[-1])
        t.append(t[-1] - eta * v)
    return np.array(t)

# %% right: from the last two points
def momentum(gradient, theta, eta, alpha, steps):
    t = np.empty((steps + 1, len(theta)))
    t[0], before = theta, theta
    for k in range(steps):
        t[k + 1] = t[k] + alpha * (t[k] - before) - eta * gradient(t[k])
        before = t[k]
    return t
