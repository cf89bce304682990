# %% wrong: product rule without the error's own term | product rule
H11, H22 = ["2*w2**2 + 0.08"], ["2*w1**2 + 0.08"]
H12 = ["2 * w1 * w2"]

# %% wrong: product rule without the other term | product rule
H11, H22 = ["2*w2**2 + 0.08"], ["2*w1**2 + 0.08"]
H12 = ["2 * (w1*w2 - 1.5)"]

# %% wrong: decay missing on the diagonal | decay is missing
H11, H22 = ["2*w2**2"], ["2*w1**2"]
H12 = ["4*w1*w2 - 3"]

# %% wrong: decay not doubled | weight decay's square
H11, H22 = ["2*w2**2 + 0.04"], ["2*w1**2 + 0.04"]
H12 = ["4*w1*w2 - 3"]

# %% wrong: decay still with its weight | not been differentiated twice
H11, H22 = ["2*w2**2 + 0.08*w1"], ["2*w1**2 + 0.08*w2"]
H12 = ["4*w1*w2 - 3"]

# %% wrong: diagonal exchanged | other diagonal entry
H11, H22 = ["2*w1**2 + 0.08"], ["2*w2**2 + 0.08"]
H12 = ["4*w1*w2 - 3"]

# %% wrong: decay in the mixed derivative | no mixed derivative
H11, H22 = ["2*w2**2 + 0.08"], ["2*w1**2 + 0.08"]
H12 = ["4*w1*w2 - 3 + 0.08"]

# %% wrong: 2 missing on the diagonal | first square is missing
H11, H22 = ["w2**2 + 0.08"], ["w1**2 + 0.08"]
H12 = ["4*w1*w2 - 3"]

# %% wrong: 1.5 lost | got lost
H11, H22 = ["2*w2**2 + 0.08"], ["2*w1**2 + 0.08"]
H12 = ["4*w1*w2"]

# %% wrong: sign of the mixed one | sign
H11, H22 = ["2*w2**2 + 0.08"], ["2*w1**2 + 0.08"]
H12 = ["3 - 4*w1*w2"]

# %% wrong: half of the mixed one | half of what|first square
H11, H22 = ["2*w2**2 + 0.08"], ["2*w1**2 + 0.08"]
H12 = ["2*w1*w2 - 1.5"]

# %% wrong: first derivatives | first derivative
H11, H22 = ["2*(w1*w2 - 1.5)*w2 + 0.08*w1"], ["2*(w1*w2 - 1.5)*w1 + 0.08*w2"]
H12 = ["4*w1*w2 - 3"]

# %% right: not worked out
H11, H22 = ["2*w2*w2 + 2*0.04"], ["2*w1*w1 + 2*0.04"]
H12 = ["2*w1*w2 + 2*(w1*w2 - 1.5)"]

# %% right: other forms
H11, H22 = ["2 * (w2**2 + 0.04)"], ["2 * (w1**2 + 0.04)", "2*w1² + 0.08"]
H12 = ["2 * (2*w1*w2 - 1.5)", "4 * (w1*w2 - 0.75)"]
