# %% wrong: units in for units out | units in stand
def predict_gradients(sizes, variances, g_last=1.0):
    g = [g_last]
    for l in range(len(variances) - 1, 0, -1):
        g.insert(0, sizes[l] * variances[l] / 2 * g[0])
    return np.array(g)

# %% wrong: relu's half is missing | half is missing
def predict_gradients(sizes, variances, g_last=1.0):
    g = [g_last]
    for l in range(len(variances) - 1, 0, -1):
        g.insert(0, sizes[l + 1] * variances[l] * g[0])
    return np.array(g)

# %% wrong: variances of the layer below | variance is that of the layer below
def predict_gradients(sizes, variances, g_last=1.0):
    g = [g_last]
    for l in range(len(variances) - 1, 0, -1):
        g.insert(0, sizes[l + 1] * variances[l - 1] / 2 * g[0])
    return np.array(g)

# %% wrong: upside down | upside down
def predict_gradients(sizes, variances, g_last=1.0):
    g = [g_last]
    for l in range(len(variances) - 1, 0, -1):
        g.append(sizes[l + 1] * variances[l] / 2 * g[-1])
    return np.array(g)

# %% wrong: forwards | run forwards
def predict_gradients(sizes, variances, g_last=1.0):
    g = [g_last]
    for n, v in zip(sizes[2:], variances[1:]):
        g.append(n * v / 2 * g[-1])
    return np.array(g)

# %% wrong: with the input's | none for the input
def predict_gradients(sizes, variances, g_last=1.0):
    g = [g_last]
    for n, v in zip(sizes[:0:-1], variances[::-1]):
        g.append(n * v / 2 * g[-1])
    return np.array(g[::-1])

# %% wrong: g_last ignored | you began with 1
def predict_gradients(sizes, variances, g_last=1.0):
    g = [1.0]
    for l in range(len(variances) - 1, 0, -1):
        g.insert(0, sizes[l + 1] * variances[l] / 2 * g[0])
    return np.array(g)

# %% wrong: variances squared | taken for standard deviations
def predict_gradients(sizes, variances, g_last=1.0):
    g = [g_last]
    for l in range(len(variances) - 1, 0, -1):
        g.insert(0, sizes[l + 1] * variances[l] ** 2 / 2 * g[0])
    return np.array(g)

# %% wrong: off by one in both | variance and the units are those of the layer below
def predict_gradients(sizes, variances, g_last=1.0):
    g = [g_last]
    for l in range(len(variances) - 1, 0, -1):
        g.insert(0, sizes[l] * variances[l - 1] / 2 * g[0])
    return np.array(g)

# %% right: by a cumulative product
def predict_gradients(sizes, variances, g_last=1.0):
    factors = np.array(sizes[2:]) * np.array(variances[1:]) / 2
    return g_last * np.append(np.cumprod(factors[::-1])[::-1], 1)

# %% right: filled from the end, float32
def predict_gradients(sizes, variances, g_last=1.0):
    L = len(variances)
    g = np.full(L, g_last, np.float32)
    for l in range(L - 1, 0, -1):
        g[l - 1] = g[l] * variances[l] * sizes[l + 1] * 0.5
    return g
