# %% wrong: the 2 is missing | 2 is missing
def penalty(weights, strength):
    return strength * sum(np.sum(W**2) for W in weights), [strength * W for W in weights]

# %% wrong: norm not squared | root of the sum of squares
def penalty(weights, strength):
    return strength * sum(np.linalg.norm(W) for W in weights), [2 * strength * W for W in weights]

# %% wrong: absolute values | absolute values were summed
def penalty(weights, strength):
    return strength * sum(np.abs(W).sum() for W in weights), [strength * np.sign(W) for W in weights]

# %% wrong: gradient of L1 | sum of absolute values
def penalty(weights, strength):
    return strength * sum(np.sum(W**2) for W in weights), [strength * np.sign(W) for W in weights]

# %% wrong: mean of squares | mean of the squares
def penalty(weights, strength):
    return strength * sum(np.mean(W**2) for W in weights), [2 * strength * W / W.size for W in weights]

# %% wrong: last layer only | Only the last layer
def penalty(weights, strength):
    for W in weights:
        value = strength * np.sum(W**2)
    return value, [2 * strength * W for W in weights]

# %% wrong: strength missing in the gradient | gradient 1.*strength is missing
def penalty(weights, strength):
    return strength * sum(np.sum(W**2) for W in weights), [2 * W for W in weights]

# %% wrong: half the squares | half of
def penalty(weights, strength):
    return strength / 2 * sum(np.sum(W**2) for W in weights), [strength * W for W in weights]

# %% wrong: weights changed in place | in place
def penalty(weights, strength):
    value = strength * sum(np.sum(W**2) for W in weights)
    for W in weights:
        W *= 2 * strength
    return value, weights

# %% wrong: gradients transposed | transposed
def penalty(weights, strength):
    return strength * sum(np.sum(W**2) for W in weights), [2 * strength * W.T for W in weights]

# %% wrong: value only | two things
def penalty(weights, strength):
    return strength * sum(np.sum(W**2) for W in weights)

# %% right: by loops
def penalty(weights, strength):
    value, gradients = 0.0, []
    for W in weights:
        gradient = np.zeros_like(W)
        for index in np.ndindex(W.shape):
            value += strength * W[index] ** 2
            gradient[index] = 2 * strength * W[index]
        gradients.append(gradient)
    return value, gradients

# %% right: einsum, float32
def penalty(weights, strength):
    weights = [W.astype(np.float32) for W in weights]
    return [strength * sum(np.einsum("ij,ij->", W, W) for W in weights), tuple((W + W) * strength for W in weights)]
