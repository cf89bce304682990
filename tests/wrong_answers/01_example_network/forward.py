# %% wrong: relu on the logits | relu on the logits
def forward(X, W, b):
    H1 = relu(X @ W[1].T + b[1])
    H2 = relu(H1 @ W[2].T + b[2])
    return softmax(relu(H2 @ W[3].T + b[3]))

# %% wrong: softmax missing | softmax is missing
def forward(X, W, b):
    H1 = relu(X @ W[1].T + b[1])
    H2 = relu(H1 @ W[2].T + b[2])
    return H2 @ W[3].T + b[3]

# %% wrong: second relu missing | second hidden layer has no relu
def forward(X, W, b):
    H1 = relu(X @ W[1].T + b[1])
    H2 = H1 @ W[2].T + b[2]
    return softmax(H2 @ W[3].T + b[3])

# %% wrong: no activation | no activation
def forward(X, W, b):
    H = X
    for l in (1, 2, 3):
        H = H @ W[l].T + b[l]
    return softmax(H)

# %% wrong: biases missing | biases are missing
def forward(X, W, b):
    return softmax(relu(relu(X @ W[1].T) @ W[2].T) @ W[3].T)

# %% wrong: weights not transposed | mismatch|line that stopped
def forward(X, W, b):
    H1 = relu(X @ W[1] + b[1])
    H2 = relu(H1 @ W[2] + b[2])
    return softmax(H2 @ W[3] + b[3])

# %% wrong: layers numbered from 0 | KeyError
def forward(X, W, b):
    H = X
    for l in (0, 1):
        H = relu(H @ W[l].T + b[l])
    return softmax(H @ W[2].T + b[2])

# %% wrong: result transposed | transposed
def forward(X, W, b):
    H = X.T
    for l in (1, 2):
        H = relu(W[l] @ H + b[l][:, None])
    Z = W[3] @ H + b[3][:, None]
    return softmax(Z.T).T

# %% wrong: softmax over the batch | down the columns
def forward(X, W, b):
    H1 = relu(X @ W[1].T + b[1])
    H2 = relu(H1 @ W[2].T + b[2])
    return softmax((H2 @ W[3].T + b[3]).T).T

# %% wrong: tanh | tanh
def forward(X, W, b):
    H1 = np.tanh(X @ W[1].T + b[1])
    H2 = np.tanh(H1 @ W[2].T + b[2])
    return softmax(H2 @ W[3].T + b[3])

# %% wrong: adds the bias in place to X's product and to b | in place
def forward(X, W, b):
    b[1] += 1.0
    H1 = relu(X @ W[1].T + b[1] - 1.0)
    H2 = relu(H1 @ W[2].T + b[2])
    return softmax(H2 @ W[3].T + b[3])

# %% wrong: stops at the second hidden layer | shape
def forward(X, W, b):
    return relu(relu(X @ W[1].T + b[1]) @ W[2].T + b[2])

# %% right: one by one
def forward(X, W, b):
    P = []
    for x in X:
        h1 = relu(W[1] @ x + b[1])
        h2 = relu(W[2] @ h1 + b[2])
        P.append(softmax((W[3] @ h2 + b[3])[None])[0])
    return np.stack(P)

# %% right: einsum
def forward(X, W, b):
    H = X
    for l in (1, 2):
        H = relu(np.einsum("ij,nj->ni", W[l], H) + b[l])
    return softmax(np.einsum("ij,nj->ni", W[3], H) + b[3])

# %% right: float32, columns
def forward(X, W, b):
    H = np.float32(X).T
    for l in (1, 2):
        H = relu(np.float32(W[l]) @ H + np.float32(b[l])[:, None])
    return softmax((np.float32(W[3]) @ H + np.float32(b[3])[:, None]).T)
