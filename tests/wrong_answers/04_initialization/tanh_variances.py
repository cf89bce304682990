# %% wrong: relu's | no half
tanh_variances = {"forward": "2 / n_j", "backward": "2 / n_i", "balanced": "4 / (n_i + n_j)"}

# %% wrong: standard deviations | standard deviation, expected the variance
tanh_variances = {"forward": "1 / sqrt(n_j)", "backward": "1 / sqrt(n_i)", "balanced": "sqrt(2 / (n_i + n_j))"}

# %% wrong: units swapped | changed places
tanh_variances = {"forward": "1 / n_i", "backward": "1 / n_j", "balanced": "2 / (n_i + n_j)"}

# %% wrong: half too small | half of what is expected
tanh_variances = {"forward": "1 / n_j", "backward": "1 / n_i", "balanced": "1 / (n_i + n_j)"}

# %% wrong: mean of the variances | mean of the two variances
tanh_variances = {"forward": "1 / n_j", "backward": "1 / n_i", "balanced": "(1 / n_i + 1 / n_j) / 2"}

# %% wrong: backward like forward | changed places
tanh_variances = {"forward": "1 / n_j", "backward": "1 / n_j", "balanced": "2 / (n_i + n_j)"}

# %% wrong: inverted | inverted
tanh_variances = {"forward": "n_j", "backward": "n_i", "balanced": "(n_i + n_j) / 2"}

# %% wrong: no formula | equals sign
tanh_variances = {"forward": "v = 1 / n_j", "backward": "v = 1 / n_i", "balanced": "v = 2 / (n_i + n_j)"}

# %% right: other algebraic forms
tanh_variances = {"forward": "n_j**(-1)", "backward": "0.5 * 2 / n_i", "balanced": "1 / (n_i / 2 + n_j / 2)"}

# %% right: harmonic mean
tanh_variances = {"forward": "1 / n_j", "backward": "1 / n_i", "balanced": "(1 / n_i) * (1 / n_j) / ((1 / n_i + 1 / n_j) / 2)"}
