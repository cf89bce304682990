# %% wrong: scale instead of its square | goes with its square
def factor_after(layers, scale):
    return scale**layers

# %% wrong: relu's half again | half is taken off again
def factor_after(layers, scale):
    return (scale**2 / 2) ** layers

# %% wrong: one layer too few | One layer is missing
def factor_after(layers, scale):
    return scale ** (2 * (layers - 1))

# %% wrong: one layer too many | one layer too many
def factor_after(layers, scale):
    return scale ** (2 * layers + 2)

# %% wrong: linear in the layers | in proportion to the number of layers
def factor_after(layers, scale):
    return layers * scale**2

# %% wrong: growth added up | added up
def factor_after(layers, scale):
    return 1 + layers * (scale**2 - 1)

# %% wrong: a single layer | single layer
def factor_after(layers, scale):
    return scale**2

# %% wrong: the scale's integer part | differ|expected
def factor_after(layers, scale):
    return int(scale) ** (2 * layers)

# %% right: by a loop
def factor_after(layers, scale):
    factor = 1.0
    for layer in range(layers):
        factor *= scale * scale
    return factor

# %% right: by logarithms
def factor_after(layers, scale):
    return np.exp(2 * layers * np.log(scale))
