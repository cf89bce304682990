# %% wrong: Newton | Newton's own step
def saddle_free_step(g, H):
    return -np.linalg.solve(H, g)

# %% wrong: absolute entries | entries of the Hessian have lost
def saddle_free_step(g, H):
    return -np.linalg.solve(np.abs(H), g)

# %% wrong: eigenvectors transposed | transposed
def saddle_free_step(g, H):
    c, V = np.linalg.eigh(H)
    return -V.T @ ((V @ g) / np.abs(c))

# %% wrong: no way back | way back
def saddle_free_step(g, H):
    c, V = np.linalg.eigh(H)
    return -(V.T @ g) / np.abs(c)

# %% wrong: no way in | way into
def saddle_free_step(g, H):
    c, V = np.linalg.eigh(H)
    return -V @ (g / np.abs(c))

# %% wrong: multiplied | should be divided
def saddle_free_step(g, H):
    c, V = np.linalg.eigh(H)
    return -V @ ((V.T @ g) * np.abs(c))

# %% wrong: uphill | sign
def saddle_free_step(g, H):
    c, V = np.linalg.eigh(H)
    return V @ ((V.T @ g) / np.abs(c))

# %% wrong: absolute step | entries of the step
def saddle_free_step(g, H):
    return -np.abs(np.linalg.solve(H, g))

# %% wrong: absolute inverse | entries of the inverse
def saddle_free_step(g, H):
    return -np.abs(np.linalg.inv(H)) @ g

# %% wrong: root of the curvature | root of the absolute
def saddle_free_step(g, H):
    c, V = np.linalg.eigh(H)
    return -V @ ((V.T @ g) / np.sqrt(np.abs(c)))

# %% wrong: negative curvatures left out | left out
def saddle_free_step(g, H):
    c, V = np.linalg.eigh(H)
    return -V @ np.where(c > 0, (V.T @ g) / c, 0)

# %% wrong: diagonal only | diagonal
def saddle_free_step(g, H):
    return -g / np.abs(np.diag(H))

# %% wrong: eigenvalues without eigenvectors | without going into the eigenvectors
def saddle_free_step(g, H):
    return -g / np.abs(np.linalg.eigvalsh(H))

# %% right: the matrix itself
def saddle_free_step(g, H):
    c, V = np.linalg.eigh(H)
    return -np.linalg.inv(V @ np.diag(np.abs(c)) @ V.T) @ g

# %% right: root of the square
def saddle_free_step(g, H):
    from scipy.linalg import sqrtm
    return np.linalg.solve(np.real(sqrtm(H @ H)), -g)

# %% right: loop, einsum, singular vectors
def saddle_free_step(g, H):
    U, s, Vt = np.linalg.svd(H)
    return -np.einsum("ji,j,jk,k->i", Vt, 1 / s, Vt, g)
