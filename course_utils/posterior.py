"""A posterior over two parameters, seen whole: evaluated at every point of a grid (slide 36).

    P(y_test | X) = integral P(y_test | theta, X) P(theta | X) dtheta

For a network that integral is intractable. For two parameters it is a sum over a few thousand points, so that the
exact answer can be laid beside what is done instead: the highest point (mode), the centre of gravity (mean), or an
ensemble of samples. Points have the shape (..., 2): functions take one theta or a whole grid.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Model:
    """y ~ N(slope(theta) x, noise(theta)^2), with independent Gaussian priors on the two parameters.

    Attributes:
        name: what it is called in captions.
        parameters: names of the two parameters, for axes.
        prior_mean, prior_sd: mean and standard deviation of each parameter before any data.
        slope, noise: from theta (..., 2) to the slope and the noise's standard deviation, each (...).
    """

    name: str
    parameters: tuple[str, str]
    prior_mean: tuple[float, float]
    prior_sd: tuple[float, float]
    slope: Callable[[npt.NDArray], npt.NDArray]
    noise: Callable[[npt.NDArray], npt.NDArray]

    def log_prior(self, theta: npt.ArrayLike) -> npt.NDArray:
        """log P(theta), (..., 2) -> (...)."""
        return log_normal(points("log_prior", theta), np.array(self.prior_mean), np.array(self.prior_sd)).sum(-1)

    def log_likelihood(self, theta: npt.ArrayLike, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray:
        """log P(y_n | x_n, theta) of each sample: theta (..., 2), x and y (N,) -> (..., N)."""
        theta, x, y = points("log_likelihood", theta), np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        if x.ndim != 1 or x.shape != y.shape:
            raise ValueError(f"log_likelihood: x has shape {x.shape} and y {y.shape}, expected (N,) for both")
        return log_normal(y, self.slope(theta)[..., None] * x, self.noise(theta)[..., None])

    def draw(self, N: int, rng: np.random.Generator) -> tuple[npt.NDArray, npt.NDArray, npt.NDArray]:
        """Draw a truth from the prior and N samples from it: theta (2,), x (N,) standard normal, y (N,)."""
        theta = rng.normal(self.prior_mean, self.prior_sd)
        x = rng.standard_normal(N)
        return theta, x, self.slope(theta) * x + self.noise(theta) * rng.standard_normal(N)


# The network of lecture 3, y ~ N(w2 h, 1) with h = w1 x. This prior is its weight decay: C is minus twice the log of
# likelihood times prior, up to a constant, and w^2 / 5^2 = 0.04 w^2.
TINY = Model(
    name="tiny example",
    parameters=("weight w₁", "weight w₂"),
    prior_mean=(0.0, 0.0),
    prior_sd=(5.0, 5.0),
    slope=lambda theta: theta[..., 0] * theta[..., 1],
    noise=lambda theta: np.ones(theta.shape[:-1]),
)

# A line whose noise is to be learned as well. With few samples the noise that fits best is far too small.
LINE = Model(
    name="line with unknown noise",
    parameters=("slope w", "log of the noise's sd, s"),
    prior_mean=(0.0, -1.0),
    prior_sd=(1.0, 1.0),
    slope=lambda theta: theta[..., 0],
    noise=lambda theta: np.exp(theta[..., 1]),
)


class Posterior:
    """P(theta | X) on a grid, and what can be done with it.

    Args:
        model: likelihood and prior.
        x, y: (N,) training samples; N may be 0, which leaves the prior.
        size: grid points along each parameter.
        reach: how far the grid reaches, in the prior's standard deviations to both sides of its mean.

    Attributes:
        theta: (size, size, 2) the grid.
        P: (size, size) probability of each point's cell; sums to 1.
        log_evidence: log P(y | x), the integral of likelihood times prior.
        mode, mean: (2,) the grid's most probable point, and the centre of gravity.
    """

    def __init__(self, model: Model, x: npt.ArrayLike, y: npt.ArrayLike, size: int = 161, reach: float = 4.0) -> None:
        if size < 3 or not reach > 0:
            raise ValueError(f"Posterior: size is {size} and reach {reach}, expected at least 3 points and a width")
        self.model = model
        prior = zip(model.prior_mean, model.prior_sd, strict=True)
        sides = [np.linspace(m - reach * s, m + reach * s, size) for m, s in prior]
        self.theta = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1)
        cell = math.prod(side[1] - side[0] for side in sides)
        log_joint = model.log_prior(self.theta)
        for x_n, y_n in zip(np.asarray(x, dtype=float), np.asarray(y, dtype=float), strict=True):
            log_joint += model.log_likelihood(self.theta, [x_n], [y_n])[..., 0]  # one by one: a grid is large
        # Subtracting the largest first: exp of the numbers themselves may underflow everywhere.
        highest = log_joint.max()
        mass = np.exp(log_joint - highest)
        self.P = mass / mass.sum()
        self.log_evidence = float(highest + math.log(mass.sum() * cell))
        self.mode = self.theta[np.unravel_index(log_joint.argmax(), log_joint.shape)]
        self.mean = np.einsum("ij,ijk->k", self.P, self.theta)

    def log_predictive(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """log P(y_m | x_m, X) of each test sample, averaged over all explanations: x and y (M,) -> (M,)."""
        # Points with less than a billionth of the highest probability change nothing, and are most of the grid.
        kept = self.P > 1e-9 * self.P.max()
        theta, P = self.theta[kept], self.P[kept]
        answers = []
        for x_m, y_m in zip(np.asarray(x, dtype=float), np.asarray(y, dtype=float), strict=True):
            log_p = self.model.log_likelihood(theta, [x_m], [y_m])[..., 0]
            highest = log_p.max()
            answers.append(highest + math.log(P @ np.exp(log_p - highest)))
        return np.array(answers)

    def sample(self, n: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
        """Draw n explanations from the posterior, (n, 2)."""
        return self.theta.reshape(-1, 2)[rng.choice(self.P.size, n, p=self.P.ravel())]


def log_average(log_p: npt.ArrayLike) -> npt.NDArray:
    """log of the mean probability of an ensemble: (K, M) log probabilities, a member a row -> (M,)."""
    log_p = np.asarray(log_p)
    highest = log_p.max(axis=0)
    return highest + np.log(np.exp(log_p - highest).mean(axis=0))


def held_out(
    model: Model, N: int, datasets: int, rng: np.random.Generator, M: int = 20, members: int = 10, size: int = 101
) -> dict[str, npt.NDArray[np.float64]]:
    """Compare predictions over many data sets, each with a truth of its own drawn from the prior.

    Args:
        model: likelihood and prior.
        N: training samples in a data set.
        datasets: how many data sets.
        rng: where truths, samples and ensembles come from.
        M: test samples for each data set.
        members: posterior samples in the ensemble.
        size: grid points along each parameter.

    Returns:
        "mode", "mean", "ensemble", "full" -> (datasets,) held-out log-likelihood per test sample, in nats.
    """
    rows = []
    for _ in range(datasets):
        _, x, y = model.draw(N + M, rng)
        posterior = Posterior(model, x[:N], y[:N], size)
        test = x[N:], y[N:]
        ensemble = log_average(model.log_likelihood(posterior.sample(members, rng), *test))
        singles = [model.log_likelihood(theta, *test) for theta in (posterior.mode, posterior.mean)]
        rows.append([log_p.mean() for log_p in (*singles, ensemble, posterior.log_predictive(*test))])
    return dict(zip(("mode", "mean", "ensemble", "full"), np.array(rows).T, strict=True))


def log_normal(y: npt.ArrayLike, mean: npt.ArrayLike, sd: npt.ArrayLike) -> npt.NDArray:
    """log of the density of N(mean, sd^2) at y, elementwise."""
    return -0.5 * ((y - mean) / sd) ** 2 - np.log(sd) - 0.5 * math.log(2 * math.pi)


def points(where: str, theta: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return theta as an array of points, or say in one sentence why it is none."""
    theta = np.asarray(theta, dtype=float)
    if theta.ndim == 0 or theta.shape[-1] != 2:
        raise ValueError(f"{where}: theta has shape {theta.shape}, expected (..., 2): the two parameters of each point")
    return theta
