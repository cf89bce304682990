# %% wrong: sign | sign
gradient_by_logits = ["sum(y, P[y] * dQ[y, j] / Q[y])", "sum(y, P[y] * (delta(y, j) - Q[j]))", "P[j] - Q[j]"]

# %% wrong: truth minus prediction in the end | sign
gradient_by_logits = ["-sum(y, P[y] * dQ[y, j] / Q[y])", "-sum(y, P[y] * (delta(y, j) - Q[j]))", "P[j] - Q[j]"]

# %% wrong: only the diagonal of the softmax's derivative | softmax couples
gradient_by_logits = ["-P[j] * (1 - Q[j])", "-P[j] + P[j] * Q[j]", "P[j] * Q[j] - P[j]"]

# %% wrong: no division by Q | division by Q
gradient_by_logits = ["-sum(y, P[y] * dQ[y, j])", "-sum(y, P[y] * Q[y] * (delta(y, j) - Q[j]))", "Q[j] - P[j]"]

# %% wrong: Q stays where it cancels | division by Q
gradient_by_logits = ["-sum(y, P[y] * dQ[y, j] / Q[y])", "-sum(y, P[y] * Q[y] * (delta(y, j) - Q[j]))", "Q[j] - P[j]"]

# %% wrong: the delta lost | picks out one term
gradient_by_logits = ["-sum(y, P[y] * dQ[y, j] / Q[y])", "sum(y, P[y] * Q[j])", "Q[j]"]

# %% wrong: sum forgotten | sum over y missing
gradient_by_logits = ["-P[y] * dQ[y, j] / Q[y]", "-P[y] * (delta(y, j) - Q[j])", "Q[j] - P[j]"]

# %% wrong: a sum is left | still has a sum
gradient_by_logits = [
    "-sum(y, P[y] * dQ[y, j] / Q[y])",
    "-sum(y, P[y] * (delta(y, j) - Q[j]))",
    "Q[j] * sum(y, P[y]) - P[j]",
]

# %% wrong: dQ is left | still uses
gradient_by_logits = ["-sum(y, P[y] * dQ[y, j] / Q[y])"] * 3

# %% wrong: the result only | show the steps
gradient_by_logits = ["Q[j] - P[j]"]

# %% wrong: P forgotten | weights P
gradient_by_logits = ["-sum(y, dQ[y, j] / Q[y])", "-sum(y, delta(y, j) - Q[j])", "Q[j] - P[j]"]

# %% wrong: one string | list of lines
gradient_by_logits = "Q[j] - P[j]"

# %% right: expanded
gradient_by_logits = [
    "-sum(y, P[y] / Q[y] * Q[y] * (delta(y, j) - Q[j]))",
    "-sum(y, P[y] * delta(y, j)) + sum(y, P[y] * Q[j])",
    "-P[j] + Q[j]",
]

# %% right: j = y and the others apart
gradient_by_logits = [
    "-sum(y, P[y] / Q[y] * dQ[y, j])",
    "-P[j] * (1 - Q[j]) + sum(y, (1 - delta(y, j)) * P[y] * Q[j])",
    "-P[j] * (1 - Q[j]) + (1 - P[j]) * Q[j]",
    "Q[j] - P[j]",
]
