# %% wrong: noise lost | noise is lost
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "mean(r, (sum(i, w[i] * x[i]) - y + sum(i, w[i] * e[r, i]))**2)",
    "(sum(i, w[i] * x[i]) - y + sum(i, w[i] * mean(r, e[r, i])))**2",
    "(sum(i, w[i] * x[i]) - y)**2",
]

# %% wrong: standard deviation for variance | standard deviation s stands
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "mean(r, (sum(i, w[i] * x[i]) - y + sum(i, w[i] * e[r, i]))**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + mean(r, sum(i, w[i] * e[r, i])**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + s * sum(i, w[i]**2)",
]

# %% wrong: cross terms kept | cross terms
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "mean(r, (sum(i, w[i] * x[i]) - y + sum(i, w[i] * e[r, i]))**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + s**2 * sum(i, w[i])**2",
    "(sum(i, w[i] * x[i]) - y)**2 + s**2 * sum(i, w[i]**2)",
]

# %% wrong: weights lost | squares of the weights are missing
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + mean(r, sum(i, w[i] * e[r, i])**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + mean(r, sum(i, e[r, i]**2))",
    "(sum(i, w[i] * x[i]) - y)**2 + D * s**2",
]

# %% wrong: subtracted | subtracted
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "mean(r, (sum(i, w[i] * x[i]) - y + sum(i, w[i] * e[r, i]))**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + mean(r, sum(i, w[i] * e[r, i])**2)",
    "(sum(i, w[i] * x[i]) - y)**2 - s**2 * sum(i, w[i]**2)",
]

# %% wrong: factor D | factor D
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "mean(r, (sum(i, w[i] * x[i]) - y + sum(i, w[i] * e[r, i]))**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + mean(r, sum(i, w[i] * e[r, i])**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + D * s**2 * sum(i, w[i]**2)",
]

# %% wrong: a factor of 2 | factor of 2 too many
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "mean(r, (sum(i, w[i] * x[i]) - y + sum(i, w[i] * e[r, i]))**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + mean(r, sum(i, w[i] * e[r, i])**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + 2 * s**2 * sum(i, w[i]**2)",
]

# %% wrong: stops while noise is left | still uses e
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "mean(r, (sum(i, w[i] * x[i]) - y + sum(i, w[i] * e[r, i]))**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + mean(r, sum(i, w[i] * e[r, i])**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + sum(i, w[i]**2 * mean(r, e[r, i]**2))",
]

# %% wrong: indices in the wrong order | stands where
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[i, r])) - y)**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + mean(r, sum(i, w[i] * e[i, r])**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + sum(i, w[i]**2 * s**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + s**2 * sum(i, w[i]**2)",
]

# %% wrong: the number of inputs written out | plain number stand where a size belongs
noise = [
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "mean(r, (sum(i, w[i] * x[i]) - y + sum(i, w[i] * e[r, i]))**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + 4 * mean(i, w[i]**2) * s**2",
    "(sum(i, w[i] * x[i]) - y)**2 + s**2 * sum(i, w[i]**2)",
]

# %% right: multiplied out
noise = [
    "mean(r, sum(i, w[i] * (x[i] + e[r, i]))**2) - 2 * y * sum(i, w[i] * x[i]) + y**2",
    "sum(i, k, w[i] * w[k] * mean(r, (x[i] + e[r, i]) * (x[k] + e[r, k]))) - 2 * y * sum(i, w[i] * x[i]) + y**2",
    "sum(i, k, w[i] * w[k] * (x[i] * x[k] + s**2 * delta(i, k))) - 2 * y * sum(i, w[i] * x[i]) + y**2",
    "sum(i, w[i] * x[i])**2 + sum(i, s**2 * w[i]**2) - 2 * y * sum(i, w[i] * x[i]) + y**2",
]

# %% right: with matrices at the end
noise = (
    "mean(r, (sum(i, w[i] * (x[i] + e[r, i])) - y)**2)",
    "mean(r, (sum(i, w[i] * x[i]) + sum(i, w[i] * e[r, i]) - y)**2)",
    "(sum(i, w[i] * x[i]) - y)**2 + mean(r, sum(i, w[i] * e[r, i])**2)",
    "(w @ x - y)**2 + s**2 * w @ w",
)
