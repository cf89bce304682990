# %% wrong: counted from 0 | counted from 1|from 0
def early_stopping(errors, patience):
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best, epoch

# %% wrong: ties are better | tie counts as better
def early_stopping(errors, patience):
    best = 1
    for epoch, error in enumerate(errors, 1):
        if error <= errors[best - 1]:
            best = epoch
        if epoch - best == patience:
            break
    return best, epoch

# %% wrong: bad epochs in total | in a row
def early_stopping(errors, patience):
    best, bad = 1, 0
    for epoch, error in enumerate(errors[1:], 2):
        if error < errors[best - 1]:
            best = epoch
        else:
            bad += 1
        if bad == patience:
            break
    return best, epoch

# %% wrong: one epoch too late | too late
def early_stopping(errors, patience):
    best = 1
    for epoch, error in enumerate(errors, 1):
        if error < errors[best - 1]:
            best = epoch
        if epoch - best > patience:
            break
    return best, epoch

# %% wrong: one epoch too early | too early
def early_stopping(errors, patience):
    best = 1
    for epoch, error in enumerate(errors, 1):
        if error < errors[best - 1]:
            best = epoch
        if epoch - best >= patience - 1 and epoch > best:
            break
    return best, epoch

# %% wrong: looks into the future | looks at all epochs
def early_stopping(errors, patience):
    best = 1
    for epoch, error in enumerate(errors, 1):
        if error < errors[best - 1]:
            best = epoch
        if epoch - best == patience:
            break
    return errors.index(min(errors)) + 1, epoch

# %% wrong: never stops | goes through all epochs
def early_stopping(errors, patience):
    return errors.index(min(errors)) + 1, len(errors)

# %% wrong: keeps the last | keeps the last
def early_stopping(errors, patience):
    best = 1
    for epoch, error in enumerate(errors, 1):
        if error < errors[best - 1]:
            best = epoch
        if epoch - best == patience:
            break
    return epoch, epoch

# %% wrong: compared with the epoch before | one before
def early_stopping(errors, patience):
    best, bad = 1, 0
    for epoch in range(2, len(errors) + 1):
        if errors[epoch - 1] < errors[epoch - 2]:
            best, bad = epoch, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best, epoch

# %% wrong: pops from the list | in place
def early_stopping(errors, patience):
    best, least, epoch = 1, errors[0], 0
    while errors:
        epoch, error = epoch + 1, errors.pop(0)
        if error < least:
            best, least = epoch, error
        if epoch - best == patience:
            break
    return best, epoch

# %% wrong: loops for ever, if it could | stopped with IndexError
def early_stopping(errors, patience):
    best = epoch = 0
    while epoch - best < patience:
        epoch += 1
        if errors[epoch] < errors[best]:
            best = epoch
    return best + 1, epoch + 1

# %% right: with a while loop, as a list
def early_stopping(errors, patience):
    best = epoch = 1
    while epoch - best < patience and epoch < len(errors):
        epoch += 1
        if errors[epoch - 1] < errors[best - 1]:
            best = epoch
    return [best, epoch]

# %% right: with NumPy, by running minima
def early_stopping(errors, patience):
    errors = np.asarray(errors)
    least = np.minimum.accumulate(errors)
    first = np.array([np.flatnonzero(errors == value)[0] for value in least])
    stop = np.flatnonzero(np.arange(len(errors)) - first >= patience)
    last = stop[0] if len(stop) else len(errors) - 1
    return np.array([first[last] + 1, last + 1])
