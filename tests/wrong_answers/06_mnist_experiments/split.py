# %% wrong: three independent draws | three independent draws overlap
def split(N, n_train, n_valid, n_test, rng):
    return tuple(rng.choice(N, n, replace=False) for n in (n_train, n_valid, n_test))

# %% wrong: not shuffled | shuffle before you cut
def split(N, n_train, n_valid, n_test, rng):
    i = np.arange(N)
    return i[:n_train], i[n_train : n_train + n_valid], i[n_train + n_valid : n_train + n_valid + n_test]

# %% wrong: drawn with replacement | without replacement
def split(N, n_train, n_valid, n_test, rng):
    i = rng.integers(N, size=n_train + n_valid + n_test)
    return i[:n_train], i[n_train : n_train + n_valid], i[n_train + n_valid :]

# %% wrong: off by one, slices that share an image | share one image|one off
def split(N, n_train, n_valid, n_test, rng):
    i = rng.permutation(N)
    a, b = n_train, n_train + n_valid
    return i[:a], i[a - 1 : b - 1], i[b : b + n_test]

# %% wrong: off by one in length | one off
def split(N, n_train, n_valid, n_test, rng):
    i = rng.permutation(N)
    a, b = n_train, n_train + n_valid
    return i[: a - 1], i[a:b], i[b : b + n_test]

# %% wrong: a seed of its own | different seeds gave the same split
def split(N, n_train, n_valid, n_test, rng):
    i = np.random.default_rng(0).permutation(N)
    a, b = n_train, n_train + n_valid
    return i[:a], i[a:b], i[b : b + n_test]

# %% wrong: the global generator | same seed gave two different splits
def split(N, n_train, n_valid, n_test, rng):
    i = np.random.permutation(N)
    a, b = n_train, n_train + n_valid
    return i[:a], i[a:b], i[b : b + n_test]

# %% wrong: all that is left goes to test | all N images are handed out
def split(N, n_train, n_valid, n_test, rng):
    i = rng.permutation(N)
    return i[:n_train], i[n_train : n_train + n_valid], i[n_train + n_valid :]

# %% wrong: masks instead of indices | mask
def split(N, n_train, n_valid, n_test, rng):
    i = rng.permutation(N)
    a, b = n_train, n_train + n_valid
    return i < a, (i >= a) & (i < b), (i >= b) & (i < b + n_test)

# %% wrong: shuffled within the parts only | shuffle before you cut
def split(N, n_train, n_valid, n_test, rng):
    a, b = n_train, n_train + n_valid
    return rng.permutation(a), a + rng.permutation(n_valid), b + rng.permutation(n_test)

# %% right: shuffled in place, slices
def split(N, n_train, n_valid, n_test, rng):
    i = np.arange(N)
    rng.shuffle(i)
    a, b = n_train, n_train + n_valid
    return i[:a], i[a:b], i[b : b + n_test]

# %% right: one draw, then what is left, sorted
def split(N, n_train, n_valid, n_test, rng):
    train = rng.choice(N, n_train, replace=False)
    left = np.setdiff1d(np.arange(N), train)
    valid = rng.choice(left, n_valid, replace=False)
    left = np.setdiff1d(left, valid)
    return [np.sort(train), np.sort(valid), np.sort(rng.choice(left, n_test, replace=False))]
