# %% wrong: factor for relu is missing | factor for relu is missing
def orthogonal_weights(n_i, n_j, rng):
    Q, R = np.linalg.qr(rng.normal(size=(max(n_i, n_j), min(n_i, n_j))))
    return Q if n_i >= n_j else Q.T

# %% wrong: 2 instead of its root | √2, not 2
def orthogonal_weights(n_i, n_j, rng):
    Q, R = np.linalg.qr(rng.normal(size=(max(n_i, n_j), min(n_i, n_j))))
    return 2 * (Q if n_i >= n_j else Q.T)

# %% wrong: transposed | transposed
def orthogonal_weights(n_i, n_j, rng):
    Q, R = np.linalg.qr(rng.normal(size=(max(n_i, n_j), min(n_i, n_j))))
    return np.sqrt(2) * (Q.T if n_i > n_j else Q)

# %% wrong: only rows of length one | right angles
def orthogonal_weights(n_i, n_j, rng):
    W = rng.normal(size=(n_i, n_j))
    return np.sqrt(2) * W / np.linalg.norm(W, axis=1, keepdims=True)

# %% wrong: Gaussian | right angles
def orthogonal_weights(n_i, n_j, rng):
    return rng.normal(0, np.sqrt(2 / n_j), (n_i, n_j))

# %% wrong: R instead of Q | right angles
def orthogonal_weights(n_i, n_j, rng):
    R, Q = np.linalg.qr(rng.normal(size=(n_i, n_j)), mode="complete")
    return np.sqrt(2) * Q

# %% wrong: qr without swapping for wide matrices | shape
def orthogonal_weights(n_i, n_j, rng):
    Q, R = np.linalg.qr(rng.normal(size=(n_i, n_j)))
    return np.sqrt(2) * Q

# %% wrong: the identity | whatever rng is
def orthogonal_weights(n_i, n_j, rng):
    return np.sqrt(2) * np.eye(n_i, n_j)

# %% wrong: a permutation | single weight
def orthogonal_weights(n_i, n_j, rng):
    n = max(n_i, n_j)
    return np.sqrt(2) * (np.eye(n)[rng.permutation(n)] * rng.normal(size=n).round(12).clip(1, 1))[:n_i, :n_j]

# %% wrong: hidden global generator | hidden generator
def orthogonal_weights(n_i, n_j, rng):
    Q, R = np.linalg.qr(np.random.normal(size=(max(n_i, n_j), min(n_i, n_j))))
    return np.sqrt(2) * (Q if n_i >= n_j else Q.T)

# %% wrong: divided by the root of n | factor √n
def orthogonal_weights(n_i, n_j, rng):
    Q, R = np.linalg.qr(rng.normal(size=(max(n_i, n_j), min(n_i, n_j))))
    return np.sqrt(2 / max(n_i, n_j)) * (Q if n_i >= n_j else Q.T)

# %% right: by singular vectors
def orthogonal_weights(n_i, n_j, rng):
    U, s, V = np.linalg.svd(rng.normal(size=(n_i, n_j)), full_matrices=False)
    return np.sqrt(2) * U @ V

# %% right: Gram and Schmidt, float32
def orthogonal_weights(n_i, n_j, rng):
    A = rng.normal(size=(n_i, n_j)) if n_i <= n_j else rng.normal(size=(n_j, n_i))
    for _ in range(2):
        for i in range(len(A)):
            for k in range(i):
                A[i] -= (A[i] @ A[k]) * A[k]
            A[i] /= np.linalg.norm(A[i])
    return (2**0.5 * (A if n_i <= n_j else A.T)).astype(np.float32)
