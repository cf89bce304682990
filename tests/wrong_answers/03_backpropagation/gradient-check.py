# %% wrong: absolute error | not absolutely
def gradient_check(gradient, numeric, tolerance=1e-6):
    return [name for name in gradient if not np.abs(gradient[name] - numeric[name]).max() <= tolerance]

# %% wrong: absolute error, on a lenient scale | not absolutely
def gradient_check(gradient, numeric, tolerance=1e-6):
    return [name for name in gradient if not np.abs(gradient[name] - numeric[name]).max() <= max(tolerance, 1e-7)]

# %% wrong: no absolute value | negative difference
def gradient_check(gradient, numeric, tolerance=1e-6):
    wrong = []
    for name, g in gradient.items():
        size = np.abs(g).max() + np.abs(numeric[name]).max()
        if size > 0 and not (g - numeric[name]).max() / size <= tolerance:
            wrong.append(name)
    return wrong

# %% wrong: NaN passes | comparison with NaN
def gradient_check(gradient, numeric, tolerance=1e-6):
    wrong = []
    for name, g in gradient.items():
        size = np.linalg.norm(g) + np.linalg.norm(numeric[name])
        if np.linalg.norm(g - numeric[name]) > tolerance * size:
            wrong.append(name)
    return wrong

# %% wrong: zero over zero | 0/0
def gradient_check(gradient, numeric, tolerance=1e-6):
    wrong = []
    for name, g in gradient.items():
        error = np.linalg.norm(g - numeric[name]) / (np.linalg.norm(g) + np.linalg.norm(numeric[name]))
        if not error <= tolerance:
            wrong.append(name)
    return wrong

# %% wrong: names those that are right | returned \['W', 'b'\], expected \[\]
def gradient_check(gradient, numeric, tolerance=1e-6):
    return [
        name
        for name, g in gradient.items()
        if np.linalg.norm(g - numeric[name]) <= tolerance * (np.linalg.norm(g) + np.linalg.norm(numeric[name]))
    ]

# %% wrong: a truth value | expected a list of names
def gradient_check(gradient, numeric, tolerance=1e-6):
    return all(np.allclose(gradient[name], numeric[name]) for name in gradient)

# %% wrong: stops at the first | both should be named
def gradient_check(gradient, numeric, tolerance=1e-6):
    for name, g in gradient.items():
        if not np.linalg.norm(g - numeric[name]) <= tolerance * (np.linalg.norm(g) + np.linalg.norm(numeric[name])):
            return [name]
    return []

# %% wrong: tolerance ignored | Is the argument tolerance used
def gradient_check(gradient, numeric, tolerance=1e-6):
    wrong = []
    for name, g in gradient.items():
        if not np.linalg.norm(g - numeric[name]) <= 1e-6 * (np.linalg.norm(g) + np.linalg.norm(numeric[name])):
            wrong.append(name)
    return wrong

# %% wrong: compares the norms only | wrong sign
def gradient_check(gradient, numeric, tolerance=1e-6):
    wrong = []
    for name, g in gradient.items():
        one, other = np.linalg.norm(g), np.linalg.norm(numeric[name])
        if not abs(one - other) <= tolerance * (one + other):
            wrong.append(name)
    return wrong

# %% right: largest entries
def gradient_check(gradient, numeric, tolerance=1e-6):
    wrong = []
    for name in gradient:
        error = np.abs(gradient[name] - numeric[name]).max()
        size = max(np.abs(gradient[name]).max(), np.abs(numeric[name]).max())
        if np.isnan(error) or (size > 0 and error / size > tolerance):
            wrong.append(name)
    return wrong

# %% right: a tiny number below the line, a tuple
def gradient_check(gradient, numeric, tolerance=1e-6):
    def error(g, n):
        return np.sqrt(((g - n) ** 2).sum()) / (np.sqrt((g**2).sum()) + np.sqrt((n**2).sum()) + 1e-30)

    return tuple(name for name in gradient if not error(gradient[name], numeric[name]) < tolerance)

# %% right: np.allclose with a scale
def gradient_check(gradient, numeric, tolerance=1e-6):
    return [
        name
        for name in gradient
        if not np.allclose(gradient[name], numeric[name], rtol=0, atol=tolerance * np.abs(numeric[name]).max())
    ]

# %% right: the largest relative error of an entry
def gradient_check(gradient, numeric, tolerance=1e-6):
    wrong = []
    for name, g in gradient.items():
        n = numeric[name]
        error = np.abs(g - n) / np.maximum(1e-30, np.abs(g) + np.abs(n))
        if not error.max() <= tolerance:
            wrong.append(name)
    return wrong
