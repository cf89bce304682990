# %% wrong: standard deviations | standard deviation, expected the variance
variances = {"forward": "sqrt(2 / n_j)", "backward": "sqrt(2 / n_i)", "balanced": "sqrt(4 / (n_i + n_j))"}

# %% wrong: units swapped | changed places
variances = {"forward": "2 / n_i", "backward": "2 / n_j", "balanced": "4 / (n_i + n_j)"}

# %% wrong: relu's half forgotten | relu's 2 is missing
variances = {"forward": "1 / n_j", "backward": "1 / n_i", "balanced": "2 / (n_i + n_j)"}

# %% wrong: inverted | inverted
variances = {"forward": "n_j / 2", "backward": "n_i / 2", "balanced": "(n_i + n_j) / 4"}

# %% wrong: mean of the variances | mean of the two variances
variances = {"forward": "2 / n_j", "backward": "2 / n_i", "balanced": "1 / n_i + 1 / n_j"}

# %% wrong: geometric mean | geometric mean
variances = {"forward": "2 / n_j", "backward": "2 / n_i", "balanced": "2 / sqrt(n_i * n_j)"}

# %% wrong: Glorot's balance without relu | relu's 2 is missing
variances = {"forward": "2 / n_j", "backward": "2 / n_i", "balanced": "2 / (n_i + n_j)"}

# %% wrong: a key is missing | dictionary with the keys
variances = {"forward": "2 / n_j", "backward": "2 / n_i"}

# %% right: other algebraic forms
variances = {"forward": "(n_j / 2)**-1", "backward": "1 / n_i + 1 / n_i", "balanced": "1 / ((n_i / 2 + n_j / 2) / 2)"}

# %% right: as SymPy expressions, in another order
import sympy
n_i, n_j = sympy.symbols("n_i n_j")
variances = {"balanced": 4 / (n_i + n_j), "backward": 2 / n_i, "forward": 2 / n_j}
