# %% wrong: not halved | not been halved at all
def shorten(C, theta, step, g):
    return step

# %% wrong: any descent will do | less than a tenth
def shorten(C, theta, step, g):
    while C(theta + step) >= C(theta):
        step = step / 2
    return step

# %% wrong: promise of the first step | compute the promise anew
def shorten(C, theta, step, g):
    promised = 0.1 * g @ step
    while C(theta + step) > C(theta) + promised:
        step = step / 2
    return step

# %% wrong: returns the point | point where one arrives
def shorten(C, theta, step, g):
    while C(theta + step) > C(theta) + 0.1 * g @ step:
        step = step / 2
    return theta + step

# %% wrong: in place | in place
def shorten(C, theta, step, g):
    while C(theta + step) > C(theta) + 0.1 * g @ step:
        step /= 2
    return step

# %% wrong: once too often | once too often
def shorten(C, theta, step, g):
    while C(theta + step) > C(theta) + 0.1 * g @ step:
        step = step / 2
    return step / 2

# %% wrong: at most once | go on until it is good
def shorten(C, theta, step, g):
    if C(theta + step) > C(theta) + 0.1 * g @ step:
        step = step / 2
    return step

# %% wrong: upside down | upside down|does not come to an end
def shorten(C, theta, step, g):
    for _ in range(50):
        if C(theta + step) > C(theta) + 0.1 * g @ step:
            break
        step = step / 2
    return step

# %% wrong: sign of the promise | go up by a tenth
def shorten(C, theta, step, g):
    while C(theta + step) > C(theta) - 0.1 * g @ step:
        step = step / 2
    return step

# %% wrong: all of the promise | a tenth is enough
def shorten(C, theta, step, g):
    for _ in range(60):
        if C(theta + step) <= C(theta) + 0.5 * g @ step:
            break
        step = step / 2
    return step

# %% wrong: a loop without end | does not come to an end
def shorten(C, theta, step, g):
    half = step
    while C(theta + step) > C(theta) + 0.1 * g @ step:
        half = half / 2
    return half

# %% wrong: divided by ten | divided by 10
def shorten(C, theta, step, g):
    while C(theta + step) > C(theta) + 0.1 * g @ step:
        step = step / 10
    return step

# %% wrong: returns the factor | shape
def shorten(C, theta, step, g):
    t = 1.0
    while C(theta + t * step) > C(theta) + 0.1 * t * g @ step:
        t /= 2
    return t

# %% right: a factor
def shorten(C, theta, step, g):
    t, here, slope = 1.0, C(theta), float(np.dot(g, step))
    while C(theta + t * step) - here > 0.1 * t * slope:
        t *= 0.5
    return t * step

# %% right: recursion
def shorten(C, theta, step, g):
    good = C(theta + step) <= C(theta) + 0.1 * (g * step).sum()
    return step if good else shorten(C, theta, 0.5 * step, g)
