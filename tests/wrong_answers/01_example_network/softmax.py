# %% wrong: overflows | overflow
def softmax(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)

# %% wrong: one maximum for the whole batch | each row for itself
def softmax(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)

# %% wrong: down the columns | axis=0
def softmax(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)

# %% wrong: over all entries | All entries together
def softmax(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()

# %% wrong: keepdims forgotten | keepdims|broadcast
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)

# %% wrong: not normalized | not normalized
def softmax(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))

# %% wrong: not normalized, not shifted | not normalized
def softmax(Z):
    return np.exp(Z)

# %% wrong: sigmoid | sigmoid
def softmax(Z):
    return 1 / (1 + np.exp(-Z))

# %% wrong: shifts its argument in place | in place
def softmax(Z):
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)

# %% wrong: log-softmax | logarithm of the softmax
def softmax(Z):
    Z = Z - Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))

# %% wrong: transposed | transposed
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return (E / E.sum(axis=1, keepdims=True)).T

# %% wrong: no exponentials | their exponentials
def softmax(Z):
    return Z / Z.sum(axis=1, keepdims=True)

# %% wrong: argmax as one-hot | look|expected
def softmax(Z):
    return np.eye(Z.shape[1])[Z.argmax(axis=1)]

# %% wrong: clips the logits to avoid overflow | expected
def softmax(Z):
    E = np.exp(np.clip(Z, -700, 700))
    return E / E.sum(axis=1, keepdims=True)

# %% wrong: hides NaN as zero | expected
def softmax(Z):
    E = np.exp(Z)
    return np.nan_to_num(E / E.sum(axis=1, keepdims=True))

# %% right: loop over rows
def softmax(Z):
    rows = []
    for z in Z:
        e = np.exp(z - np.max(z))
        rows.append(e / e.sum())
    return np.array(rows)

# %% right: through logarithms
def softmax(Z):
    shifted = Z - Z.max(axis=1)[:, None]
    return np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=1))[:, None])

# %% right: float32
def softmax(Z):
    E = np.exp((Z - Z.max(axis=1, keepdims=True)).astype(np.float32))
    return E / E.sum(axis=1, keepdims=True)

# %% right: pairwise differences
def softmax(Z):
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)
