# %% wrong: threshold without eta | threshold lacks eta
def l1_step(w, g, eta, strength):
    w = w - eta * g
    return np.sign(w) * np.maximum(np.abs(w) - strength, 0)

# %% wrong: subgradient step | hops around zero
def l1_step(w, g, eta, strength):
    return w - eta * (g + strength * np.sign(w))

# %% wrong: uphill | uphill
def l1_step(w, g, eta, strength):
    w = w + eta * g
    return np.sign(w) * np.maximum(np.abs(w) - eta * strength, 0)

# %% wrong: threshold first | before the gradient step
def l1_step(w, g, eta, strength):
    return np.sign(w) * np.maximum(np.abs(w) - eta * strength, 0) - eta * g

# %% wrong: no threshold | threshold is missing
def l1_step(w, g, eta, strength):
    return w - eta * g

# %% wrong: no gradient | gradient step is missing
def l1_step(w, g, eta, strength):
    return np.sign(w) * np.maximum(np.abs(w) - eta * strength, 0)

# %% wrong: weight decay | that is weight decay
def l1_step(w, g, eta, strength):
    return (1 - eta * strength) * w - eta * g

# %% wrong: eta missing at the gradient | eta is missing at the gradient
def l1_step(w, g, eta, strength):
    w = w - g
    return np.sign(w) * np.maximum(np.abs(w) - eta * strength, 0)

# %% wrong: in place | in place
def l1_step(w, g, eta, strength):
    w -= eta * g
    return np.sign(w) * np.maximum(np.abs(w) - eta * strength, 0)

# %% wrong: the old signs | differ
def l1_step(w, g, eta, strength):
    return np.sign(w) * np.maximum(np.abs(w - eta * g) - eta * strength, 0)

# %% right: by clipping
def l1_step(w, g, eta, strength):
    v = w - eta * g
    return v - np.clip(v, -eta * strength, eta * strength)

# %% right: by a loop, float32
def l1_step(w, g, eta, strength):
    out = np.zeros(w.shape, np.float32)
    for i in range(len(w)):
        v = w[i] - eta * g[i]
        if abs(v) > eta * strength:
            out[i] = v - eta * strength * (1 if v > 0 else -1)
    return out
