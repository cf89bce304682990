# %% wrong: hard threshold | rest did not move
def soft_threshold(w, threshold):
    return np.where(np.abs(w) > threshold, w, 0)

# %% wrong: jumps over zero | jump over zero
def soft_threshold(w, threshold):
    return w - threshold * np.sign(w)

# %% wrong: negative weights lost | Negative weights are lost
def soft_threshold(w, threshold):
    return np.maximum(w - threshold, 0)

# %% wrong: signs lost | signs are lost
def soft_threshold(w, threshold):
    return np.maximum(np.abs(w) - threshold, 0)

# %% wrong: L2 | that is L2
def soft_threshold(w, threshold):
    return w / (1 + threshold)

# %% wrong: away from zero | away from zero
def soft_threshold(w, threshold):
    return w + threshold * np.sign(w)

# %% wrong: clipped | Large weights are cut off
def soft_threshold(w, threshold):
    return np.clip(w, -threshold, threshold)

# %% wrong: all the same way | move the same way
def soft_threshold(w, threshold):
    return w - threshold

# %% wrong: threshold halved | threshold is halved
def soft_threshold(w, threshold):
    return np.sign(w) * np.maximum(np.abs(w) - threshold / 2, 0)

# %% wrong: in place | in place
def soft_threshold(w, threshold):
    w[np.abs(w) < threshold] = 0
    w -= threshold * np.sign(w)
    return w

# %% wrong: integers | integer|cut off
def soft_threshold(w, threshold):
    return (np.sign(w) * np.maximum(np.abs(w) - threshold, 0)).astype(int)

# %% right: by cases
def soft_threshold(w, threshold):
    v = np.zeros_like(w)
    for index, value in np.ndenumerate(w):
        if value > threshold:
            v[index] = value - threshold
        elif value < -threshold:
            v[index] = value + threshold
    return v

# %% right: two relus, float32
def soft_threshold(w, threshold):
    w = w.astype(np.float32)
    return np.maximum(w - threshold, 0) - np.maximum(-w - threshold, 0)

# %% right: what is left after clipping
def soft_threshold(w, threshold):
    return w - np.clip(w, -threshold, threshold)
