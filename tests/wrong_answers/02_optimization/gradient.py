# %% wrong: inner derivative missing | inner derivative is missing
dC_dw1 = ["2 * (w1*w2 - 1.5) + 0.08*w1"]
dC_dw2 = ["2 * (w1*w2 - 1.5) * w1 + 0.08*w2"]

# %% wrong: inner derivative by the other weight | inner derivative is that of the other weight
dC_dw1 = ["2 * (w1*w2 - 1.5) * w1 + 0.08*w1"]
dC_dw2 = ["2 * (w1*w2 - 1.5) * w2 + 0.08*w2"]

# %% wrong: 2 of the decay missing | weight decay's square
dC_dw1 = ["2 * (w1*w2 - 1.5) * w2 + 0.04*w1"]
dC_dw2 = ["2 * (w1*w2 - 1.5) * w1 + 0.04*w2"]

# %% wrong: 2 of the square missing | first square is missing
dC_dw1 = ["(w1*w2 - 1.5) * w2 + 0.08*w1"]
dC_dw2 = ["(w1*w2 - 1.5) * w1 + 0.08*w2"]

# %% wrong: decay forgotten | decay is missing
dC_dw1 = ["2 * (w1*w2 - 1.5) * w2"]
dC_dw2 = ["2 * (w1*w2 - 1.5) * w1"]

# %% wrong: the two exchanged | by the other weight
dC_dw1 = ["2 * (w1*w2 - 1.5) * w1 + 0.08*w2"]
dC_dw2 = ["2 * (w1*w2 - 1.5) * w2 + 0.08*w1"]

# %% wrong: negative gradient | sign
dC_dw1 = ["-2 * (w1*w2 - 1.5) * w2 - 0.08*w1"]
dC_dw2 = ["-2 * (w1*w2 - 1.5) * w1 - 0.08*w2"]

# %% wrong: plus 1.5 | minus 1\.5
dC_dw1 = ["2 * (w1*w2 + 1.5) * w2 + 0.08*w1"]
dC_dw2 = ["2 * (w1*w2 + 1.5) * w1 + 0.08*w2"]

# %% wrong: slip in the second line | Line 2 does not follow
dC_dw1 = ["2 * (w1*w2 - 1.5) * w2 + 0.08*w1", "2*w1*w2**2 - 1.5*w2 + 0.08*w1"]
dC_dw2 = ["2 * (w1*w2 - 1.5) * w1 + 0.08*w2"]

# %% wrong: decay with the other weight | other weight
dC_dw1 = ["2 * (w1*w2 - 1.5) * w2 + 0.08*w2"]
dC_dw2 = ["2 * (w1*w2 - 1.5) * w1 + 0.08*w1"]

# %% wrong: the second one missing | dC_dw2.*missing
dC_dw1 = ["2 * (w1*w2 - 1.5) * w2 + 0.08*w1"]
dC_dw2 = []

# %% wrong: product signs missing | needs its sign
dC_dw1 = ["2 (w1 w2 - 1.5) w2 + 0.08 w1"]
dC_dw2 = ["2 (w1 w2 - 1.5) w1 + 0.08 w2"]

# %% wrong: hat for a power | write \*\* for a power
dC_dw1 = ["2*w1*w2^2 - 3*w2 + 0.08*w1"]
dC_dw2 = ["2*w1^2*w2 - 3*w1 + 0.08*w2"]

# %% right: expanded
dC_dw1 = ["2*w1*w2**2 - 3*w2 + 0.08*w1"]
dC_dw2 = ["2*w1**2*w2 - 3*w1 + 0.08*w2"]

# %% right: factored, several lines
dC_dw1 = ["2*w2*(w1*w2 - 1.5) + 2*0.04*w1", "w1 * (2*w2**2 + 0.08) - 3*w2"]
dC_dw2 = ["2*w1*(w1*w2 - 1.5) + 2*0.04*w2", "w2 * (2*w1**2 + 8/100) - 6*w1/2"]

# %% right: by SymPy
import sympy
a, b = sympy.symbols("w1 w2")
criterion = (a * b - sympy.Rational(3, 2)) ** 2 + sympy.Rational(1, 25) * (a**2 + b**2)
dC_dw1, dC_dw2 = [sympy.diff(criterion, a)], [sympy.diff(criterion, b)]
