# %% wrong: in place through a shallow copy | in place
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    W, b = dict(W), dict(b)
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], W, b)
        for l in W:
            W[l] -= eta * dW[l]
            b[l] -= eta * db[l]
    return W, b

# %% wrong: uphill | uphill
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], W, b)
        W = {l: W[l] + eta * dW[l] for l in W}
        b = {l: b[l] + eta * db[l] for l in b}
    return W, b

# %% wrong: eta forgotten | eta is missing
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], W, b)
        W = {l: W[l] - dW[l] for l in W}
        b = {l: b[l] - db[l] for l in b}
    return W, b

# %% wrong: biases stay | biases b have not moved
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], W, b)
        W = {l: W[l] - eta * dW[l] for l in W}
    return W, b

# %% wrong: all of X for each batch | All of X
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    for rows in batches:
        dW, db = gradient(X, y, W, b)
        W = {l: W[l] - eta * dW[l] for l in W}
        b = {l: b[l] - eta * db[l] for l in b}
    return W, b

# %% wrong: labels of other rows | other samples
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    for rows in batches:
        dW, db = gradient(X[rows], y[: len(rows)], W, b)
        W = {l: W[l] - eta * dW[l] for l in W}
        b = {l: b[l] - eta * db[l] for l in b}
    return W, b

# %% wrong: gradients all taken at the start | have not moved|where the one before
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    V, c = W, b
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], W, b)
        V = {l: V[l] - eta * dW[l] for l in W}
        c = {l: c[l] - eta * db[l] for l in b}
    return V, c

# %% wrong: each step from the start | Only the last step
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    V, c = W, b
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], V, c)
        V = {l: W[l] - eta * dW[l] for l in W}
        c = {l: b[l] - eta * db[l] for l in b}
    return V, c

# %% wrong: return inside the loop | inside the loop
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], W, b)
        W = {l: W[l] - eta * dW[l] for l in W}
        b = {l: b[l] - eta * db[l] for l in b}
        return W, b

# %% wrong: divided by the number of batches | number of batches
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], W, b)
        W = {l: W[l] - eta * dW[l] / len(batches) for l in W}
        b = {l: b[l] - eta * db[l] / len(batches) for l in b}
    return W, b

# %% wrong: W only | two things
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], W, b)
        W = {l: W[l] - eta * dW[l] for l in W}
        b = {l: b[l] - eta * db[l] for l in b}
    return W

# %% wrong: batches cut from the front, as if in order | other samples
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    for k, rows in enumerate(batches):
        part = slice(k * len(rows), (k + 1) * len(rows))
        dW, db = gradient(X[part], y[part], W, b)
        W = {l: W[l] - eta * dW[l] for l in W}
        b = {l: b[l] - eta * db[l] for l in b}
    return W, b

# %% right: copies, then in place
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    W = {l: V.copy() for l, V in W.items()}
    b = {l: v.copy() for l, v in b.items()}
    for rows in batches:
        dW, db = gradient(X[rows], y[rows], W, b)
        for l in W:
            W[l] -= eta * dW[l]
            b[l] -= eta * db[l]
    return W, b

# %% right: new dictionaries, take
def sgd_epoch(W, b, gradient, X, y, batches, eta):
    new = [W, b]
    for rows in batches:
        steps = gradient(X.take(rows, axis=0), y.take(rows), *new)
        new = [{l: v + (-eta) * d[l] for l, v in which.items()} for which, d in zip(new, steps)]
    return new
