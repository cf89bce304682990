# %% wrong: the 2 is missing | 2 is missing
decayed_step = ["w - eta * (g + lam * w)", "(1 - eta * lam) * w - eta * g"]

# %% wrong: uphill | goes uphill
decayed_step = ["w + eta * (g + 2 * lam * w)", "(1 + 2 * eta * lam) * w + eta * g"]

# %% wrong: the decay makes weights grow | weights grow
decayed_step = ["w - eta * (g - 2 * lam * w)", "(1 + 2 * eta * lam) * w - eta * g"]

# %% wrong: eta forgotten at the decay | line 2 .*eta is missing at the decay
decayed_step = ["w - eta * (g + 2 * lam * w)", "(1 - 2 * lam) * w - eta * g"]

# %% wrong: the factor on g too | shrinks g too
decayed_step = ["w - eta * (g + 2 * lam * w)", "(1 - 2 * eta * lam) * (w - eta * g)"]

# %% wrong: no decay | decay is missing
decayed_step = ["w - eta * g", "w - eta * g"]

# %% wrong: one line | at least 2
decayed_step = ["(1 - 2 * eta * lam) * w - eta * g"]

# %% wrong: a product without its sign | every product needs its sign
decayed_step = ["w - eta (g + 2 lam w)", "(1 - 2 eta lam) w - eta g"]

# %% right: more lines
decayed_step = ["w - eta*(g + lam*(w + w))", "w - eta*g - 2*eta*lam*w", "w*(1 - 2*eta*lam) - eta*g"]

# %% right: as SymPy expressions
import sympy
_w, _g, _eta, _lam = sympy.symbols("w g eta lam")
decayed_step = [_w - _eta * (_g + 2 * _lam * _w), sympy.expand(_w - _eta * (_g + 2 * _lam * _w))]
