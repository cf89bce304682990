# %% wrong: sign | sign
def newton_step(g, H):
    return np.linalg.solve(H, g)

# %% wrong: multiplied | multiplied by the Hessian
def newton_step(g, H):
    return -H @ g

# %% wrong: diagonal only | Only the diagonal
def newton_step(g, H):
    return -g / np.diag(H)

# %% wrong: entries inverted | inverted for itself
def newton_step(g, H):
    return -(1 / H) @ g

# %% wrong: matrix over vector | shape
def newton_step(g, H):
    return -g / H

# %% wrong: gradient descent | no effect
def newton_step(g, H):
    return -g

# %% wrong: absolute eigenvalues | absolute curvatures already
def newton_step(g, H):
    c, V = np.linalg.eigh(H)
    return -V @ ((V.T @ g) / np.abs(c))

# %% wrong: eigenvalues without eigenvectors | without going into the eigenvectors
def newton_step(g, H):
    return -g / np.linalg.eigvalsh(H)

# %% wrong: elementwise product with the inverse | shape
def newton_step(g, H):
    return -np.linalg.inv(H) * g

# %% wrong: inverse of two by two only | shape|stopped|unpack
def newton_step(g, H):
    (a, b), (c, d) = H
    return -np.array([[d, -b], [-c, a]]) @ g / (a * d - b * c)

# %% wrong: inverts in place | in place
def newton_step(g, H):
    H[...] = np.linalg.inv(H)
    return -H @ g

# %% wrong: column vector | axis of length 1
def newton_step(g, H):
    return -np.linalg.solve(H, g[:, None])

# %% right: inverse
def newton_step(g, H):
    return -np.linalg.inv(H) @ g

# %% right: eigenvectors
def newton_step(g, H):
    c, V = np.linalg.eigh(H)
    return -sum((V[:, i] @ g) / c[i] * V[:, i] for i in range(len(g)))

# %% right: negative on the other side, float32
def newton_step(g, H):
    return np.linalg.solve(np.float32(H), np.float32(-g))
