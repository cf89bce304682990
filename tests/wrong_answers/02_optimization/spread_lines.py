# %% wrong: factor not squared | not squared
spread_lines = ["(1 - eta*lam) * v + eta**2 * sigma**2", "eta * sigma**2 / lam"]

# %% wrong: noise without eta | multiplied by eta in the step
spread_lines = ["(1 - eta*lam)**2 * v + sigma**2", "sigma**2 / (1 - (1 - eta*lam)**2)"]

# %% wrong: eta not squared | eta is not squared
spread_lines = ["(1 - eta*lam)**2 * v + eta * sigma**2", "sigma**2 / (lam * (2 - eta*lam))"]

# %% wrong: the noise subtracted | add up, whatever the sign
spread_lines = ["(1 - eta*lam)**2 * v - eta**2 * sigma**2", "-eta * sigma**2 / (lam * (2 - eta*lam))"]

# %% wrong: wrongly solved | in the denominator
spread_lines = ["(1 - eta*lam)**2 * v + eta**2 * sigma**2", "eta**2 * sigma**2 / (1 - eta*lam)**2"]

# %% wrong: sign when expanding | sign of the second term
spread_lines = [
    "(1 - eta*lam)**2 * v + eta**2 * sigma**2",
    "eta**2 * sigma**2 / (1 - (1 - eta*lam)**2)",
    "eta * sigma**2 / (lam * (2 + eta*lam))",
]

# %% wrong: small eta | limit for small eta
spread_lines = ["(1 - eta*lam)**2 * v + eta**2 * sigma**2", "eta * sigma**2 / (2 * lam)"]

# %% wrong: standard deviation | standard deviation
spread_lines = ["(1 - eta*lam)**2 * v + eta**2 * sigma**2", "(eta * sigma**2 / (lam * (2 - eta*lam)))**0.5"]

# %% wrong: v is left | still uses v
spread_lines = ["(1 - eta*lam)**2 * v + eta**2 * sigma**2", "v"]

# %% wrong: result only | show the steps
spread_lines = ["eta * sigma**2 / (lam * (2 - eta*lam))"]

# %% wrong: an equation | equals sign
spread_lines = ["v = (1 - eta*lam)**2 * v + eta**2 * sigma**2", "eta * sigma**2 / (lam * (2 - eta*lam))"]

# %% wrong: lambda as Python knows it | cannot be read
spread_lines = ["(1 - eta*lambda)**2 * v + eta**2 * sigma**2", "eta * sigma**2 / (lambda * (2 - eta*lambda))"]

# %% wrong: lam lost | lam is missing
spread_lines = ["(1 - eta*lam)**2 * v + eta**2 * sigma**2", "eta * sigma**2 / (2 - eta*lam)"]

# %% right: expanded
spread_lines = [
    "v - 2*eta*lam*v + eta**2*lam**2*v + eta**2*sigma**2",
    "eta**2 * sigma**2 / (2*eta*lam - eta**2*lam**2)",
]

# %% right: a geometric series summed
spread_lines = ["(eta*sigma)**2 / (1 - (1 - eta*lam)**2)", "sigma**2 / (2*lam/eta - lam**2)"]
