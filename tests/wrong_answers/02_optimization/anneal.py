# %% wrong: linear from the start | falls from the start
def anneal(k, K, eta):
    return eta * (1 - k / K)

# %% wrong: constant | never falls
def anneal(k, K, eta):
    return eta

# %% wrong: zero at once | drops to 0 at once
def anneal(k, K, eta):
    return eta if k <= K / 2 else 0.0

# %% wrong: above eta at first | begins above eta
def anneal(k, K, eta):
    return eta * 2 * (1 - k / K)

# %% wrong: eta missing | eta is missing
def anneal(k, K, eta):
    return min(1.0, 2 * (1 - k / K))

# %% wrong: off by one forwards | off by one
def anneal(k, K, eta):
    return eta * max(0.0, min(1.0, 2 * (1 - (k + 1) / K)))

# %% wrong: off by one backwards | off by one
def anneal(k, K, eta):
    return eta * min(1.0, 2 * (1 - (k - 1) / K))

# %% wrong: half at once | drops to half
def anneal(k, K, eta):
    return eta if k <= K / 2 else eta * (1 - k / K)

# %% wrong: whole-number middle | odd K
def anneal(k, K, eta):
    middle = K // 2
    return eta if k <= middle else eta * (K - k) / (K - middle)

# %% wrong: cosine | cosine
def anneal(k, K, eta):
    return eta if k <= K / 2 else eta * (1 + np.cos(np.pi * (2 * k / K - 1))) / 2

# %% wrong: integer division | Whole-number division
def anneal(k, K, eta):
    return eta * min(1.0, 2 * (1 - k // K))

# %% wrong: zero one step late | one step late
def anneal(k, K, eta):
    return eta if k <= K / 2 else eta * (K + 1 - k) / (K + 1 - K / 2)

# %% wrong: nothing in the second half | returned None
def anneal(k, K, eta):
    if k <= K / 2:
        return eta

# %% right: two cases
def anneal(k, K, eta):
    if 2 * k <= K:
        return eta
    return 2 * eta * (K - k) / K

# %% right: np.interp
def anneal(k, K, eta):
    return np.interp(k, [0, K / 2, K], [eta, eta, 0.0])

# %% right: np.clip, as an array of no axes
def anneal(k, K, eta):
    return np.clip(np.asarray(2 * eta - 2 * eta * k / K), 0, eta)
