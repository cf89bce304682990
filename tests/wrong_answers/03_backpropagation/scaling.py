# %% wrong: swapped in w1 | upside down
new_dC_dw1 = ["a * g1"]
new_dC_dw2 = ["a * g2"]
decrease = ["eta * (g1**2 / a**2 + a**2 * g2**2)"]

# %% wrong: swapped in w2 | upside down
new_dC_dw1 = ["2 * (w2 * w1 * x - t) * (w2 / a) * x", "g1 / a"]
new_dC_dw2 = ["g2 / a"]
decrease = ["eta * (g1**2 / a**2 + a**2 * g2**2)"]

# %% wrong: unchanged | Nothing has changed
new_dC_dw1 = ["g1"]
new_dC_dw2 = ["a * g2"]
decrease = ["eta * (g1**2 / a**2 + a**2 * g2**2)"]

# %% wrong: decrease unchanged | before the rescaling
new_dC_dw1 = ["2 * (w2 * w1 * x - t) * (w2 / a) * x", "g1 / a"]
new_dC_dw2 = ["a * g2"]
decrease = ["eta * (g1**2 + g2**2)"]

# %% wrong: eta forgotten | eta is missing
new_dC_dw1 = ["2 * (w2 * w1 * x - t) * (w2 / a) * x", "g1 / a"]
new_dC_dw2 = ["a * g2"]
decrease = ["g1**2 / a**2 + a**2 * g2**2"]

# %% wrong: factors not squared | each slope counts twice
new_dC_dw1 = ["2 * (w2 * w1 * x - t) * (w2 / a) * x", "g1 / a"]
new_dC_dw2 = ["a * g2"]
decrease = ["eta * (g1 / a + a * g2)"]

# %% wrong: decrease upside down | upside down
new_dC_dw1 = ["2 * (w2 * w1 * x - t) * (w2 / a) * x", "g1 / a"]
new_dC_dw2 = ["a * g2"]
decrease = ["eta * (a**2 * g1**2 + g2**2 / a**2)"]

# %% wrong: not in terms of g1 | still uses
new_dC_dw1 = ["2 * (w2 * w1 * x - t) * (w2 / a) * x"]
new_dC_dw2 = ["a * g2"]
decrease = ["eta * (g1**2 / a**2 + a**2 * g2**2)"]

# %% wrong: the other weight's | other weight
new_dC_dw1 = ["a * g2"]
new_dC_dw2 = ["a * g2"]
decrease = ["eta * (g1**2 / a**2 + a**2 * g2**2)"]

# %% wrong: sign of the decrease | sign is wrong
new_dC_dw1 = ["2 * (w2 * w1 * x - t) * (w2 / a) * x", "g1 / a"]
new_dC_dw2 = ["a * g2"]
decrease = ["-eta * (g1**2 / a**2 + a**2 * g2**2)"]

# %% right: powers
new_dC_dw1 = ["g1 * a**-1"]
new_dC_dw2 = ["2*(w1*w2*x - t)*w1*x*a", "g2 * a"]
decrease = ["eta * ((g1 / a)**2 + (a * g2)**2)"]

# %% right: common denominator
new_dC_dw1 = ["2 * (w2 * w1 * x - t) * (w2 / a) * x", "g1 / a"]
new_dC_dw2 = ["a * g2"]
decrease = ["eta*(g1/a)*(g1/a) + eta*(a*g2)*(a*g2)", "eta * (g1**2 + a**4 * g2**2) / a**2"]
