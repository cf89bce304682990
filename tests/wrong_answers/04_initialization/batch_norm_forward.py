# %% wrong: over the units | wrong axis
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    m, s = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return gamma * (Z - m) / np.sqrt(s + epsilon) + beta

# %% wrong: one mean for all | all units together
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    return gamma * (Z - Z.mean()) / np.sqrt(Z.var() + epsilon) + beta

# %% wrong: N - 1 | N − 1
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    return gamma * (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0, ddof=1) + epsilon) + beta

# %% wrong: epsilon outside the root | outside the square root
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    return gamma * (Z - Z.mean(axis=0)) / (np.sqrt(Z.var(axis=0)) + epsilon) + beta

# %% wrong: no epsilon | epsilon has no effect
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    return gamma * (Z - Z.mean(axis=0)) / Z.std(axis=0) + beta

# %% wrong: divided by the variance | by its square root
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    return gamma * (Z - Z.mean(axis=0)) / (Z.var(axis=0) + epsilon) + beta

# %% wrong: second moment for variance | second moment
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    return gamma * (Z - Z.mean(axis=0)) / np.sqrt(np.mean(Z**2, axis=0) + epsilon) + beta

# %% wrong: 1/N missing | 1/N is missing
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    centred = Z - Z.mean(axis=0)
    return gamma * centred / np.sqrt(np.sum(centred**2, axis=0) + epsilon) + beta

# %% wrong: Z changed in place | in place
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    Z -= Z.mean(axis=0)
    Z /= np.sqrt(np.mean(Z**2, axis=0) + epsilon)
    return gamma * Z + beta

# %% wrong: beta scaled | scales beta too
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    return gamma * ((Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + epsilon) + beta)

# %% wrong: mean not subtracted | mean was not subtracted
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    return gamma * Z / np.sqrt(Z.var(axis=0) + epsilon) + beta

# %% right: unit by unit
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    out = np.zeros(Z.shape)
    N, n = Z.shape
    for i in range(n):
        m = sum(Z[k, i] for k in range(N)) / N
        s = sum((Z[k, i] - m) ** 2 for k in range(N)) / N
        for k in range(N):
            out[k, i] = gamma[i] * (Z[k, i] - m) / (s + epsilon) ** 0.5 + beta[i]
    return out

# %% right: float32
def batch_norm_forward(Z, gamma, beta, epsilon=1e-4):
    Z = Z.astype(np.float32)
    return (Z - Z.mean(0)) * (gamma / np.sqrt(Z.var(0) + np.float32(epsilon))).astype(np.float32) + beta.astype(np.float32)
