# %% wrong: no shuffling | old order
def minibatches(N, batch_size, rng):
    order = np.arange(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]

# %% wrong: with replacement | without replacement
def minibatches(N, batch_size, rng):
    order = rng.integers(0, N, size=N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]

# %% wrong: each batch drawn for itself | without replacement
def minibatches(N, batch_size, rng):
    sizes = [batch_size] * (N // batch_size) + ([N % batch_size] if N % batch_size else [])
    return [rng.choice(N, size, replace=False) for size in sizes]

# %% wrong: drops the last batch | last, shorter batch is missing
def minibatches(N, batch_size, rng):
    order = rng.permutation(N)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(N // batch_size)]

# %% wrong: an empty batch at the end | empty batch
def minibatches(N, batch_size, rng):
    order = rng.permutation(N)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(N // batch_size + 1)]

# %% wrong: batch_size taken for the number of batches | lengths
def minibatches(N, batch_size, rng):
    return np.array_split(rng.permutation(N), batch_size)

# %% wrong: numbers from 1 | run from 0
def minibatches(N, batch_size, rng):
    order = rng.permutation(N) + 1
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]

# %% wrong: a generator of its own | that is passed in
def minibatches(N, batch_size, rng):
    order = np.random.default_rng(0).permutation(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]

# %% wrong: np.random | that is passed in
def minibatches(N, batch_size, rng):
    order = np.random.permutation(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]

# %% wrong: a generator function | generator
def minibatches(N, batch_size, rng):
    order = rng.permutation(N)
    for start in range(0, N, batch_size):
        yield order[start : start + batch_size]

# %% wrong: overlapping batches | comes twice
def minibatches(N, batch_size, rng):
    order = rng.permutation(N)
    return [order[start : start + batch_size + 1] for start in range(0, N, batch_size)]

# %% wrong: only the batches are shuffled | within them
def minibatches(N, batch_size, rng):
    order = np.arange(N)
    batches = [order[start : start + batch_size] for start in range(0, N, batch_size)]
    if len(batches[-1]) < batch_size:
        last = batches.pop()
        rng.shuffle(batches)
        return [*batches, last]
    rng.shuffle(batches)
    return batches

# %% wrong: one long array | expected a list
def minibatches(N, batch_size, rng):
    return rng.permutation(N)

# %% right: shuffle in place, lists
def minibatches(N, batch_size, rng):
    order = np.arange(N)
    rng.shuffle(order)
    batches = []
    while len(order):
        batches.append(order[:batch_size])
        order = order[batch_size:]
    return batches

# %% right: by sorting random numbers
def minibatches(N, batch_size, rng):
    return np.split(np.argsort(rng.random(N)), range(batch_size, N, batch_size))

# %% right: choice without replacement, as lists
def minibatches(N, batch_size, rng):
    order = [int(n) for n in rng.choice(N, size=N, replace=False)]
    return [order[k : k + batch_size] for k in range(0, N, batch_size)]
