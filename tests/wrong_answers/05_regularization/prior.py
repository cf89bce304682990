# %% wrong: s for its square | standard deviation s stands
prior = {"gradient": "w / (N * s)", "strength": "1 / (2 * N * s)", "sd": "1 / (2 * N * lam)"}

# %% wrong: 1/N missing | 1/N is missing
prior = {"gradient": "w / s**2", "strength": "1 / (2 * s**2)", "sd": "1 / sqrt(2 * lam)"}

# %% wrong: 2 missing in the strength | factor of 2
prior = {"gradient": "w / (N * s**2)", "strength": "1 / (N * s**2)", "sd": "1 / sqrt(N * lam)"}

# %% wrong: variance for sd | variance s\*\*2: take its root
prior = {"gradient": "w / (N * s**2)", "strength": "1 / (2 * N * s**2)", "sd": "1 / (2 * N * lam)"}

# %% wrong: N upside down | N multiplies
prior = {"gradient": "w / (N * s**2)", "strength": "N / (2 * s**2)", "sd": "sqrt(N / (2 * lam))"}

# %% wrong: sign | negative of what is expected
prior = {"gradient": "-w / (N * s**2)", "strength": "1 / (2 * N * s**2)", "sd": "1 / sqrt(2 * N * lam)"}

# %% wrong: not differentiated | differentiate
prior = {"gradient": "w**2 / (2 * N * s**2)", "strength": "1 / (2 * N * s**2)", "sd": "1 / sqrt(2 * N * lam)"}

# %% wrong: inverted | inverted
prior = {"gradient": "w / (N * s**2)", "strength": "1 / (2 * N * s**2)", "sd": "sqrt(2 * N * lam)"}

# %% wrong: lambda instead of lam | formula here|not declared|stops making sense
prior = {"gradient": "w / (N * s**2)", "strength": "1 / (2 * N * s**2)", "sd": "1 / sqrt(2 * N * lambda)"}

# %% right: other algebraic forms
prior = {"gradient": "s**-2 * w / N", "strength": "0.5 / N / s**2", "sd": "(2 * lam * N)**-0.5"}

# %% right: as SymPy expressions
import sympy
_w, _s, _N, _lam = sympy.symbols("w s N lam", positive=True)
prior = {
    "gradient": sympy.diff(_w**2 / (2 * _s**2 * _N), _w),
    "strength": 1 / (2 * _N * _s**2),
    "sd": sympy.sqrt(1 / (2 * _N * _lam)),
}
