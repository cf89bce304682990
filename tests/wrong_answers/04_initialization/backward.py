# %% wrong: units in for units out | n_j stands where n_i
backward = [
    "mean(r, (on[r] * sum(i, W[r, i] * delta[i]))**2)",
    "mean(r, on[r]) * mean(r, sum(i, W[r, i] * delta[i])**2)",
    "1/2 * sum(i, v * delta[i]**2)",
    "1/2 * n_j * v * g",
]

# %% wrong: relu's half is missing | half is missing
backward = [
    "mean(r, (on[r] * sum(i, W[r, i] * delta[i]))**2)",
    "mean(r, on[r] * sum(i, W[r, i] * delta[i])**2)",
    "sum(i, v * delta[i]**2)",
    "n_i * v * g",
]

# %% wrong: the half squared | half is squared
backward = [
    "mean(r, (on[r] * sum(i, W[r, i] * delta[i]))**2)",
    "mean(r, on[r])**2 * mean(r, sum(i, W[r, i] * delta[i])**2)",
    "1/4 * sum(i, v * delta[i]**2)",
    "n_i * v * g / 4",
]

# %% wrong: the sum over the units is lost | sum over the n_i units is lost
backward = [
    "mean(r, (on[r] * sum(i, W[r, i] * delta[i]))**2)",
    "mean(r, on[r] * sum(i, W[r, i] * delta[i])**2)",
    "1/2 * v * sum(i, delta[i]**2)",
    "1/2 * v * g",
]

# %% wrong: standard deviation for variance | standard deviation √v
backward = [
    "mean(r, (on[r] * sum(i, W[r, i] * delta[i]))**2)",
    "mean(r, on[r]) * sum(i, mean(r, W[r, i]**2) * delta[i]**2)",
    "1/2 * sqrt(v) * sum(i, delta[i]**2)",
    "1/2 * sqrt(v) * n_i * g",
]

# %% wrong: cross terms kept | cross terms
backward = [
    "mean(r, (on[r] * sum(i, W[r, i] * delta[i]))**2)",
    "mean(r, on[r]) * mean(r, sum(i, W[r, i] * delta[i])**2)",
    "1/2 * v * sum(i, delta[i])**2",
    "1/2 * n_i * v * g",
]

# %% wrong: transposed weights | W\[i, r\].*stands where
backward = [
    "mean(r, (on[r] * sum(i, W[i, r] * delta[i]))**2)",
    "mean(r, on[r]) * mean(r, sum(i, W[i, r] * delta[i])**2)",
    "1/2 * v * sum(i, delta[i]**2)",
    "1/2 * n_i * v * g",
]

# %% wrong: not a list | expected a list of lines
backward = "1/2 * n_i * v * g"

# %% wrong: the number of units written out | plain number stand where a size belongs
backward = [
    "mean(r, (on[r] * sum(i, W[r, i] * delta[i]))**2)",
    "mean(r, on[r] * sum(i, W[r, i] * delta[i])**2)",
    "sum(i, v * delta[i]**2) / 2",
    "4 * v * g / 2",
]

# %% right: in another order
backward = [
    "mean(r, on[r] * sum(i, W[r, i] * delta[i])**2)",
    "mean(r, on[r]) * mean(r, sum(i, W[r, i] * delta[i])**2)",
    "mean(r, on[r]) * sum(i, mean(r, W[r, i]**2) * delta[i]**2)",
    "v * n_i * mean(i, delta[i]**2) / 2",
    "0.5 * g * v * n_i",
]

# %% right: with Kronecker's delta
backward = (
    "mean(r, sum(i, k, on[r]**2 * W[r, i] * W[r, k] * delta[i] * delta[k]))",
    "sum(i, k, mean(r, on[r]) * v * delta(i, k) * delta[i] * delta[k])",
    "sum(i, v / 2 * delta[i]**2)",
    "n_i * g * v / 2",
)
