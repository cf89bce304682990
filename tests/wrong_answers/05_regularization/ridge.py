# %% wrong: N forgotten | 1/N of the mean is missing
def ridge(X, y, strength):
    return np.linalg.solve(X.T @ X + strength * np.eye(X.shape[1]), X.T @ y)

# %% wrong: no regularization | strength has no effect
def ridge(X, y, strength):
    return np.linalg.pinv(X) @ y

# %% wrong: divided by N | divided by N twice
def ridge(X, y, strength):
    return np.linalg.solve(X.T @ X + strength / len(X) * np.eye(X.shape[1]), X.T @ y)

# %% wrong: half | counts half
def ridge(X, y, strength):
    return np.linalg.solve(2 * X.T @ X + len(X) * strength * np.eye(X.shape[1]), 2 * X.T @ y)

# %% wrong: twice | counts twice
def ridge(X, y, strength):
    return np.linalg.solve(X.T @ X + 2 * len(X) * strength * np.eye(X.shape[1]), X.T @ y)

# %% wrong: added to all entries | every entry
def ridge(X, y, strength):
    return np.linalg.solve(X.T @ X + len(X) * strength, X.T @ y)

# %% wrong: sign | wrong sign
def ridge(X, y, strength):
    return np.linalg.solve(X.T @ X - len(X) * strength * np.eye(X.shape[1]), X.T @ y)

# %% wrong: transposed product | stopped with|do not fit|shape
def ridge(X, y, strength):
    return np.linalg.solve(X @ X.T + len(X) * strength * np.eye(len(X)), X.T @ y)

# %% wrong: strength squared | strength is squared
def ridge(X, y, strength):
    return np.linalg.solve(X.T @ X + len(X) * strength**2 * np.eye(X.shape[1]), X.T @ y)

# %% wrong: a column | shape
def ridge(X, y, strength):
    return np.linalg.solve(X.T @ X + len(X) * strength * np.eye(X.shape[1]), (X.T @ y)[:, None])

# %% right: by singular values
def ridge(X, y, strength):
    U, d, V = np.linalg.svd(X, full_matrices=False)
    return V.T @ (d / (d**2 + len(X) * strength) * (U.T @ y))

# %% right: by the kernel, with as many equations as samples
def ridge(X, y, strength):
    N = len(X)
    return X.T @ np.linalg.inv(X @ X.T + N * strength * np.eye(N)) @ y

# %% right: by gradient descent
def ridge(X, y, strength):
    w, N = np.zeros(X.shape[1]), len(X)
    eta = 1 / (np.linalg.norm(X, 2) ** 2 / N + strength)
    for _ in range(20000):
        w = w - eta * (X.T @ (X @ w - y) / N + strength * w)
    return w
