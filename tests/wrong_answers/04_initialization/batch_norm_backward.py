# %% wrong: statistics held fixed | held fixed
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    return dout * gamma * inverse, (dout * normalised).sum(axis=0), dout.sum(axis=0)

# %% wrong: no path through the variance | path through the variance is missing
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dZ = gamma * inverse * (dout - dout.mean(axis=0))
    return dZ, (dout * normalised).sum(axis=0), dout.sum(axis=0)

# %% wrong: no path through the mean | path through the mean is missing
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    return gamma * inverse * (dout - normalised * dgamma / len(Z)), dgamma, dout.sum(axis=0)

# %% wrong: gamma is missing | gamma is missing
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    return inverse * (dout - dout.mean(axis=0) - normalised * dgamma / len(Z)), dgamma, dout.sum(axis=0)

# %% wrong: sum over the wrong axis | wrong axis|transposed|shape
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    dZ = gamma * inverse * (dout - dout.mean(axis=0) - normalised * dgamma / len(Z))
    return dZ, (dout * normalised).sum(axis=1), dout.sum(axis=1)

# %% wrong: dbeta a mean | mean over the batch
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).mean(axis=0)
    return gamma * inverse * (dout - dout.mean(axis=0) - normalised * dgamma), dgamma, dout.mean(axis=0)

# %% wrong: dgamma with Z itself | multiplied with Z itself
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    dZ = gamma * inverse * (dout - dout.mean(axis=0) - normalised * dgamma / len(Z))
    return dZ, (dout * Z).sum(axis=0), dout.sum(axis=0)

# %% wrong: dbeta and dgamma swapped | order is dZ, dgamma, dbeta
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    dZ = gamma * inverse * (dout - dout.mean(axis=0) - normalised * dgamma / len(Z))
    return dZ, dout.sum(axis=0), dgamma

# %% wrong: 1/N missing in the mean's path | lacks its 1/N
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    dZ = gamma * inverse * (dout - dout.sum(axis=0) - normalised * dgamma / len(Z))
    return dZ, dgamma, dout.sum(axis=0)

# %% wrong: 1/N missing in the variance's path | variance lacks its 1/N
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    return gamma * inverse * (dout - dout.mean(axis=0) - normalised * dgamma), dgamma, dout.sum(axis=0)

# %% wrong: sign of the variance's path | sign of the path through the variance
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    return gamma * inverse * (dout - dout.mean(axis=0) + normalised * dgamma / len(Z)), dgamma, dout.sum(axis=0)

# %% wrong: no epsilon | epsilon|dgamma
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    u = (Z - Z.mean(axis=0)) / Z.std(axis=0)
    return gamma / Z.std(axis=0) * (dout - dout.mean(axis=0) - u * (dout * u).mean(axis=0)), dgamma, dout.sum(axis=0)

# %% wrong: dZ only | three arrays
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = (dout * normalised).sum(axis=0)
    return gamma * inverse * (dout - dout.mean(axis=0) - normalised * dgamma / len(Z))

# %% right: collected
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    inverse = 1 / np.sqrt(Z.var(axis=0) + epsilon)
    normalised = (Z - Z.mean(axis=0)) * inverse
    dgamma = np.einsum("ni,ni->i", dout, normalised)
    dbeta = dout.sum(axis=0)
    return gamma * inverse * (dout - dbeta / len(Z) - normalised * dgamma / len(Z)), dgamma, dbeta

# %% right: the whole Jacobian of each unit
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    N, n = Z.shape
    dZ, dgamma = np.zeros((N, n)), np.zeros(n)
    for i in range(n):
        u = Z[:, i] - Z[:, i].mean()
        s = (u @ u / N + epsilon) ** 0.5
        J = (np.eye(N) - 1 / N) / s - np.outer(u, u) / (N * s**3)
        dZ[:, i] = gamma[i] * J.T @ dout[:, i]
        dgamma[i] = dout[:, i] @ u / s
    return [dZ, dgamma, dout.sum(axis=0)]

# %% right: float32, line by line
def batch_norm_backward(dout, Z, gamma, epsilon=1e-4):
    dout, Z, gamma = dout.astype(np.float32), Z.astype(np.float32), gamma.astype(np.float32)
    u = Z - Z.mean(0)
    s = np.sqrt((u * u).mean(0) + np.float32(epsilon))
    x = u / s
    dx = dout * gamma
    return (dx - dx.mean(0) - x * (dx * x).mean(0)) / s, (dout * x).sum(0), dout.sum(0)
