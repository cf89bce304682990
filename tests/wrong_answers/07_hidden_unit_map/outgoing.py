# %% wrong: the incoming weights | incoming weights
def outgoing(W, l):
    return W[l]

# %% wrong: the incoming weights, transposed | leads into layer l
def outgoing(W, l):
    return W[l].T

# %% wrong: not transposed | as it stands
def outgoing(W, l):
    return W[l + 1]

# %% wrong: layer 1 built in | stopped with|has shape|expected
def outgoing(W, l):
    return W[2].T

# %% wrong: sign | sign is wrong
def outgoing(W, l):
    return -W[l + 1].T

# %% wrong: reshaped instead of transposed | expected
def outgoing(W, l):
    return W[l + 1].reshape(W[l + 1].shape[::-1])

# %% wrong: one unit too few | shape
def outgoing(W, l):
    return np.array([W[l + 1][:, k] for k in range(W[l + 1].shape[1] - 1)])

# %% right: column by column
def outgoing(W, l):
    return np.array([W[l + 1][:, k] for k in range(W[l + 1].shape[1])])

# %% right: swapaxes, float32
def outgoing(W, l):
    return np.swapaxes(W[l + 1], 0, 1).astype(np.float32)
