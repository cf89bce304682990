# %% wrong: slope of tanh forgotten | slope of tanh is missing
dC_dw2 = ["dC_dy * dy_dw2", "2 * (y - t) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * x"]

# %% wrong: inner derivative x forgotten | inside the tanh
dC_dw2 = ["dC_dy * dy_dw2", "2 * (y - t) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2)"]

# %% wrong: slope of tanh taken at h | taken at h
dC_dw2 = ["dC_dy * dy_dw2", "2 * (y - t) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - tanh(h)**2) * x"]

# %% wrong: sign | sign is wrong
dC_dw2 = ["dC_dy * dy_dw2", "2 * (t - y) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: the 2 forgotten | factor of 2 is missing
dC_dw2 = ["dC_dy * dy_dw2", "(y - t) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: x for h | signal that comes into w2 is h
dC_dw2 = ["dC_dy * dy_dw2", "2 * (y - t) * x"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: dy/dh for dy/dw2 in the chain | here stands ∂y/∂h
dC_dw2 = ["dC_dy * dy_dh", "2 * (y - t) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: w2 forgotten | factor ∂y/∂h is missing
dC_dw2 = ["dC_dy * dy_dw2", "2 * (y - t) * h"]
dC_dw1 = ["dC_dy * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: not worked out | still uses dC_dy
dC_dw2 = ["dC_dy * dy_dw2", "dC_dy * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: one line only | at least 2
dC_dw2 = ["2 * (y - t) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: an equals sign | equals sign
dC_dw2 = ["dC_dw2 = dC_dy * dy_dw2", "2 * (y - t) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: an undeclared name | not declared
dC_dw2 = ["dC_dy * dy_dw2", "2 * (output - t) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: a product without its sign | product needs its sign
dC_dw2 = ["dC_dy * dy_dw2", "2 (y - t) * h"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "2 * (y - t) * w2 * (1 - h**2) * x"]

# %% wrong: a comma forgotten | without a comma
dC_dw2 = ["dC_dy * dy_dw2"
          "2*(y-t)*h"]
dC_dw1 = ["dC_dy*dy_dh*dh_dw1", "2*(y-t)*w2*(1-h**2)*x"]

# %% right: written with tanh and w1
dC_dw2 = ["dC_dy * dy_dw2", "2 * (w2 * tanh(w1 * x) - t) * tanh(w1 * x)"]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", "-2 * (t - y) * w2 * x * (1 - tanh(w1 * x)**2)"]

# %% right: SymPy expressions
import sympy as sp

w1, w2, x, t = sp.symbols("w1 w2 x t")
C = (w2 * sp.tanh(w1 * x) - t) ** 2
dC_dw2 = ["dC_dy * dy_dw2", sp.diff(C, w2)]
dC_dw1 = ["dC_dy * dy_dh * dh_dw1", sp.diff(C, w1), sp.expand(sp.diff(C, w1))]

# %% right: expanded, with cosh-free powers
dC_dw2 = ("dC_dy * h", "2*y*h - 2*t*h")
dC_dw1 = ("dC_dy * w2 * dh_dw1", "2·(y − t)·w2·x·(1 − h²)")
