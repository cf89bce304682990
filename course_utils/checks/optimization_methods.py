"""Checks of assignment 2: the methods that walk.

A trajectory is checked step by step against the law it should obey at the points where it has been: so the first wrong
step is found, and a slip is named by the step that it would have made there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from course_utils import tiny_example
from course_utils.checks.answers import as_array, call, shape_of
from course_utils.checks.report import check, fail

RTOL = 1e-4  # float32 is welcome

# From the points so far, (k + 1, n), and the gradients there, to the next step.
Law = Callable[[npt.NDArray, npt.NDArray], npt.NDArray]


def obeys(
    name: str, answer: object, args: tuple, steps: int, law: Law, slips: Mapping[str, Law], look: str, huge: str = ""
) -> None:
    """Fail unless a walk has the right shape, begins at its start, and makes each step as the law says.

    Args:
        name: of the function, for messages.
        answer: the student's; called with gradient, theta and the rest of args.
        args: its arguments.
        steps: how many it was asked for.
        law: the step that is right.
        slips: sentence -> the step that one would make who made this slip.
        look: what to look at when no slip is recognised.
        huge: what to say when a step is ten thousand times too long.
    """
    gradient, theta = args[:2]
    calls = [0]

    def counted(x: npt.NDArray) -> npt.NDArray:
        calls[0] += 1
        if calls[0] > 100 * (steps + 2):
            fail(f"{name} asks for the gradient again and again: {steps} steps are wanted. Does its loop end?")
        return gradient(x)

    value = call(name, answer, counted, *args[1:])
    n = len(theta)
    if shape_of(value) == (steps, n):
        fail(
            f"{name} returned {steps} points for {steps} steps.",
            "With the start there should be one more: which end is missing?",
        )
    if shape_of(value) == (n,) and n != steps + 1:
        fail(f"{name} returned one point; the whole trajectory is wanted, ({steps + 1}, {n}): the start and each step.")
    w = as_array(name, value, (steps + 1, n), "(steps + 1, parameters)")
    if np.abs(w - w[0]).max() == 0:
        why = "Either the walk never moves, or the list holds one and the same array many times, changed in place."
        fail(f"All rows of the trajectory of {name} are equal.", why)
    if not np.allclose(w[0], theta, rtol=RTOL):
        fail(f"The trajectory of {name} begins at {w[0].round(3).tolist()}, not its start {theta.round(4).tolist()}.")
    g = np.array([gradient(x) for x in w])
    made = np.diff(w, axis=0)

    def steps_of(law: Law) -> npt.NDArray:
        with np.errstate(all="ignore"):
            return np.array([law(w[: k + 1], g[: k + 1]) for k in range(steps)])

    right = steps_of(law)
    wrong = np.abs(made - right).max(axis=1) > RTOL * (np.abs(right).max() + 1e-3 * np.abs(w).max()) + 1e-12
    if not wrong.any():
        return
    k = int(np.argmax(wrong))
    said = f"Step {k + 1} of {name} moves by {made[k].round(5).tolist()}, expected {right[k].round(5).tolist()}."
    if huge and np.abs(made[k]).max() > 1e4 * np.abs(right[k]).max():
        fail(said, huge)
    for sentence, slip in slips.items():
        if np.allclose(steps_of(slip), made, rtol=1e-3, atol=RTOL * np.abs(made).max()):
            fail(said, sentence)
    fail(said, look)


@check("gradient_descent")
def gradient_descent(answer: object) -> None:
    """On the tiny example and on a bowl of three dimensions."""
    rng = np.random.default_rng()
    A = rng.uniform(0.5, 2, size=3)
    for gradient, start, eta, steps in (
        (tiny_example.gradient, np.array([2.0, 0.5]), 0.05, 6),
        (lambda x: A * x + np.sin(x), rng.normal(size=3), 0.3, 5),
    ):
        slips: dict[str, Law] = {
            "It goes uphill: the gradient is to be subtracted.": lambda w, g, eta=eta: eta * g[-1],
            "eta is missing.": lambda w, g: -g[-1],
            "The gradient is always that at the start; it should be that where the walk is now.": (
                lambda w, g, eta=eta: -eta * g[0]
            ),
            "The gradient comes one step late.": lambda w, g, eta=eta: -eta * g[max(0, len(g) - 2)],
            "The gradient is divided by its length: that makes all steps equally long.": lambda w, g, eta=eta: (
                -eta * g[-1] / np.linalg.norm(g[-1])
            ),
            "Only the sign of the gradient is used.": lambda w, g, eta=eta: -eta * np.sign(g[-1]),
            "The stepsize shrinks as the walk goes on; here it is eta throughout.": lambda w, g, eta=eta: (
                -eta / len(g) * g[-1]
            ),
            "Each step begins at the start; it should begin where the last one ended.": lambda w, g, eta=eta: (
                w[0] - eta * g[-1] - w[-1]
            ),
        }
        look = "Each step: θ - eta · gradient(θ), with θ where the last step ended."
        args = (gradient, start, eta, steps)
        obeys("gradient_descent", answer, args, steps, lambda w, g, eta=eta: -eta * g[-1], slips, look)


def last(w: npt.NDArray, back: int = 0) -> npt.NDArray:
    """The last step made, or the one before; zero before the first."""
    end = len(w) - back
    return w[end - 1] - w[end - 2] if end > 1 else np.zeros(w.shape[1])


@check("momentum")
def momentum(answer: object) -> None:
    """On the tiny example and on a bowl of three dimensions."""
    rng = np.random.default_rng()
    A = rng.uniform(0.5, 2, size=3)
    for gradient, start, eta, alpha, steps in (
        (tiny_example.gradient, np.array([2.0, 0.5]), 0.03, 0.6, 7),
        (lambda x: A * x + np.sin(x), rng.normal(size=3), 0.2, 0.8, 6),
    ):

        def law(w, g, e=eta, al=alpha):
            return al * last(w) - e * g[-1]

        def ahead(w, g, e=eta, al=alpha, gradient=gradient):
            return al * last(w) - e * gradient(w[-1] + al * last(w))

        slips: dict[str, Law] = {
            "It goes uphill: eta times the gradient is to be subtracted from m.": lambda w, g, e=eta, al=alpha: (
                al * last(w) + e * g[-1]
            ),
            "The momentum has no effect: m is that of this step alone.": lambda w, g, e=eta: -e * g[-1],
            "The gradient is weighted with 1 - alpha; in this definition it counts in full.": (
                lambda w, g, e=eta, al=alpha: al * last(w) - e * (1 - al) * g[-1]
            ),
            "alpha and eta are swapped.": lambda w, g, e=eta, al=alpha: e * last(w) - al * g[-1],
            "The gradient is taken ahead of the point: that is Nesterov's momentum.": ahead,
            "theta moves by the old m: first m, then theta.": lambda w, g, e=eta, al=alpha: (
                al * last(w) - e * g[-2] if len(g) > 1 else 0 * g[-1]
            ),
            "m grows without fading: alpha is missing at m.": lambda w, g, e=eta: last(w) - e * g[-1],
            "alpha stands at the gradient too.": lambda w, g, e=eta, al=alpha: al * (last(w) - e * g[-1]),
            "The momentum pushes back: its sign is wrong.": lambda w, g, e=eta, al=alpha: -al * last(w) - e * g[-1],
            "eta is missing.": lambda w, g, al=alpha: al * last(w) - g[-1],
            "eta is applied twice, to m and again to the step.": lambda w, g, e=eta, al=alpha: (
                al * last(w) - e * e * g[-1]
            ),
        }
        look = "First m ← alpha · m - eta · gradient(θ), then θ ← θ + m; m begins at zero."
        obeys("momentum", answer, (gradient, start, eta, alpha, steps), steps, law, slips, look)


def mean(beta: float, values: npt.NDArray) -> npt.NDArray:
    """Weighted mean of all values so far, weights beta to the power of their age."""
    return np.average(values, axis=0, weights=beta ** np.arange(len(values))[::-1].astype(float))


@check("adam")
def adam(answer: object) -> None:
    """The corrected running means are weighted means of all gradients so far: steps are compared with these."""
    rng = np.random.default_rng()
    A = rng.uniform(0.5, 5, size=3)
    settings = ((0.1, 8, ()), (0.07, 8, (0.6, 0.8, 0.3)))
    for eta, steps, rest in settings:
        b1, b2, eps = rest or (0.9, 0.999, 1e-8)

        def step(w, g, m=None, v=None, eta=eta, eps=eps, b1=b1, b2=b2):
            m = mean(b1, g) if m is None else m
            return -eta * m / (np.sqrt(mean(b2, g**2) if v is None else v) + eps)

        def short(beta, g):
            return 1 - beta ** len(g)

        def spread(g, b1=b1, b2=b2):
            return np.abs(mean(b2, g**2) - mean(b1, g) ** 2)

        def later(beta, g):  # corrected as if the step after this one were made
            return (1 - beta ** len(g)) / (1 - beta ** (len(g) + 1))

        slips: dict[str, Law] = {
            "It goes uphill: the step is to be subtracted.": lambda w, g, s=step: -s(w, g),
            "The corrections 1 - beta^k are missing.": lambda w, g, s=step, b1=b1, b2=b2: s(
                w, g, mean(b1, g) * short(b1, g), mean(b2, g**2) * short(b2, g)
            ),
            "The correction of v, 1 - beta2^k, is missing.": lambda w, g, s=step, b2=b2: s(
                w, g, None, mean(b2, g**2) * short(b2, g)
            ),
            "The correction of m, 1 - beta1^k, is missing.": lambda w, g, s=step, b1=b1: s(
                w, g, mean(b1, g) * short(b1, g)
            ),
            "v is a variance, with the mean subtracted; it should be the mean of g² as it is (the second moment).": (
                lambda w, g, s=step: s(w, g, None, spread(g))
            ),
            "epsilon stands inside the root; it belongs outside.": lambda w, g, b1=b1, b2=b2, eps=eps, eta=eta: (
                -eta * mean(b1, g) / np.sqrt(mean(b2, g**2) + eps)
            ),
            "The root of v is missing.": lambda w, g, b1=b1, b2=b2, eps=eps, eta=eta: (
                -eta * mean(b1, g) / (mean(b2, g**2) + eps)
            ),
            "k counts one too far in the corrections: the first step has k = 1.": lambda w, g, s=step, b1=b1, b2=b2: s(
                w, g, mean(b1, g) * later(b1, g), mean(b2, g**2) * later(b2, g)
            ),
            "beta1 and beta2 are swapped.": lambda w, g, s=step, b1=b1, b2=b2: s(w, g, mean(b2, g), mean(b1, g**2)),
            "The gradient itself is in the numerator, not its running mean m.": lambda w, g, s=step: s(w, g, g[-1]),
            "v adds up all squares: that is Adagrad.": lambda w, g, s=step: s(w, g, None, (g**2).sum(axis=0)),
            "v holds the gradient, not its square.": lambda w, g, s=step, b2=b2: s(w, g, None, np.abs(mean(b2, g))),
            "One v serves all entries; each entry has one of its own.": lambda w, g, s=step, b2=b2: s(
                w, g, None, mean(b2, (g**2).mean(axis=1))
            ),
            "One v serves all entries, the squared length of the gradient; each entry has its own.": (
                lambda w, g, s=step, b2=b2: s(w, g, None, mean(b2, (g**2).sum(axis=1)))
            ),
            "epsilon is not used.": lambda w, g, s=step: s(w, g, eps=0.0),
            "The betas are fixed at 0.9 and 0.999 in the program; they are arguments.": lambda w, g, s=step: s(
                w, g, mean(0.9, g), mean(0.999, g**2)
            ),
        }
        look = "Write down m, v and both corrections for the first two steps by hand, and compare."
        args = (lambda x: A * x - 1, rng.normal(size=3), eta, steps, *rest)
        huge = "The root of v is nearly zero there. v is the mean of g² as it is (the second moment), not a variance."
        obeys("adam", answer, args, steps, step, slips, look, huge)
