# %% wrong: 1/N forgotten | mean over the batch is missing, 1/N
batch_form = """
dZ3 = P - T
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: 1/N twice | 1/N is applied twice
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1 / N
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: dW2 transposed | dW2.*transposed
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = H1.T @ dZ2
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: mean for sum in db | averaged over the batch once more
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = mean(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: sum over the wrong axis | axis 0, the rows
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=1)
"""

# %% wrong: sum forgotten in db | each sample of the batch adds
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = dZ2
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: relu's slope forgotten | slope of relu is missing
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: mask upside down | here it is 1 where
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 < 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: one sample's form kept | inner axis is that of the units above
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = W3.T @ dZ3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: outer product kept | inner axis is the batch's
batch_form = """
dZ3 = (P - T) / N
dW3 = outer(dZ3, H2)
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: dH1 from dH2 | way down begins at dZ2
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dH2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: Z for H | H1, after relu
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ Z1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: label forgotten | label is missing
batch_form = """
dZ3 = P / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: mean over the batch in dZ3 | a row for each sample
batch_form = """
dZ3 = mean(P - T, axis=0)
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% wrong: a sum as a method | before what they are applied to: sum
batch_form = """
dZ3 = (P - T) / N
dW3 = dZ3.T @ H2
db3 = dZ3.sum(axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% right: other forms
batch_form = """
dZ3 = 1/N * P - T/N
dW3 = (H2.T @ dZ3).T
db3 = sum(dZ3, axis=0)
dH2 = (W3.T @ dZ3.T).T
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * step(H1)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""

# %% right: capitals for one's own names
batch_form = """
E = P - T
dZ3 = E / N
dW3 = dZ3.T @ H2
db3 = sum(dZ3, axis=0)
dH2 = dZ3 @ W3
dZ2 = dH2 * (Z2 > 0)
dW2 = dZ2.T @ H1
db2 = sum(dZ2, axis=0)
dH1 = dZ2 @ W2
dZ1 = dH1 * (Z1 > 0)
dW1 = dZ1.T @ X
db1 = sum(dZ1, axis=0)
"""
