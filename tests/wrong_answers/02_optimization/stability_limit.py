# %% wrong: least eigenvalue | least eigenvalue
def stability_limit(H):
    return 2 / np.linalg.eigvalsh(H).min()

# %% wrong: 1 over lambda | 1/λ
def stability_limit(H):
    return 1 / np.linalg.eigvalsh(H).max()

# %% wrong: upside down | upside down
def stability_limit(H):
    return np.linalg.eigvalsh(H).max() / 2

# %% wrong: largest entry | entry of the matrix|diagonal
def stability_limit(H):
    return 2 / H.max()

# %% wrong: largest diagonal entry | diagonal|entry of the matrix
def stability_limit(H):
    return 2 / np.diag(H).max()

# %% wrong: trace | trace
def stability_limit(H):
    return 2 / np.trace(H)

# %% wrong: determinant | determinant
def stability_limit(H):
    return 2 / np.linalg.det(H)

# %% wrong: Frobenius norm | norm of all entries
def stability_limit(H):
    return 2 / np.linalg.norm(H)

# %% wrong: all eigenvalues | single number
def stability_limit(H):
    return 2 / np.linalg.eigvalsh(H)

# %% wrong: hard-coded | expected 0\.5
def stability_limit(H):
    return 2 / 5.84

# %% wrong: best stepsize for both | best stepsize for both
def stability_limit(H):
    e = np.linalg.eigvalsh(H)
    return 2 / (e[0] + e[-1])

# %% wrong: eigenvectors mixed in | stopped|single number
def stability_limit(H):
    return 2 / np.linalg.eigh(H)[1].max(axis=0)

# %% wrong: mean curvature | mean of the curvatures
def stability_limit(H):
    return 2 / np.linalg.eigvalsh(H).mean()

# %% right: spectral norm
def stability_limit(H):
    return 2 / np.linalg.norm(H, 2)

# %% right: general eigenvalues
def stability_limit(H):
    return 2.0 / max(np.real(np.linalg.eigvals(H)))

# %% right: power iteration
def stability_limit(H):
    x = np.arange(1.0, len(H) + 1) + 0.1
    for _ in range(20000):
        x = H @ x
        x /= np.linalg.norm(x)
    return 2 / (x @ H @ x)
