# %% wrong: the slide's formula with p after the softmax | couples the outputs
dC_dz3 = ["dC_dp[i] * dp_dz3[i, i]", "p[i] - t[i]"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: diagonal of softmax worked out | couples the outputs
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "-t[i] * (1 - p[i])"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: sign | sign is wrong
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "t[i] - p[i]"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: label forgotten | label is missing
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "p[i]"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: stops at p | stops at p
dC_dz3 = ["-t[i] / p[i]", "p[i] - t[i]"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: sum missing, m left over | sum over m missing
dC_dz3 = ["dC_dp[m] * dp_dz3[m, i]", "p[i] - t[i]"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: sign within softmax's derivative | has a minus
dC_dz3 = ["sum(m, -t[m] / p[m] * p[m] * (delta(m, i) + p[i]))", "p[i] - t[i]"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: z2 for h2 | h2, after relu
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "p[i] - t[i]"]
dC_dW3 = ["dC_dz3[i] * z2[j]", "(p[i] - t[i]) * z2[j]"]

# %% wrong: softmax slip in W3 | couples the outputs
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "p[i] - t[i]"]
dC_dW3 = ["dC_dp[i] * dp_dz3[i, i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: wrong index | j stands where
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "p[i] - t[i]"]
dC_dW3 = ["dC_dz3[j] * h2[i]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: not worked out | still uses dC_dp
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "sum(m, dC_dp[m] * p[m] * (delta(m, i) - p[i]))"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: delta as if it were an array | round brackets
dC_dz3 = ["sum(m, -t[m] * (delta[m, i] - p[i]))", "p[i] - t[i]"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% wrong: arrays without indices beside one with | p stands without its indices
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "p[i] - t[i]"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p - t) * h2[j]"]

# %% wrong: divides by the label, which is 0 for most | it is no number
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "sum(m, -p[m] / t[m] * p[m] * (delta(m, i) - p[i]))"]
dC_dW3 = ["dC_dz3[i] * h2[j]", "(p[i] - t[i]) * h2[j]"]

# %% right: short
dC_dz3 = ["sum(m, dC_dp[m] * dp_dz3[m, i])", "p[i] - t[i]"]
dC_dW3 = ["h2[j] * (p[i] - t[i])"]

# %% right: sum of t left standing, sums over i and m renamed
dC_dz3 = ["sum(m, -t[m] * (delta(i, m) - p[i]))", "p[i] * sum(m, t[m]) - t[i]"]
dC_dW3 = ["sum(m, dC_dp[m] * dp_dz3[m, i]) * h2[j]", "sum(m, (p[m] - t[m]) * delta(m, i) * h2[j])"]
