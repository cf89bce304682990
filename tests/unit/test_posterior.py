"""The two-parameter posterior (slide 36), against adaptive integration, closed forms and brute force."""

import math
from dataclasses import replace

import numpy as np
import pytest
import scipy.integrate
import scipy.optimize
import scipy.stats

from course_utils import posterior as po
from course_utils import tiny_example

TINY = replace(po.TINY, prior_sd=(1.0, 1.0))
X, Y = [1.0, -0.5, 2.0], [1.5, 0.2, 2.1]


def joint(model, theta1, theta2, x, y):
    """Likelihood times prior, written with scipy.stats and without the module's own functions."""
    slope, sd = (theta1 * theta2, 1.0) if model.name == "tiny example" else (theta1, np.exp(theta2))
    (m1, m2), (s1, s2) = model.prior_mean, model.prior_sd
    density = scipy.stats.norm.pdf(theta1, m1, s1) * scipy.stats.norm.pdf(theta2, m2, s2)
    for x_n, y_n in zip(x, y, strict=True):
        density = density * scipy.stats.norm.pdf(y_n, slope * x_n, sd)
    return density


def quadrature(model, x, y, reach=4.0):
    """Gauss-Legendre quadrature, another rule than the grid's: its points on both axes, and the mass at each pair."""
    nodes, weights = np.polynomial.legendre.leggauss(60)
    theta1, theta2 = (m + reach * s * nodes for m, s in zip(model.prior_mean, model.prior_sd, strict=True))
    area = reach**2 * np.prod(model.prior_sd) * np.outer(weights, weights)
    return theta1, theta2, joint(model, theta1[:, None], theta2, x, y) * area


def integral(model, x, y):
    """The evidence."""
    return quadrature(model, x, y)[2].sum()


@pytest.mark.parametrize("model", [TINY, po.LINE], ids=lambda model: model.name)
def test_evidence_and_predictive_equal_numerical_integration(model):
    posterior = po.Posterior(model, X, Y)
    evidence = integral(model, X, Y)
    assert math.exp(posterior.log_evidence) == pytest.approx(evidence, rel=2e-3)
    x_test, y_test = [1.5, -1.0], [1.0, 3.0]
    expected = [integral(model, [*X, a], [*Y, b]) / evidence for a, b in zip(x_test, y_test, strict=True)]
    np.testing.assert_allclose(np.exp(posterior.log_predictive(x_test, y_test)), expected, rtol=5e-3)


def test_predictive_of_the_line_equals_scipys_adaptive_integration():
    # Given the noise the slope is Gaussian and is integrated in closed form; the noise is left to scipy's quad.
    def marginal(x, y):
        x, y = np.array(x), np.array(y)

        def given_noise(s):
            covariance = np.exp(2 * s) * np.eye(len(x)) + np.outer(x, x)
            return scipy.stats.norm.pdf(s, -1, 1) * scipy.stats.multivariate_normal.pdf(y, np.zeros(len(x)), covariance)

        return scipy.integrate.quad(given_noise, -5, 3, epsabs=1e-13, limit=200)[0]

    expected = marginal([*X, 0.7], [*Y, 0.4]) / marginal(X, Y)
    assert np.exp(po.Posterior(po.LINE, X, Y, 301).log_predictive([0.7], [0.4])[0]) == pytest.approx(expected, rel=2e-3)


def test_predictive_is_a_density_that_sums_to_1():
    y = np.linspace(-30, 30, 1201)
    density = np.exp(po.Posterior(TINY, X, Y).log_predictive(np.full_like(y, 2.0), y))
    assert np.sum(density) * 0.05 == pytest.approx(1, abs=1e-4)


def test_without_data_the_posterior_is_the_prior():
    posterior = po.Posterior(po.LINE, [], [])
    assert posterior.log_evidence == pytest.approx(0, abs=1e-3)
    np.testing.assert_allclose(posterior.mode, po.LINE.prior_mean, atol=1e-9)
    np.testing.assert_allclose(posterior.mean, po.LINE.prior_mean, atol=1e-9)


