# %% wrong: one-sided | one side only
def numerical_gradient(f, theta, eps=1e-5):
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        there = theta.astype(float)
        there[index] += eps
        gradient[index] = (f(there) - f(theta)) / eps
    return gradient

# %% wrong: divided by eps only | 2 eps apart
def numerical_gradient(f, theta, eps=1e-5):
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[index] = eps
        gradient[index] = (f(theta + step) - f(theta - step)) / eps
    return gradient

# %% wrong: changes theta in place | in place
def numerical_gradient(f, theta, eps=1e-5):
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        theta[index] += eps
        above = f(theta)
        theta[index] -= 2 * eps
        gradient[index] = (above - f(theta)) / (2 * eps)
    return gradient

# %% wrong: the copy is not put back | must be put back
def numerical_gradient(f, theta, eps=1e-5):
    theta = theta.astype(float)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        below = f(theta)
        theta[index] += eps
        gradient[index] = (f(theta) - below) / eps
    return gradient

# %% wrong: drifts by one step | not undone
def numerical_gradient(f, theta, eps=1e-5):
    there = theta.astype(float)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        there[index] += eps
        above = f(there)
        there[index] -= 2 * eps
        gradient[index] = (above - f(there)) / (2 * eps)
        there[index] += 2 * eps
    return gradient

# %% wrong: all entries at once | All entries take the step at once
def numerical_gradient(f, theta, eps=1e-5):
    return np.full(theta.shape, (f(theta + eps) - f(theta - eps)) / (2 * eps))

# %% wrong: a number for all entries | An axis is missing
def numerical_gradient(f, theta, eps=1e-5):
    return (f(theta + eps) - f(theta - eps)) / (2 * eps)

# %% wrong: vectors only | any shape is possible
def numerical_gradient(f, theta, eps=1e-5):
    return np.array([(f(theta + eps * unit) - f(theta - eps * unit)) / (2 * eps) for unit in np.eye(len(theta))])

# %% wrong: integer theta cannot step | whole numbers cannot take a step
def numerical_gradient(f, theta, eps=1e-5):
    there = theta.copy()
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        middle = there[index]
        there[index] = middle + eps
        above = f(there)
        there[index] = middle - eps
        gradient[index] = (above - f(there)) / (2 * eps)
        there[index] = middle
    return gradient * (1 if theta.dtype.kind == "f" else 0)

# %% wrong: integer gradient | integer dtype
def numerical_gradient(f, theta, eps=1e-5):
    gradient = np.zeros(theta.shape, dtype=int)
    for index in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[index] = eps
        gradient[index] = (f(theta + step) - f(theta - step)) / (2 * eps)
    return gradient

# %% wrong: sign | sign is wrong
def numerical_gradient(f, theta, eps=1e-5):
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[index] = eps
        gradient[index] = (f(theta - step) - f(theta + step)) / (2 * eps)
    return gradient

# %% wrong: a step of its own | eps is not used
def numerical_gradient(f, theta, eps=1e-5):
    gradient, eps = np.zeros(theta.shape), 1e-5
    for index in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[index] = eps
        gradient[index] = (f(theta + step) - f(theta - step)) / (2 * eps)
    return gradient

# %% wrong: steps in an array of whole numbers | make it a floating-point array
def numerical_gradient(f, theta, eps=1e-5):
    theta = theta.copy()
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        old = theta[i]
        theta[i] = old + eps
        up = f(theta)
        theta[i] = old - eps
        down = f(theta)
        theta[i] = old
        g[i] = (up - down) / (2 * eps)
    return g

# %% right: unit steps, one after the other
def numerical_gradient(f, theta, eps=1e-5):
    steps = eps * np.eye(theta.size).reshape(theta.size, *theta.shape)
    return np.array([(f(theta + s) - f(theta - s)) / (2 * eps) for s in steps]).reshape(theta.shape)

# %% right: flat copy
def numerical_gradient(f, theta, eps=1e-5):
    flat = np.asarray(theta, dtype=np.float64).ravel()
    result = []
    for k in range(flat.size):
        up, down = flat.copy(), flat.copy()
        up[k], down[k] = up[k] + eps, down[k] - eps
        result.append(0.5 * (f(up.reshape(theta.shape)) - f(down.reshape(theta.shape))) / eps)
    return np.reshape(result, theta.shape)
