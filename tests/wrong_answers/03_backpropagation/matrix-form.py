# %% wrong: dW2 transposed | dW2.*transposed
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(h1, dz2)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: sign | dz3.*sign is wrong
matrix_form = """
dz3 = t - p
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: softmax's diagonal only | own z3\[i\] only
matrix_form = """
dz3 = -t * (1 - p)
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: gradient of p for that of z3 | ∂C/∂p
matrix_form = """
dz3 = -t / p
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: relu's slope forgotten | slope of relu is missing
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: mask from the wrong layer | is the mask from there
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z1 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: mask by the gradient's sign | sign of dh1 decides
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (dh1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: signal for slope | relu's slope is 1 or 0
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * h1
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: W3 not transposed | W and W.T
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3 @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: dW2 before the relu | before relu's slope
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dh2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: db1 before the relu | before relu's slope
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dh1
"""

# %% wrong: wrong signal in dW2 | W2 leads from h1
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, x)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: inner product for outer | product of two numbers
matrix_form = """
dz3 = p - t
dW3 = dz3 * h2
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: a line forgotten | missing: db2
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: used before it is computed | dh1, which no line above
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: product of two vectors where entries multiply | single number
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 @ (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: z for relu's slope | multiplies by z2 itself
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * z2
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: NumPy's name of a function | without a module's name
matrix_form = """
dz3 = p - t
dW3 = np.outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% wrong: softmax's slope counted twice | slope is in it twice
matrix_form = """
dz3 = p * (1 - p) * (p - t)
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% right: products from the left, slopes by signals
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = dz3 @ W3
dz2 = dh2 * (h2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = dz2 @ W2
dz1 = dh1 * step(z1)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% right: names of one's own, comments, unicode
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3ᵀ @ dz3
# layer 2
on2 = (z2 > 0)
dz2 = dh2 ⊙ on2
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
dW1 = outer(dz1, x)
db1 = dz1
"""

# %% right: another order
matrix_form = """
dz3 = p - t
dW3 = outer(dz3, h2)
db3 = dz3
dh2 = W3.T @ dz3
dz2 = dh2 * (z2 > 0)
dW2 = outer(dz2, h1)
db2 = dz2
dh1 = W2.T @ dz2
dz1 = dh1 * (z1 > 0)
db1 = dz1
dW1 = outer(dz1, x)

"""
