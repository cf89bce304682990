"""Checks of assignment 5: a posterior over two parameters on a grid, its mode, its mean and what it predicts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp
from scipy.stats import norm

from course_utils.checks.answers import as_array, call
from course_utils.checks.compare import expect
from course_utils.checks.report import check, fail


@check("log of likelihood times prior")
def log_joint(answer: object) -> None:
    rng = np.random.default_rng()
    w, s = np.sort(rng.normal(size=4)), np.sort(rng.uniform(-1.5, 0.5, 3))
    x, y = rng.normal(size=5), rng.normal(size=5)

    def table(prior: float = 1.0, likelihood: float = 1.0, centre: float = -1.0, sd=np.exp) -> npt.NDArray:
        entries = [
            prior * (norm.logpdf(slope) + norm.logpdf(log_sd, centre))
            + likelihood * norm.logpdf(y, slope * x, sd(log_sd)).sum()
            for slope in w
            for log_sd in s
        ]
        return np.reshape(entries, (len(w), len(s)))

    noise = np.exp(s)
    expected = table()
    slips = {
        "exp(s) was taken for the variance. It is the standard deviation: square it.": table(
            sd=lambda s: np.exp(s / 2)
        ),
        "s itself was taken for the standard deviation: that is exp(s).": table(sd=np.abs),
        "The prior is missing.": table(prior=0),
        "The likelihood is missing, or the samples are not added up.": table(likelihood=0),
        "The mean over the samples was taken, expected the sum: a product of densities.": table(likelihood=1 / len(x)),
        "The prior counts once for each sample, expected once.": table(prior=len(x)),
        "The prior of s has the mean −1, not 0.": table(centre=0),
        "The prior of s has the mean −1, not 1.": table(centre=1),
        "The likelihood's −log(standard deviation) is missing: it is not constant here.": expected
        + len(x) * np.log(noise),
        "−log(standard deviation) is there once, expected for each sample.": expected + (len(x) - 1) * np.log(noise),
        "The 1/2 in the exponents is missing.": 2 * expected
        + len(x) * (np.log(noise) + np.log(2 * np.pi) / 2)
        + np.log(2 * np.pi),
        "The logarithm is missing: that is the density itself.": np.exp(expected),
    }
    got = call("log_joint", answer, w, s, x, y)
    if isinstance(got, np.ndarray) and got.shape == expected.shape and np.isfinite(got).all():
        # A constant changes nothing of the posterior: whoever leaves out log √(2π) is right too.
        got = got - got[0, 0]
        expected, slips = expected - expected[0, 0], {k: np.asarray(v) - v[0, 0] for k, v in slips.items()}
    look = f"Work out one entry by hand: w[0] = {w[0]:.3f}, s[0] = {s[0]:.3f}, with a single sample."
    expect("log_joint(…) − log_joint(…)[0, 0]", got, expected, slips, "(w, s)", rtol=1e-4, look=look)


def grid(rng: np.random.Generator) -> tuple[npt.NDArray, npt.NDArray, npt.NDArray]:
    """w, s, and a lopsided posterior on their grid."""
    w, s = np.linspace(0.5, 2.5, 7), np.linspace(-2, 0.4, 5)
    heights = rng.uniform(0, 1, (7, 5))
    heights[1, 3] = 3
    return w, s, heights / heights.sum()


@check("from log joint to posterior")
def posterior(answer: object) -> None:
    rng = np.random.default_rng()
    logs = rng.normal(0, 1.5, (4, 6))
    for case, shift in (("moderate logarithms", 0.0), ("logarithms near −5000", -5000.0), ("near +5000", 5000.0)):
        log_p = logs + shift
        expected = np.exp(log_p - logsumexp(log_p))
        value = call("posterior", answer, log_p)
        if shift and isinstance(value, np.ndarray) and value.dtype.kind == "f" and not np.isfinite(value).all():
            fail(
                f"posterior of {case}: not all numbers are finite.",
                f"exp({shift:g}) is {'0' if shift < 0 else 'infinite'} to the computer. A constant subtracted from all "
                "logarithms changes nothing of the result: subtract the largest first.",
            )
        slips = {
            "Each row sums to 1, expected all entries together.": np.exp(
                log_p - logsumexp(log_p, axis=1, keepdims=True)
            ),
            "Each column sums to 1, expected all entries together.": np.exp(log_p - logsumexp(log_p, axis=0)),
            "It is not normalised: divide by the sum of all entries.": np.exp(log_p - log_p.max()),
            "exp alone is not normalised: divide by the sum of all entries.": lambda log_p=log_p: np.exp(log_p),
            "That is the logarithm of the probabilities.": log_p - logsumexp(log_p),
            "The logarithms were divided by their sum: take exp first.": log_p / log_p.sum(),
        }
        expect(f"posterior of {case}", value, expected, slips, "(w, s)", rtol=1e-4)


@check("mode and mean")
def mode_and_mean(answer: object) -> None:
    rng = np.random.default_rng()
    w, s, P = grid(rng)
    # A ridge: each parameter's own most probable value is not that of the highest point.
    P[5, :] = P[1, 3] * 0.9
    P /= P.sum()
    got = call("mode_and_mean", answer, w, s, P)
    if not isinstance(got, tuple | list) or len(got) != 2:
        fail("mode_and_mean should return two arrays of shape (2,): return mode, mean")
    got = [
        np.array([float(as_array(f"an entry of {name}", one, ())) for one in part])
        if isinstance(part, list | tuple)
        else as_array(name, part, (2,), "(w, s)")
        for name, part in zip(("mode", "mean"), got, strict=True)
    ]
    a, b = max(np.ndindex(P.shape), key=lambda index: P[index])
    mode, lowest = np.array([w[a], s[b]]), np.unravel_index(P.argmin(), P.shape)
    mean = np.array([sum(P[i, j] * (w[i], s[j])[k] for i in range(7) for j in range(5)) for k in (0, 1)])
    slips = {
        "These are the indices, expected the values of w and s there.": [a, b],
        "The order is w, s.": mode[::-1],
        "Each parameter's own most probable value was taken. The mode is the highest point of the whole grid.": (
            lambda: [w[P.sum(axis=1).argmax()], s[P.sum(axis=0).argmax()]]
        ),
        "That is the mean: return mode, mean.": mean,
        "That is the lowest point.": [w[lowest[0]], s[lowest[1]]],
    }
    look = "np.unravel_index(P.argmax(), P.shape) gives both indices."
    expect("mode", got[0], mode, slips, "(w, s)", rtol=1e-4, look=look)
    slips = {
        "The grid's points count alike in yours: weight them with P.": [w.mean(), s.mean()],
        "The order is w, s.": mean[::-1],
        "That is the mode.": mode,
        "The weighted values were averaged again: P sums to 1 already, so add them up.": mean / P.size,
        "It was averaged over one axis too many: sum over the other parameter first.": mean / np.array([5, 7]),
    }
    look = "Σ P[a, b] w[a], over all a and b; and the same with s[b]."
    expect("mean", got[1], mean, slips, "(w, s)", rtol=1e-4, look=look)


@check("the full predictive distribution")
def log_predictive(answer: object) -> None:
    rng = np.random.default_rng()
    _, _, P = grid(rng)
    logs = rng.normal(-2, 1.5, (7, 5, 3))
    for case, log_p in (("moderate logarithms", logs), ("logarithms near −3000", logs - 3000)):
        expected = np.array([logsumexp(log_p[..., m], b=P) for m in range(3)])
        best = np.unravel_index(P.argmax(), P.shape)
        value = call("log_predictive", answer, P, log_p)
        far = log_p is not logs
        if far and isinstance(value, np.ndarray) and value.dtype.kind == "f" and np.isinf(value).any():
            fail(
                f"log_predictive of {case} is infinite.",
                "exp(−3000) is 0 to the computer. Subtract each test sample's largest logarithm first, and add it "
                "again after the log.",
            )
        slips = {
            "The logarithms were averaged. Average the probabilities, and take the logarithm after.": (
                np.tensordot(P, log_p, 2)
            ),
            "All points of the grid count alike in yours: weight them with P.": logsumexp(log_p, axis=(0, 1))
            - np.log(P.size),
            "The sum over the grid is there, but the weights P are not.": logsumexp(log_p, axis=(0, 1)),
            "The logarithm is missing: that is the probability itself.": np.exp(expected),
            "That is what the mode alone predicts.": log_p[best],
            "P counts twice.": np.array([logsumexp(log_p[..., m], b=P**2) for m in range(3)]),
            "The weighted probabilities were averaged again: P sums to 1 already, so add them up.": (
                expected - np.log(P.size)
            ),
            "That largest logarithm has not been added again.": expected - log_p.max(axis=(0, 1)),
        }
        expect(f"log_predictive of {case}", value, expected, slips, "(test samples)", rtol=1e-6 if far else 1e-4)