def test_mode_and_mean_of_the_line_equal_scipys():
    posterior = po.Posterior(po.LINE, X, Y, 401)
    best = scipy.optimize.minimize(lambda t: -np.log(joint(po.LINE, *t, X, Y)), [1.0, -1.0])
    cell = 2 * 4 / 400
    np.testing.assert_allclose(posterior.mode, best.x, atol=cell)
    theta1, theta2, mass = quadrature(po.LINE, X, Y)
    mean = np.array([theta1 @ mass.sum(axis=1), theta2 @ mass.sum(axis=0)]) / mass.sum()
    np.testing.assert_allclose(posterior.mean, mean, atol=2e-3)


def test_criterion_of_the_tiny_example_is_minus_twice_the_log_posterior():
    theta = np.random.default_rng(0).normal(0, 3, (20, 2))
    log_joint = po.TINY.log_likelihood(theta, [1.0], [1.5])[:, 0] + po.TINY.log_prior(theta)
    difference = -2 * log_joint - tiny_example.C(theta)
    np.testing.assert_allclose(difference, difference[0], rtol=1e-12)


def test_mean_of_the_symmetric_posterior_is_senseless():
    posterior = po.Posterior(po.TINY, [1.0], [1.5], size=401)
    np.testing.assert_allclose(posterior.mean, 0, atol=1e-9)
    np.testing.assert_allclose(np.abs(posterior.mode), tiny_example.MINIMA[0], atol=0.06)


@pytest.mark.parametrize(
    ("model", "N", "second", "last"),
    [(po.LINE, 5, "mean", "mode"), (replace(po.TINY, prior_sd=(1.5, 1.5)), 2, "mode", "mean")],
    ids=lambda value: getattr(value, "name", None),
)
def test_full_predictive_has_the_best_held_out_likelihood(model, N, second, last):
    scores = po.held_out(model, N, datasets=200, rng=np.random.default_rng(1), size=81)
    for name in ("mode", "mean", "ensemble"):
        behind = scores["full"] - scores[name]
        assert behind.mean() > 2 * behind.std(ddof=1) / math.sqrt(200), name
    assert scores["full"].mean() > scores["ensemble"].mean() > scores[second].mean() > scores[last].mean()


def test_held_out_scores_are_those_of_the_model():
    scores = po.held_out(TINY, 2, datasets=1, rng=np.random.default_rng(3), M=4, size=81)
    rng = np.random.default_rng(3)
    theta = rng.normal(0, 1, 2)
    x = rng.standard_normal(6)
    y = theta[0] * theta[1] * x + rng.standard_normal(6)
    posterior = po.Posterior(TINY, x[:2], y[:2], 81)
    for name, (w1, w2) in {"mode": posterior.mode, "mean": posterior.mean}.items():
        assert scores[name][0] == pytest.approx(scipy.stats.norm.logpdf(y[2:], w1 * w2 * x[2:]).mean())
    assert scores["full"][0] == pytest.approx(posterior.log_predictive(x[2:], y[2:]).mean())


def test_samples_have_the_posteriors_moments():
    posterior = po.Posterior(po.LINE, X, Y)
    samples = posterior.sample(20_000, np.random.default_rng(0))
    sd = np.sqrt(np.einsum("ij,ijk->k", posterior.P, (posterior.theta - posterior.mean) ** 2))
    assert (np.abs(samples.mean(axis=0) - posterior.mean) < 4 * sd / math.sqrt(20_000)).all()
    np.testing.assert_allclose(samples.std(axis=0), sd, rtol=0.05)


def test_log_average_is_the_log_of_the_mean_and_does_not_underflow():
    log_p = np.log(np.random.default_rng(0).uniform(size=(5, 7)))
    np.testing.assert_allclose(po.log_average(log_p), np.log(np.exp(log_p).mean(axis=0)))
    np.testing.assert_allclose(po.log_average(log_p - 2000), np.log(np.exp(log_p).mean(axis=0)) - 2000)


def test_a_far_sample_does_not_underflow():
    assert np.isfinite(po.Posterior(TINY, [1.0], [300.0]).log_evidence)
    assert np.isfinite(po.Posterior(TINY, X, Y).log_predictive([0.1], [500.0])).all()


def test_wrong_shapes_are_named():
    with pytest.raises(ValueError, match=r"log_prior: theta has shape \(3,\), expected \(..., 2\)"):
        TINY.log_prior([1, 2, 3])
    with pytest.raises(ValueError, match=r"log_likelihood: x has shape \(2,\) and y \(3,\)"):
        TINY.log_likelihood([1, 2], [1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="Posterior: size is 2"):
        po.Posterior(TINY, X, Y, size=2)
