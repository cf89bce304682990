# %% wrong: changes its argument in place | in place
def relu(Z):
    Z[Z < 0] = 0
    return Z

# %% wrong: np.maximum with out=Z | in place
def relu(Z):
    return np.maximum(Z, 0, out=Z)

# %% wrong: the derivative instead | derivative
def relu(Z):
    return (Z > 0).astype(float)

# %% wrong: Python's max | truth value
def relu(Z):
    return max(0, Z)

# %% wrong: np.max | TypeError
def relu(Z):
    return np.max(0, Z)

# %% wrong: absolute value | absolute value
def relu(Z):
    return np.abs(Z)

# %% wrong: minimum | smaller of 0 and z
def relu(Z):
    return np.minimum(0, Z)

# %% wrong: leaky | leak
def relu(Z):
    return np.where(Z > 0, Z, 0.01 * Z)

# %% wrong: softplus | softplus
def relu(Z):
    return np.logaddexp(0, Z)

# %% wrong: cut off at one | cut off at 1
def relu(Z):
    return np.clip(Z, 0, 1)

# %% wrong: sign flipped | negative of what
def relu(Z):
    return -np.maximum(0, Z)

# %% wrong: largest entry only | single number|shape
def relu(Z):
    return np.max([0, Z.max()])

# %% wrong: hard-coded visible case | shape
def relu(Z):
    return np.array([0.0, 0.0, 3.0, 0.25])

# %% wrong: integer arithmetic | integer
def relu(Z):
    return np.maximum(0, Z.astype(int))

# %% wrong: drops negatives | shape
def relu(Z):
    return Z[Z > 0]

# %% wrong: prints instead of returning | returned None
def relu(Z):
    print(np.maximum(0, Z))

# %% right: where
def relu(Z):
    return np.where(Z > 0, Z, 0.0)

# %% right: product with the mask
def relu(Z):
    return Z * (Z > 0)

# %% right: float32, arithmetic
def relu(Z):
    Z = np.float32(Z)
    return (Z + np.abs(Z)) / 2

# %% right: copy, then in place
def relu(Z):
    H = Z.copy()
    H[H < 0] = 0
    return H
