# %% wrong: indices | indices, expected the values
def mode_and_mean(w, s, P):
    return np.array(np.unravel_index(P.argmax(), P.shape)), np.array([P.sum(axis=1) @ w, P.sum(axis=0) @ s])

# %% wrong: modes of the marginals | own most probable
def mode_and_mean(w, s, P):
    return np.array([w[P.sum(axis=1).argmax()], s[P.sum(axis=0).argmax()]]), np.array([P.sum(axis=1) @ w, P.sum(axis=0) @ s])

# %% wrong: unweighted mean | weight them with P
def mode_and_mean(w, s, P):
    a, b = np.unravel_index(P.argmax(), P.shape)
    return np.array([w[a], s[b]]), np.array([w.mean(), s.mean()])

# %% wrong: order | order is w, s
def mode_and_mean(w, s, P):
    a, b = np.unravel_index(P.argmax(), P.shape)
    return np.array([s[b], w[a]]), np.array([P.sum(axis=0) @ s, P.sum(axis=1) @ w])

# %% wrong: averaged again | averaged again
def mode_and_mean(w, s, P):
    a, b = np.unravel_index(P.argmax(), P.shape)
    return np.array([w[a], s[b]]), np.array([np.mean(P * w[:, None]), np.mean(P * s)])

# %% wrong: mean over the other axis | one axis too many
def mode_and_mean(w, s, P):
    a, b = np.unravel_index(P.argmax(), P.shape)
    return np.array([w[a], s[b]]), np.array([P.mean(axis=1) @ w, P.mean(axis=0) @ s])

# %% wrong: mean and mode swapped | return mode, mean
def mode_and_mean(w, s, P):
    a, b = np.unravel_index(P.argmax(), P.shape)
    return np.array([P.sum(axis=1) @ w, P.sum(axis=0) @ s]), np.array([w[a], s[b]])

# %% wrong: the mode twice | That is the mode
def mode_and_mean(w, s, P):
    a, b = np.unravel_index(P.argmax(), P.shape)
    return np.array([w[a], s[b]]), np.array([w[a], s[b]])

# %% wrong: unravelled by hand with the wrong width | stopped with IndexError|expected
def mode_and_mean(w, s, P):
    a, b = divmod(P.argmax(), len(w))
    return np.array([w[a], s[b]]), np.array([P.sum(axis=1) @ w, P.sum(axis=0) @ s])

# %% wrong: axes of the sums swapped | stopped with ValueError
def mode_and_mean(w, s, P):
    a, b = np.unravel_index(P.argmax(), P.shape)
    return np.array([w[a], s[b]]), np.array([P.sum(axis=0) @ w, P.sum(axis=1) @ s])

# %% right: by loops, as tuples
def mode_and_mean(w, s, P):
    best, mode, mean = -1, None, [0.0, 0.0]
    for a in range(len(w)):
        for b in range(len(s)):
            if P[a, b] > best:
                best, mode = P[a, b], (w[a], s[b])
            mean[0] += P[a, b] * w[a]
            mean[1] += P[a, b] * s[b]
    return mode, mean

# %% right: einsum, float32
def mode_and_mean(w, s, P):
    a, b = divmod(int(P.argmax()), P.shape[1])
    mean = np.einsum("ab,abk->k", P, np.stack(np.meshgrid(w, s, indexing="ij"), axis=-1))
    return np.array([w[a], s[b]], np.float32), mean.astype(np.float32)
