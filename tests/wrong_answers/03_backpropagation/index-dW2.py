# %% wrong: slope of relu forgotten | slope of relu in layer 2
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, (p[i] - t[i]) * W3[i, j]) * h1[k]"]

# %% wrong: sum over i forgotten | sum over i missing
dC_dW2 = ["dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k]", "sum(i, (p[i] - t[i]) * W3[i, j]) * (h2[j] > 0) * h1[k]"]

# %% wrong: W3 transposed | j stands where
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, (p[i] - t[i]) * W3[j, i]) * (h2[j] > 0) * h1[k]"]

# %% wrong: signal in place of slope | 1 or 0
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, (p[i] - t[i]) * W3[i, j]) * h2[j] * h1[k]"]

# %% wrong: sign | sign is wrong
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, (t[i] - p[i]) * W3[i, j]) * (h2[j] > 0) * h1[k]"]

# %% wrong: softmax slip | couples the outputs
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, -t[i] * (1 - p[i]) * W3[i, j]) * (h2[j] > 0) * h1[k]"]

# %% wrong: signal of the wrong layer | k stands where j belongs
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, (p[i] - t[i]) * W3[i, j]) * (h2[j] > 0) * h2[k]"]

# %% wrong: last factor forgotten | last factor is missing
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, (p[i] - t[i]) * W3[i, j]) * (h2[j] > 0)"]

# %% wrong: z1 for h1 | h1, after relu
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, (p[i] - t[i]) * W3[i, j]) * (h2[j] > 0) * z1[k]"]

# %% wrong: names without indices | without its indices
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, (p - t) * W3[i, j]) * (h2[j] > 0) * h1[k]"]

# %% wrong: stops early | still uses dC_dz3
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, dC_dz3[i] * W3[i, j]) * (h2[j] > 0) * h1[k]"]

# %% wrong: relu's slope with a prime | prime cannot be read
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, (p[i] - t[i]) * W3[i, j]) * relu'(z2[j]) * h1[k]"]

# %% wrong: one sum too many | same for every j
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "sum(i, j, (p[i] - t[i]) * W3[i, j] * (z2[j] > 0) * h1[k])"]

# %% right: step function, factors in another order
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "h1[k] * step(z2[j]) * sum(i, W3[i, j] * (p[i] - t[i]))"]

# %% right: all inside the sum, m for i
dC_dW2 = ["dC_dh2[j] * dh2_dW2[j, k]", "dC_dz2[j] * h1[k]", "sum(m, (p[m] - t[m]) * W3[m, j] * h1[k] * (h2[j] > 0))"]

# %% right: two sums, no bracket
dC_dW2 = ["sum(i, dC_dz3[i] * dz3_dh2[i, j] * dh2_dW2[j, k])", "(sum(i, p[i] * W3[i, j]) - sum(i, t[i] * W3[i, j])) * (z2[j] >= 0) * h1[k]"]
