# %% wrong: patience shrinks | never shrinks
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < best_error:
        if error < threshold * best_error:
            patience = increase * k
        best_error, best_k = error, k
    return patience, best_error, best_k

# %% wrong: every improvement extends it | only when the improvement counts
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < best_error:
        patience = max(patience, increase * k)
        best_error, best_k = error, k
    return patience, best_error, best_k

# %% wrong: best error updated only when it counts | even when the improvement is too small
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < threshold * best_error:
        patience = max(patience, increase * k)
        best_error, best_k = error, k
    return patience, best_error, best_k

# %% wrong: best error first, so that the threshold sees the new one | has not grown
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < best_error:
        best_error, best_k = error, k
        if error < threshold * best_error:
            patience = max(patience, increase * k)
    return patience, best_error, best_k

# %% wrong: multiplies the patience | mini-batches so far
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < best_error:
        if error < threshold * best_error:
            patience = patience * increase
        best_error, best_k = error, k
    return patience, best_error, best_k

# %% wrong: adds to the patience | on top of the old one
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < best_error:
        if error < threshold * best_error:
            patience = patience + increase * k
        best_error, best_k = error, k
    return patience, best_error, best_k

# %% wrong: best_k forgotten | so is best_k
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < best_error:
        if error < threshold * best_error:
            patience = max(patience, increase * k)
        best_error = error
    return patience, best_error, best_k

# %% wrong: always the last error | not a new best
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < threshold * best_error:
        patience = max(patience, increase * k)
    return patience, error, k

# %% wrong: equal counts as better | no new best
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error <= best_error:
        if error < threshold * best_error:
            patience = max(patience, increase * k)
        best_error, best_k = error, k
    return patience, best_error, best_k

# %% wrong: old best_k in the product | not of the best look before
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < best_error:
        if error < threshold * best_error:
            patience = max(patience, increase * best_k)
        best_error, best_k = error, k
    return patience, best_error, best_k

# %% wrong: settings built in | only when|expected
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error < best_error:
        if error < 0.995 * best_error:
            patience = max(patience, 2 * k)
        best_error, best_k = error, k
    return patience, best_error, best_k

# %% wrong: patience only | three things
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    return max(patience, increase * k) if error < threshold * best_error else patience

# %% wrong: larger is better, as for an accuracy | expected
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error > best_error:
        patience = max(patience, increase * k)
        best_error, best_k = error, k
    return patience, best_error, best_k

# %% right: one line each
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    longer = max(patience, k * increase) if error / best_error < threshold else patience
    return longer, min(error, best_error), k if error < best_error else best_k

# %% right: early return, as a list
def update_patience(k, error, patience, best_error, best_k, increase=2, threshold=0.995):
    if error >= best_error:
        return [patience, best_error, best_k]
    if error < best_error * threshold and patience < k * increase:
        patience = k * increase
    return [patience, error, k]
