# %% wrong: variance used as standard deviation | variance was used as the standard deviation
def initialize(n_i, n_j, activation, rng):
    return rng.normal(0, (4 if activation == "relu" else 2) / (n_i + n_j), (n_i, n_j))

# %% wrong: forward only | forward alone
def initialize(n_i, n_j, activation, rng):
    return rng.normal(0, np.sqrt((2 if activation == "relu" else 1) / n_j), (n_i, n_j))

# %% wrong: backward only | back alone
def initialize(n_i, n_j, activation, rng):
    return rng.normal(0, np.sqrt((2 if activation == "relu" else 1) / n_i), (n_i, n_j))

# %% wrong: transposed | transposed
def initialize(n_i, n_j, activation, rng):
    return rng.normal(0, np.sqrt((4 if activation == "relu" else 2) / (n_i + n_j)), (n_j, n_i))

# %% wrong: relu's variance for tanh too | twice that for tanh
def initialize(n_i, n_j, activation, rng):
    return rng.normal(0, np.sqrt(4 / (n_i + n_j)), (n_i, n_j))

# %% wrong: Glorot's for relu too | relu's 2 is missing
def initialize(n_i, n_j, activation, rng):
    return rng.normal(0, np.sqrt(2 / (n_i + n_j)), (n_i, n_j))

# %% wrong: hidden global generator | hidden generator
def initialize(n_i, n_j, activation, rng):
    return np.random.normal(0, np.sqrt((4 if activation == "relu" else 2) / (n_i + n_j)), (n_i, n_j))

# %% wrong: a seed of its own | whatever rng is
def initialize(n_i, n_j, activation, rng):
    rng = np.random.default_rng(0)
    return rng.normal(0, np.sqrt((4 if activation == "relu" else 2) / (n_i + n_j)), (n_i, n_j))

# %% wrong: uniform from 0 | mean of the .* expected 0
def initialize(n_i, n_j, activation, rng):
    return rng.random((n_i, n_j)) * np.sqrt((4 if activation == "relu" else 2) / (n_i + n_j))

# %% wrong: one draw for each unit | all the same
def initialize(n_i, n_j, activation, rng):
    return np.ones((n_i, 1)) * rng.normal(0, np.sqrt((4 if activation == "relu" else 2) / (n_i + n_j)), n_j)

# %% wrong: no scale | no scale
def initialize(n_i, n_j, activation, rng):
    return rng.normal(size=(n_i, n_j))

# %% right: standard normal times a factor, float32
def initialize(n_i, n_j, activation, rng):
    gain = {"relu": 4, "tanh": 2}[activation]
    return rng.standard_normal((n_i, n_j), dtype=np.float32) * np.float32(gain / (n_i + n_j)) ** 0.5

# %% right: one by one
def initialize(n_i, n_j, activation, rng):
    sd = (2 / (n_i + n_j)) ** 0.5 * (2**0.5 if activation == "relu" else 1)
    W = np.empty((n_i, n_j))
    for i in range(n_i):
        for j in range(n_j):
            W[i, j] = rng.normal() * sd
    return W
