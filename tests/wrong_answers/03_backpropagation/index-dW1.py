# %% wrong: lower slope forgotten | slope of relu in layer 1
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(i, j, (p[i] - t[i]) * W3[i, j] * (z2[j] > 0) * W2[j, k]) * x[l]"]

# %% wrong: upper slope forgotten | slope of relu in layer 2
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(i, j, (p[i] - t[i]) * W3[i, j] * W2[j, k]) * (z1[k] > 0) * x[l]"]

# %% wrong: both slopes forgotten | both slopes
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(i, j, (p[i] - t[i]) * W3[i, j] * W2[j, k]) * x[l]"]

# %% wrong: sum over j forgotten | sum over j missing
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(i, (p[i] - t[i]) * W3[i, j] * (z2[j] > 0) * W2[j, k]) * (z1[k] > 0) * x[l]"]

# %% wrong: W2 transposed | stands where
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(i, j, (p[i] - t[i]) * W3[i, j] * (z2[j] > 0) * W2[k, j]) * (z1[k] > 0) * x[l]"]

# %% wrong: softmax slip | couples the outputs
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(i, j, -t[i] * (1 - p[i]) * W3[i, j] * (z2[j] > 0) * W2[j, k]) * (z1[k] > 0) * x[l]"]

# %% wrong: sign | sign is wrong
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(i, j, (t[i] - p[i]) * W3[i, j] * (z2[j] > 0) * W2[j, k]) * (z1[k] > 0) * x[l]"]

# %% wrong: signal for slope | 1 or 0
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(i, j, (p[i] - t[i]) * W3[i, j] * (z2[j] > 0) * W2[j, k]) * h1[k] * x[l]"]

# %% wrong: input forgotten | last factor is missing
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(i, j, (p[i] - t[i]) * W3[i, j] * (z2[j] > 0) * W2[j, k]) * (z1[k] > 0)"]

# %% wrong: stops early | still uses dC_dh2
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(j, dC_dh2[j] * (z2[j] > 0) * W2[j, k]) * (z1[k] > 0) * x[l]"]

# %% right: sums nested
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "sum(j, sum(i, (p[i] - t[i]) * W3[i, j]) * (h2[j] > 0) * W2[j, k]) * (h1[k] > 0) * x[l]"]

# %% right: by stored results
dC_dW1 = ["dC_dz1[k] * x[l]", "dC_dh1[k] * (h1[k] > 0) * x[l]", "sum(j, dC_dz2[j] * W2[j, k]) * (h1[k] > 0) * x[l]", "sum(i, j, (p[i] - t[i]) * W3[i, j] * (z2[j] > 0) * W2[j, k]) * (z1[k] > 0) * x[l]"]

# %% right: slopes as step
dC_dW1 = ["sum(i, j, dC_dz3[i] * dz3_dh2[i, j] * dh2_dh1[j, k] * dh1_dW1[k, l])", "x[l] * step(z1[k]) * sum(j, i, W2[j, k] * step(z2[j]) * W3[i, j] * (p[i] - t[i]))"]
