# %% wrong: sign | sign
gradient_at_truth = ["sum(y, P[y] * dlogQ[y, j])", "sum(y, P[y] * dQ[y, j] / Q[y])", "sum(y, dQ[y, j])", "dS[j]"]

# %% wrong: sign lost on the way | sign
gradient_at_truth = ["-sum(y, P[y] * dlogQ[y, j])", "-sum(y, P[y] * dQ[y, j] / Q[y])", "sum(y, dQ[y, j])", "dS[j]"]

# %% wrong: derivative of the log without 1/Q | division by Q is missing
gradient_at_truth = ["-sum(y, P[y] * dlogQ[y, j])", "-sum(y, P[y] * dQ[y, j])", "-dS[j]"]

# %% wrong: zero at once | 0 is right only in the very end
gradient_at_truth = ["-sum(y, P[y] * dlogQ[y, j])", "-sum(y, P[y] * dQ[y, j] / Q[y])", "0"]

# %% wrong: P forgotten | weights P are missing
gradient_at_truth = ["-sum(y, dlogQ[y, j])", "-sum(y, dQ[y, j] / Q[y])", "-dS[j]"]

# %% wrong: sum forgotten | sum over y missing
gradient_at_truth = ["-P[y] * dlogQ[y, j]", "-dQ[y, j]", "-dS[j]"]

# %% wrong: indices swapped | stands where
gradient_at_truth = ["-sum(y, P[y] * dlogQ[j, y])", "-sum(y, dQ[y, j])", "-dS[j]"]

# %% wrong: stops before the end | still uses
gradient_at_truth = ["-sum(y, P[y] * dlogQ[y, j])", "-sum(y, P[y] * dQ[y, j] / Q[y])", "-sum(y, dQ[y, j])"]

# %% wrong: the last line only | show the steps
gradient_at_truth = ["-dS[j]"]

# %% wrong: log instead of its derivative | log Q is still there|still depends|shape
gradient_at_truth = ["-sum(y, P[y] * log(Q[y]))", "-sum(y, dQ[y, j])", "-dS[j]"]

# %% wrong: whole equations | equals sign
gradient_at_truth = ["dC = -sum(y, P[y] * dlogQ[y, j])", "-sum(y, dQ[y, j])", "-dS[j]"]

# %% wrong: undeclared symbol | not declared
gradient_at_truth = ["-sum(y, P[y] * dlogP[y, j])", "-sum(y, dQ[y, j])", "-dS[j]"]

# %% right: three lines
gradient_at_truth = ["-sum(y, P[y] * dlogQ[y, j])", "-sum(y, dQ[y, j])", "-dS[j]"]

# %% right: signs inside, Q for P, other order
gradient_at_truth = [
    "sum(y, -dlogQ[y, j] * P[y])",
    "sum(y, -(P[y] / Q[y]) * dQ[y, j])",
    "-sum(y, dQ[y, j] * P[y] / P[y])",
    "-1 * sum(y, dQ[y, j])",
    "0 - dS[j]",
]

# %% right: P at once replaced by Q
gradient_at_truth = ["-sum(y, Q[y] * dlogQ[y, j])", "-sum(y, Q[y] * (1 / Q[y]) * dQ[y, j])", "-dS[j]"]
