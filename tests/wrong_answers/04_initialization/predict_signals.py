# %% wrong: relu's half is missing | half is missing
def predict_signals(sizes, variances, q0=1.0):
    q = [q0]
    for n, v in zip(sizes[:-1], variances):
        q.append(n * v * q[-1])
    return np.array(q)

# %% wrong: variance for second moment | variance of relu.*second moment
def predict_signals(sizes, variances, q0=1.0):
    q = [q0]
    for n, v in zip(sizes[:-1], variances):
        q.append((1 / 2 - 1 / (2 * np.pi)) * n * v * q[-1])
    return np.array(q)

# %% wrong: units out for units in | Units out|units out
def predict_signals(sizes, variances, q0=1.0):
    q = [q0]
    for n, v in zip(sizes[1:], variances):
        q.append(n * v / 2 * q[-1])
    return np.array(q)

# %% wrong: variances squared | taken for standard deviations
def predict_signals(sizes, variances, q0=1.0):
    q = [q0]
    for n, v in zip(sizes[:-1], variances):
        q.append(n * v**2 / 2 * q[-1])
    return np.array(q)

# %% wrong: root of the variances | square root
def predict_signals(sizes, variances, q0=1.0):
    q = [q0]
    for n, v in zip(sizes[:-1], variances):
        q.append(n * v**0.5 / 2 * q[-1])
    return np.array(q)

# %% wrong: q0 ignored | you began with 1
def predict_signals(sizes, variances, q0=1.0):
    return np.concatenate([[1.0], np.cumprod([n * v / 2 for n, v in zip(sizes[:-1], variances)])])

# %% wrong: input left out | shape \(4,\), expected \(5,\)
def predict_signals(sizes, variances, q0=1.0):
    return q0 * np.cumprod([n * v / 2 for n, v in zip(sizes[:-1], variances)])

# %% wrong: each layer from q0 | begins anew
def predict_signals(sizes, variances, q0=1.0):
    return np.array([q0] + [n * v / 2 * q0 for n, v in zip(sizes[:-1], variances)])

# %% wrong: q in integers | integer
def predict_signals(sizes, variances, q0=1.0):
    q = np.zeros(len(sizes), dtype=int)
    q[0] = q0
    for l in range(1, len(sizes)):
        q[l] = sizes[l - 1] * variances[l - 1] / 2 * q[l - 1]
    return q

# %% wrong: changes the variances it was given | in place
def predict_signals(sizes, variances, q0=1.0):
    for l in range(len(variances)):
        variances[l] *= sizes[l] / 2
    return q0 * np.cumprod([1.0] + variances)

# %% right: by a cumulative product
def predict_signals(sizes, variances, q0=1.0):
    return q0 * np.cumprod(np.concatenate([[1], np.array(sizes[:-1]) * np.array(variances) / 2]))

# %% right: by recursion, float32
def predict_signals(sizes, variances, q0=1.0):
    if len(sizes) == 1:
        return np.array([q0], np.float32)
    below = predict_signals(sizes[:-1], variances[:-1], q0)
    return np.append(below, np.float32(0.5 * sizes[-2] * variances[-1]) * below[-1])
