# %% wrong: any negative eigenvalue | One negative eigenvalue is not enough
def goes_uphill(g, H):
    return bool((np.linalg.eigvalsh(H) < 0).any())

# %% wrong: all eigenvalues negative | not all eigenvalues
def goes_uphill(g, H):
    return bool((np.linalg.eigvalsh(H) < 0).all())

# %% wrong: determinant | determinant
def goes_uphill(g, H):
    return bool(np.linalg.det(H) < 0)

# %% wrong: upside down | other way round
def goes_uphill(g, H):
    return bool(g @ np.linalg.solve(H, g) > 0)

# %% wrong: curvature along the gradient | curvature along the gradient
def goes_uphill(g, H):
    return bool(g @ H @ g < 0)

# %% wrong: never | always says False
def goes_uphill(g, H):
    return False

# %% wrong: trace | trace
def goes_uphill(g, H):
    return bool(np.trace(H) < 0)

# %% wrong: the slope itself | expected True or False
def goes_uphill(g, H):
    return -g @ np.linalg.solve(H, g)

# %% wrong: entry by entry | expected True or False
def goes_uphill(g, H):
    return -g * np.linalg.solve(H, g) > 0

# %% wrong: first entry | first entries
def goes_uphill(g, H):
    return bool((-g * np.linalg.solve(H, g))[0] > 0)

# %% wrong: any entry | any weight
def goes_uphill(g, H):
    return bool((-g * np.linalg.solve(H, g) > 0).any())

# %% wrong: as text | expected True or False
def goes_uphill(g, H):
    return "uphill" if g @ np.linalg.solve(H, g) < 0 else "downhill"

# %% right: by eigenvectors
def goes_uphill(g, H):
    c, V = np.linalg.eigh(H)
    return bool(((V.T @ g) ** 2 / c).sum() < 0)

# %% right: NumPy's bool, inverse
def goes_uphill(g, H):
    return np.dot(g, -np.linalg.inv(H) @ g) > 0

# %% right: 0 or 1, by newton_step
def goes_uphill(g, H):
    return int(g @ newton_step(g, H) > 0)
