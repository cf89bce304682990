# %% wrong: variance for second moment | variance of h.*second moment
forward_z = ["mean(r, z[r]**2)", "mean(r, sum(j, W[r, j] * h[j])**2)", "sum(j, v * h[j]**2)", "n_j * v * (q - mu**2)"]

# %% wrong: the sum over the units is lost | sum over the n_j units is lost
forward_z = ["mean(r, z[r]**2)", "mean(r, sum(j, W[r, j] * h[j])**2)", "sum(j, v * h[j]**2)", "v * q"]

# %% wrong: units out for units in | n_i stands where n_j
forward_z = ["mean(r, z[r]**2)", "mean(r, sum(j, W[r, j] * h[j])**2)", "sum(j, v * h[j]**2)", "n_i * v * q"]

# %% wrong: standard deviation for variance | standard deviation √v
forward_z = ["mean(r, z[r]**2)", "sum(j, mean(r, W[r, j]**2) * h[j]**2)", "sum(j, sqrt(v) * h[j]**2)", "n_j * sqrt(v) * q"]

# %% wrong: cross terms kept | line 3 .*cross terms
forward_z = ["mean(r, z[r]**2)", "mean(r, sum(j, W[r, j] * h[j])**2)", "v * sum(j, h[j])**2", "v * (n_j * mu)**2"]

# %% wrong: relu's half too early | half does not belong here
forward_z = ["mean(r, z[r]**2)", "sum(j, mean(r, W[r, j]**2) * h[j]**2)", "v * sum(j, h[j]**2)", "n_j * v * q / 2"]

# %% wrong: the square goes inside the mean | square has gone inside
forward_z = ["mean(r, z[r]**2)", "mean(r, z[r])**2", "sum(j, mean(r, W[r, j]) * h[j])**2", "0"]

# %% wrong: stops too early | still uses
forward_z = ["mean(r, z[r]**2)", "mean(r, sum(j, W[r, j] * h[j])**2)", "sum(j, v * h[j]**2)", "v * sum(j, h[j]**2)"]

# %% wrong: only the result | at least 4
forward_z = ["n_j * v * q"]

# %% wrong: an index is left over | still depends on j
forward_z = ["mean(r, z[r]**2)", "mean(r, (W[r, j] * h[j])**2)", "v * sum(j, h[j]**2)", "n_j * v * q"]

# %% wrong: an undeclared symbol | not declared
forward_z = ["mean(r, z[r]**2)", "mean(r, sum(j, W[r, j] * h[j])**2)", "v * sum(j, h[j]**2)", "n_j * sigma**2 * q"]

# %% wrong: the number of units written out | plain number stand where a size belongs
forward_z = [
    "mean(r, z[r]**2)",
    "mean(r, sum(j, W[r, j] * h[j])**2)",
    "sum(j, v * h[j]**2)",
    "5 * v * q",
]

# %% right: the double sum avoided
forward_z = [
    "mean(r, sum(j, W[r, j] * h[j])**2)",
    "sum(j, h[j]**2 * mean(r, W[r, j]**2))",
    "sum(j, h[j]**2) * v",
    "q * n_j * v",
]

# %% right: with Kronecker's delta and other spellings
forward_z = [
    "mean(r, z[r]²)",
    "mean(r, sum(j, k, W[r, j] · W[r, k] · h[j] · h[k]))",
    "sum(j, k, v * delta(j, k) * h[j] * h[k])",
    "v * n_j * mean(j, h[j]**2)",
    "v * (q - mu**2) * n_j + v * mu**2 * n_j - 0 * q",
    "v * n_j * q",
]
