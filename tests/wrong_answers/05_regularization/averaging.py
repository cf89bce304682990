# %% wrong: the logarithm of the mean for the mean of logarithms | logarithm of the mean is not
averaging = ["= mean(k, -log(p[k])) + log(pbar)", "= -log(mean(k, p[k])) + log(pbar)", ">= 1 - mean(k, p[k]) / pbar", "= 0"]

# %% wrong: inequality the wrong way round | is not below .*turns round
averaging = ["= mean(k, log(pbar) - log(p[k]))", "= mean(k, log(pbar / p[k]))", ">= mean(k, pbar / p[k] - 1)", ">= 0"]

# %% wrong: quotient upside down | difference, log
averaging = ["= mean(k, log(pbar) - log(p[k]))", "= mean(k, log(p[k] / pbar))", ">= mean(k, p[k] / pbar - 1)", "= 0"]

# %% wrong: sum for mean | sum stands where the mean
averaging = ["= sum(k, log(pbar) - log(p[k]))", "= sum(k, log(pbar / p[k]))", ">= sum(k, 1 - p[k] / pbar)", "= 0"]

# %% wrong: the step is not shown | step to it is not shown
averaging = ["= mean(k, -log(p[k])) + log(pbar)", "= mean(k, log(pbar) - log(p[k]))", "= mean(k, log(pbar / p[k]))", ">= 0"]

# %% wrong: only the claim | at least 4
averaging = [">= 0"]

# %% wrong: <= | begins with <=
averaging = ["= mean(k, log(pbar) - log(p[k]))", "= mean(k, -log(p[k] / pbar))", "<= mean(k, 1 - p[k] / pbar)", "= 0"]

# %% wrong: equality where there is none | write >=
averaging = ["= mean(k, log(pbar) - log(p[k]))", "= mean(k, -log(p[k] / pbar))", "= mean(k, 1 - p[k] / pbar)", "= 0"]

# %% wrong: the sign of the gap | difference, log|sign
averaging = ["= mean(k, log(p[k])) - log(pbar)", "= mean(k, log(p[k] / pbar))", ">= mean(k, 1 - pbar / p[k])", ">= 0"]

# %% wrong: sum over the members missing | sum over k missing
averaging = ["= -log(p[k]) + log(pbar)", "= -log(p[k] / pbar)", ">= 1 - p[k] / pbar", "= 0"]

# %% wrong: stops before the end | down to 0
averaging = ["= mean(k, log(pbar) - log(p[k]))", "= mean(k, -log(p[k] / pbar))", ">= mean(k, 1 - p[k] / pbar)", ">= mean(k, 1 - p[k] / pbar) - 1"]

# %% wrong: the number of models written out | plain number stand where a size belongs
averaging = [
    "= mean(k, -log(p[k])) + log(pbar)",
    "= sum(k, log(pbar / p[k])) / 5",
    ">= mean(k, 1 - p[k] / pbar)",
    "= 0",
]

# %% right: with sums, and without the sign of the first line
averaging = [
    "sum(k, -log(p[k])) / K + log(pbar)",
    "-sum(k, log(p[k] / pbar)) / K",
    ">= -sum(k, p[k] / pbar - 1) / K",
    "= 1 - sum(k, p[k]) / (K * pbar)",
    "= 1 - 1",
]

# %% right: with the mean written out, and the sign ≥
averaging = (
    "= mean(k, log(mean(k, p[k]) / p[k]))",
    "= mean(k, -log(p[k] / mean(k, p[k])))",
    "≥ mean(k, 1 - p[k] / pbar)",
    "= (pbar - mean(k, p[k])) / pbar",
    "= 0",
)
