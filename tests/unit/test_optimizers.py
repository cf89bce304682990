"""First steps of each optimizer against its published update, written out in float64 for one number at a time."""

import math

import numpy as np
import pytest

from course_utils.optimizers import OPTIMIZERS, SGD, Adadelta, Adagrad, Adam, Momentum, make_optimizer

ETA = 0.1


def sgd(gs):
    return [-ETA * g for g in gs]


def momentum(gs, alpha=0.9):
    m, steps = 0.0, []
    for g in gs:
        m = alpha * m - ETA * g
        steps.append(m)
    return steps


def adagrad(gs):
    return [-ETA * g / (math.sqrt(sum(h * h for h in gs[: k + 1])) + 1e-8) for k, g in enumerate(gs)]


def adadelta(gs, rho=0.95, epsilon=1e-6):
    Eg = Ex = 0.0
    steps = []
    for g in gs:
        Eg = rho * Eg + (1 - rho) * g**2
        x = -math.sqrt(Ex + epsilon) / math.sqrt(Eg + epsilon) * g
        Ex = rho * Ex + (1 - rho) * x**2
        steps.append(ETA * x)
    return steps


def adam(gs, b1=0.9, b2=0.999, epsilon=1e-8):
    m = v = 0.0
    steps = []
    for t, g in enumerate(gs, start=1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        steps.append(-ETA * (m / (1 - b1**t)) / (math.sqrt(v / (1 - b2**t)) + epsilon))
    return steps


PUBLISHED = [(SGD, sgd), (Momentum, momentum), (Adagrad, adagrad), (Adadelta, adadelta), (Adam, adam)]


@pytest.mark.parametrize(("optimizer", "published"), PUBLISHED)
def test_first_steps_match_the_published_update(optimizer, published):
    gradients = np.random.default_rng(2).standard_normal((6, 3))
    expected = np.array([published(list(gs)) for gs in gradients.T]).T
    theta, rule = np.array([1.0, -2.0, 3.0]), optimizer()
    for g, step in zip(gradients, expected, strict=True):
        before = theta.copy()
        rule.step(theta, g, ETA)
        np.testing.assert_allclose(theta - before, step, rtol=1e-9)


def test_every_optimizer_is_compared_with_its_paper():
    assert {optimizer for optimizer, _ in PUBLISHED} == set(OPTIMIZERS.values())


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_step_leaves_the_gradient_as_it_was_and_float32(name):
    theta, g = np.ones(4, np.float32), np.arange(4, dtype=np.float32)
    before = g.copy()
    make_optimizer(name).step(theta, g, np.float64(0.1))
    np.testing.assert_array_equal(g, before)
    assert theta.dtype == np.float32


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_finds_the_bottom_of_a_bowl(name):
    theta, rule = np.array([1.0, -1.5]), make_optimizer(name)
    eta = {"adadelta": 1.0, "adagrad": 0.5}.get(name, 0.05)
    for _ in range(1500):
        rule.step(theta, np.array([1.0, 4.0]) * theta, eta)
    np.testing.assert_allclose(theta, 0, atol=0.02)


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="optimizer: 'adamw' is unknown, expected one of sgd, momentum"):
        make_optimizer("adamw")
    with pytest.raises(TypeError, match="optimizer: 3 has no step"):
        make_optimizer(3)
    with pytest.raises(ValueError, match="Momentum: alpha is 1, expected 0 <= alpha < 1"):
        Momentum(1)
    with pytest.raises(ValueError, match=r"step: gradient has shape \(2,\), expected theta's \(3,\)"):
        SGD().step(np.zeros(3), np.zeros(2), 0.1)
