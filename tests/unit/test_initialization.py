"""Initial weights have the size that the slide gives, and the structure that their papers give."""

import numpy as np
import pytest

from course_utils.initialization import CONNECTIONS, METHODS, initial_weights
from course_utils.network import MLP
from course_utils.signal_propagation import standard_deviations


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("method", "variance"), [("balanced", 4 / (300 + 700)), ("forward", 2 / 700), ("backward", 2 / 300)]
)
def test_weights_have_the_slides_variance(method, variance, rng):
    W = initial_weights(300, 700, rng, method)
    # The variance of n Gaussian draws is off by a factor 1 ± sqrt(2/n): 0.3% here; five times that is allowed.
    assert W.var() == pytest.approx(variance, rel=5 * np.sqrt(2 / W.size))
    assert abs(W.mean()) < 5 * np.sqrt(variance / W.size)
    assert W.shape == (300, 700) and W.dtype == np.float32
    assert standard_deviations((700, 300), method) == pytest.approx([np.sqrt(variance)])


@pytest.mark.parametrize(("n_i", "n_j"), [(40, 40), (60, 40), (40, 60), (1, 5)])
def test_orthogonal_weights_are_orthogonal_to_rounding(n_i, n_j, rng):
    W = initial_weights(n_i, n_j, rng, "orthogonal").astype(float)
    assert W.shape == (n_i, n_j)
    products = W.T @ W if n_i >= n_j else W @ W.T
    np.testing.assert_allclose(products, 2 * np.eye(min(n_i, n_j)), atol=2e-6)


def test_orthogonal_weights_are_uniformly_distributed(rng):
    # Of all rotations of the plane and their mirror images, every direction of the first column is equally likely:
    # mean 0, and E[cos^2] = 1/2 with variance 1/8.
    first = np.array([initial_weights(2, 2, rng, "orthogonal")[:, 0] for _ in range(2000)]) / np.sqrt(2)
    assert (np.abs(first.mean(axis=0)) < 5 * np.sqrt(0.5 / 2000)).all()
    assert (np.abs(np.mean(first**2, axis=0) - 0.5) < 5 * np.sqrt(1 / 8 / 2000)).all()
    determinants = [np.linalg.det(initial_weights(2, 2, rng, "orthogonal") / np.sqrt(2)) for _ in range(400)]
    assert abs(np.mean(np.sign(determinants))) < 5 / np.sqrt(400)


@pytest.mark.parametrize(("n_j", "connections"), [(100, CONNECTIONS), (15, 15), (7, 7)])
def test_sparse_weights_have_an_exact_number_in_each_row(n_j, connections, rng):
    W = initial_weights(200, n_j, rng, "sparse")
    assert W.shape == (200, n_j) and CONNECTIONS == 15
    np.testing.assert_array_equal((W != 0).sum(axis=1), connections)
    drawn = W[W != 0]
    assert drawn.var() == pytest.approx(2 / connections, rel=5 * np.sqrt(2 / drawn.size))


def test_sparse_connections_are_equally_often_to_every_unit(rng):
    used = np.mean([initial_weights(50, 30, rng, "sparse") != 0 for _ in range(40)], axis=(0, 1))
    assert (np.abs(used - 0.5) < 5 * np.sqrt(0.25 / 2000)).all()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_works_in_a_network_is_float32_repeats_with_the_seed_and_scales(method, rng):
    net = MLP((20, 16, 10), initialization=method, rng=rng)
    assert {W.dtype for W in net.W.values()} == {np.dtype(np.float32)}
    assert all((b == 0).all() for b in net.b.values())
    one, same = (initial_weights(20, 30, np.random.default_rng(3), method) for _ in range(2))
    np.testing.assert_array_equal(one, same)
    assert one.dtype == np.float32
    np.testing.assert_allclose(initial_weights(20, 30, np.random.default_rng(3), method, scale=3.0), 3 * one, rtol=1e-6)


def test_unknown_method_is_named(rng):
    with pytest.raises(
        ValueError, match="initialization: 'xavier' is unknown, expected one of balanced, .* orthogonal"
    ):
        initial_weights(2, 2, rng, "xavier")
