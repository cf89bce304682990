# %% wrong: relu's half is missing | half is missing
forward_h = ["mean(r, relu(z[r])**2)", "mean(r, step(z[r]) * z[r]**2)", "mean(r, z[r]**2)", "n_j * v * q"]

# %% wrong: the half squared | half is squared
forward_h = ["mean(r, relu(z[r])**2)", "(1/2)**2 * mean(r, z[r]**2)", "n_j * v * q / 4"]

# %% wrong: variance of the signals in | variance of h.*second moment
forward_h = ["mean(r, relu(z[r])**2)", "mean(r, z[r]**2) / 2", "n_j * v * (q - mu**2) / 2"]

# %% wrong: variance of relu(z) | variance of relu\(z\)
forward_h = ["mean(r, relu(z[r])**2)", "mean(r, relu(z[r])**2) - mean(r, relu(z[r]))**2", "n_j * v * q / 2"]

# %% wrong: units out for units in | n_i stands where n_j
forward_h = ["mean(r, relu(z[r])**2)", "mean(r, z[r]**2) / 2", "n_i * v * q / 2"]

# %% wrong: mean squared | mean is squared
forward_h = ["mean(r, relu(z[r]))**2", "mean(r, step(z[r]) * z[r])**2", "n_j * v * q / 2"]

# %% wrong: standard deviation for variance | standard deviation √v
forward_h = ["mean(r, relu(z[r])**2)", "mean(r, z[r]**2) / 2", "sqrt(v) * n_j * q / 2"]

# %% wrong: not finished | still uses z
forward_h = ["mean(r, relu(z[r])**2)", "mean(r, step(z[r]) * z[r]**2)", "mean(r, z[r]**2) / 2"]

# %% wrong: the number of units written out | plain number stand where a size belongs
forward_h = ["mean(r, relu(z[r])**2)", "mean(r, step(z[r]) * z[r]**2)", "3 * v * q / 2"]

# %% right: with the weights written out
forward_h = [
    "mean(r, relu(sum(j, W[r, j] * h[j]))**2)",
    "mean(r, (z[r] > 0) * sum(j, k, W[r, j] * W[r, k] * h[j] * h[k]))",
    "0.5 * sum(j, v * h[j]**2)",
    "0.5 * v * n_j * q",
]

# %% right: by symmetry
forward_h = ["mean(r, max(z[r], 0)**2)", "(mean(r, relu(z[r])**2) + mean(r, relu(-z[r])**2)) / 2", "q*n_j*v/2"]
