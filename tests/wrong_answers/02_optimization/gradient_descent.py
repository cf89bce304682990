# %% wrong: uphill | uphill
def gradient_descent(gradient, theta, eta, steps):
    t = [theta]
    for _ in range(steps):
        t.append(t[-1] + eta * gradient(t[-1]))
    return np.array(t)

# %% wrong: start missing | which end is missing
def gradient_descent(gradient, theta, eta, steps):
    t = []
    for _ in range(steps):
        theta = theta - eta * gradient(theta)
        t.append(theta)
    return np.array(t)

# %% wrong: one step too few | which end is missing
def gradient_descent(gradient, theta, eta, steps):
    t = [theta]
    for _ in range(1, steps):
        t.append(t[-1] - eta * gradient(t[-1]))
    return np.array(t)

# %% wrong: in place | in place
def gradient_descent(gradient, theta, eta, steps):
    t = [theta.copy()]
    for _ in range(steps):
        theta -= eta * gradient(theta)
        t.append(theta.copy())
    return np.array(t)

# %% wrong: the list holds one array | one and the same array
def gradient_descent(gradient, theta, eta, steps):
    theta = theta.copy()
    t = [theta]
    for _ in range(steps):
        theta -= eta * gradient(theta)
        t.append(theta)
    return np.array(t)

# %% wrong: gradient at the start only | always that at the start
def gradient_descent(gradient, theta, eta, steps):
    g, t = gradient(theta), [theta]
    for _ in range(steps):
        t.append(t[-1] - eta * g)
    return np.array(t)

# %% wrong: eta missing | eta is missing
def gradient_descent(gradient, theta, eta, steps):
    t = [theta]
    for _ in range(steps):
        t.append(t[-1] - gradient(t[-1]))
    return np.array(t)

# %% wrong: end point only | whole trajectory
def gradient_descent(gradient, theta, eta, steps):
    for _ in range(steps):
        theta = theta - eta * gradient(theta)
    return theta

# %% wrong: transposed | transposed
def gradient_descent(gradient, theta, eta, steps):
    t = [theta]
    for _ in range(steps):
        t.append(t[-1] - eta * gradient(t[-1]))
    return np.array(t).T

# %% wrong: gradient normalized | divided by its length
def gradient_descent(gradient, theta, eta, steps):
    t = [theta]
    for _ in range(steps):
        g = gradient(t[-1])
        t.append(t[-1] - eta * g / np.linalg.norm(g))
    return np.array(t)

# %% wrong: the tiny example's gradient, whatever is given | shape|Step|stopped|expected
def gradient_descent(gradient, theta, eta, steps):
    t = [theta]
    for _ in range(steps):
        t.append(t[-1] - eta * tiny_example.gradient(t[-1]))
    return np.array(t)

# %% wrong: integer array | integer|begins at|Step
def gradient_descent(gradient, theta, eta, steps):
    t = np.zeros((steps + 1, len(theta)), dtype=int)
    t[0] = theta
    for k in range(steps):
        t[k + 1] = t[k] - eta * gradient(t[k])
    return t

# %% wrong: a list of points | np.array
def gradient_descent(gradient, theta, eta, steps):
    t = [theta]
    for _ in range(steps):
        t.append(t[-1] - eta * gradient(t[-1]))
    return t

# %% wrong: each step from the start | should begin where the last
def gradient_descent(gradient, theta, eta, steps):
    t = [theta]
    for _ in range(steps):
        t.append(theta - eta * gradient(t[-1]))
    return np.array(t)

# %% right: array filled in
def gradient_descent(gradient, theta, eta, steps):
    t = np.empty((steps + 1, theta.size))
    t[0] = theta
    for k in range(steps):
        t[k + 1] = t[k] - eta * gradient(t[k])
    return t

# %% right: recursion, float32 at the end
def gradient_descent(gradient, theta, eta, steps):
    if steps == 0:
        return theta[None].astype(np.float32)
    rest = gradient_descent(gradient, theta - eta * gradient(theta), eta, steps - 1)
    return np.vstack([theta.astype(np.float32), rest])

# %% right: copies
def gradient_descent(gradient, theta, eta, steps):
    theta = theta.copy()
    t = [theta.copy()]
    for _ in range(steps):
        theta -= eta * gradient(theta)
        t.append(theta.copy())
    return np.stack(t)
