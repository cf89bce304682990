# %% wrong: one step too many | One too many
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        if k % frequency == 0:
            state = update_patience(k, validation_error(), *state, increase, threshold)
        if k > state[0]:
            break
    return state[2], state[1], k

# %% wrong: counts from 0 | counted from 1
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state = (patience, np.inf, 0)
    for k in range(epochs * batches_per_epoch):
        step(k)
        if k % frequency == 0:
            state = update_patience(k, validation_error(), *state, increase, threshold)
        if k >= state[0]:
            break
    return state[2], state[1], k

# %% wrong: looks once an epoch only | Once an epoch is not enough
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        if k % batches_per_epoch == 0:
            state = update_patience(k, validation_error(), *state, increase, threshold)
        if k >= state[0]:
            break
    return state[2], state[1], k

# %% wrong: frequency follows the growing patience | stays what it was
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        if k % min(batches_per_epoch, state[0] // 2) == 0:
            state = update_patience(k, validation_error(), *state, increase, threshold)
        if k >= state[0]:
            break
    return state[2], state[1], k

# %% wrong: looks at every mini-batch | multiple of frequency
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        state = update_patience(k, validation_error(), *state, increase, threshold)
        if k >= state[0]:
            break
    return state[2], state[1], k

# %% wrong: never stops early | way out of the loop
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        if k % frequency == 0:
            state = update_patience(k, validation_error(), *state, increase, threshold)
    return state[2], state[1], k

# %% wrong: the patience never grows | it has grown since
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    best_error, best_k = np.inf, 0
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        if k % frequency == 0:
            _, best_error, best_k = update_patience(k, validation_error(), patience, best_error, best_k)
        if k >= patience:
            break
    return best_k, best_error, k

# %% wrong: breaks out of the inner loop only | way out of the loop|counted from 1|More than|stopped after
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state = (patience, np.inf, 0)
    k = 0
    for epoch in range(epochs):
        for batch in range(batches_per_epoch):
            k += 1
            step(k)
            if k % frequency == 0:
                state = update_patience(k, validation_error(), *state, increase, threshold)
            if k >= state[0]:
                break
    return state[2], state[1], k

# %% wrong: stops only after a look | only after a look
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        if k % frequency == 0:
            state = update_patience(k, validation_error(), *state, increase, threshold)
            if k >= state[0]:
                break
    return state[2], state[1], k

# %% wrong: settings not passed on | stopped after
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        if k % frequency == 0:
            state = update_patience(k, validation_error(), *state)
        if k >= state[0]:
            break
    return state[2], state[1], k

# %% wrong: returns the last error | last error
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        if k % frequency == 0:
            error = validation_error()
            state = update_patience(k, error, *state, increase, threshold)
        if k >= state[0]:
            break
    return state[2], error, k

# %% wrong: looks before the step | looked at after
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        if k % frequency == 0:
            state = update_patience(k, validation_error(), *state, increase, threshold)
        step(k)
        if k >= state[0]:
            break
    return state[2], state[1], k

# %% wrong: a loop without end | does not end
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state, k = (patience, np.inf, 0), 0
    while True:
        k += 1
        step(k)
        if k % frequency == 0:
            state = (10**9, *update_patience(k, validation_error(), *state, increase, threshold)[1:])
        if k >= state[0]:
            break
    return state[2], state[1], k

# %% wrong: the patience is returned in place of k | the last k
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    state = (patience, np.inf, 0)
    for k in range(1, epochs * batches_per_epoch + 1):
        step(k)
        if k % frequency == 0:
            state = update_patience(k, validation_error(), *state, increase, threshold)
        if k >= state[0]:
            break
    return state[2], state[1], state[0]

# %% right: two loops and a flag, without update_patience
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency = min(batches_per_epoch, patience // 2)
    best, best_k, k, done, epoch = float("inf"), 0, 0, False, 0
    while epoch < epochs and not done:
        epoch += 1
        for batch in range(batches_per_epoch):
            k += 1
            step(k)
            if k % frequency == 0:
                now = validation_error()
                if now < best:
                    if now < best * threshold:
                        patience = max(patience, k * increase)
                    best, best_k = now, k
            if patience <= k:
                done = True
                break
    return best_k, best, k

# %% right: a while loop
def train_until_patient(step, validation_error, batches_per_epoch, epochs, patience, increase=2, threshold=0.995):
    frequency, k = min(batches_per_epoch, patience // 2), 0
    best_error, best_k = np.inf, 0
    while k < patience and k < epochs * batches_per_epoch:
        k += 1
        step(k)
        if k % frequency == 0:
            patience, best_error, best_k = update_patience(
                k, validation_error(), patience, best_error, best_k, increase, threshold
            )
    return best_k, best_error, k
