"""Facts that lecture 2 states about the example network, rows 6 to 13 of the slide map."""

import math
import os

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils import network, plots
from course_utils.data import load_mnist

P = np.array([0.5, 0.3, 0.2])


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def softmax_by_logsumexp(z):
    """softmax with another formula, in Python's own floats: exp(z_i - logsumexp(z))."""
    top = max(z)
    logsum = top + math.log(math.fsum(math.exp(v - top) for v in z))
    return [math.exp(v - logsum) for v in z]


# Row 6: the data


def test_mnist_has_the_shapes_counts_and_range_of_the_slide():
    folder = os.environ.get("COURSE_DATA_DIR")
    if not folder or not os.path.isdir(folder):
        pytest.skip("COURSE_DATA_DIR names no folder with MNIST")
    mnist = load_mnist()
    assert mnist.name == "MNIST"
    assert mnist.X_train.shape == (60_000, 28 * 28) and mnist.X_test.shape == (10_000, 28 * 28)
    # The published class counts (LeCun, Cortes and Burges).
    assert np.bincount(mnist.y_train).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(mnist.y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert (mnist.X_train.min(), mnist.X_train.max(), mnist.X_train.dtype) == (0, 1, np.float32)
    assert abs(mnist.X_train.mean() - 0.1307) < 1e-4
    split = mnist.split(1 / 6)
    assert (len(split.X_train), len(split.X_valid)) == (50_000, 10_000)


def test_default_data_has_the_form_of_mnist(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    digits = load_mnist(cache_dir=tmp_path)
    assert digits.X_train.shape[1] == digits.X_test.shape[1] == 784
    assert len(digits.X_train) + len(digits.X_test) == 1797
    assert (digits.X_train.min(), digits.X_train.max(), digits.X_train.dtype) == (0, 1, np.float32)
    assert np.unique(digits.y_train).tolist() == np.unique(digits.y_test).tolist() == list(range(10))
    assert np.bincount(digits.y_train).min() > 0.08 * len(digits.y_train)


# Row 7: the equations


def test_network_has_the_sizes_of_the_slide(rng):
    net = network.MLP(rng=rng)
    assert [net.W[l].shape for l in (1, 2, 3)] == [(225, 784), (144, 225), (10, 144)]
    assert net.theta.size == 784 * 225 + 225 + 225 * 144 + 144 + 144 * 10 + 10 == 210_619


def test_softmax_sums_to_one_and_matches_another_formula(rng):
    Z = 5 * rng.standard_normal((50, 10))
    probabilities = network.softmax(Z)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(probabilities, [softmax_by_logsumexp(z) for z in Z.tolist()], rtol=1e-12)


@pytest.mark.parametrize("shift", [-700.0, -3.0, 1e-3, 40.0, 1e4])
def test_softmax_is_shift_invariant(rng, shift):
    Z = rng.standard_normal((20, 10))
    np.testing.assert_allclose(network.softmax(Z + shift), network.softmax(Z), rtol=1e-10)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_and_cross_entropy_do_not_overflow_at_1000(dtype):
    Z = np.array([[1000, 0, -1000], [-1000, -1000, -1000], [1000, 1000, -1000]], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        probabilities = network.softmax(Z)
        C, dZ = network.cross_entropy(Z, np.array([2, 0, 1]))
    np.testing.assert_allclose(probabilities, [[1, 0, 0], [1 / 3] * 3, [0.5, 0.5, 0]], atol=1e-7)
    assert C == pytest.approx((2000 + math.log(3) + math.log(2)) / 3, rel=1e-6)
    assert np.isfinite(dZ).all()


def test_one_line_per_equation_is_the_network(rng):
    net = network.MLP((12, 9, 7, 4), rng=rng, dtype=np.float64)
    net.theta[...] = rng.standard_normal(net.theta.size)
    X = rng.standard_normal((6, 12))
    for x, y in zip(X, net.probabilities(X), strict=True):
        signal = x.tolist()
        for l in (1, 2, 3):
            z = [math.fsum(map(float.__mul__, row, signal)) for row in net.W[l].tolist()]
            z = [v + float(b) for v, b in zip(z, net.b[l], strict=True)]
            signal = [max(0.0, v) for v in z] if l < 3 else softmax_by_logsumexp(z)
        np.testing.assert_allclose(y, signal, rtol=1e-10)


# Row 8: the filters


def test_image_grid_draws_every_unit_once_on_a_shared_symmetric_scale(rng):
    W1 = rng.standard_normal((225, 784))
    figure, axes = plt.subplots()
    plots.image_grid(axes, W1, (28, 28), columns=15, signed=True)
    image = axes.images[0]
    canvas = np.ma.filled(image.get_array().astype(float), np.nan)
    # Every weight is somewhere exactly once, and nothing else is.
    np.testing.assert_array_equal(np.sort(canvas[~np.isnan(canvas)]), np.sort(W1.ravel()))
    i = 37  # row 2, column 7 of the grid
    np.testing.assert_array_equal(canvas[59:87, 204:232], W1[i].reshape(28, 28))
    assert image.norm.vmax == -image.norm.vmin == np.abs(W1).max()
    plt.close(figure)


# Row 10: sparsity


def test_fraction_of_units_that_are_on_matches_a_brute_force_count(rng):
    net = network.MLP((20, 9, 6, 3), rng=rng)
    net.b[1][4] = -100  # dead
    X = rng.random((30, 20), dtype=np.float32)
    on = {l: (H > 0).mean(axis=0) for l, H in net.signals(X).items() if l in (1, 2)}
    counts = {1: [0] * 9, 2: [0] * 6}
    for x in X.tolist():
        h = x
        for l in (1, 2):
            z = [
                math.fsum(map(float.__mul__, net.W[l][i].tolist(), h)) + float(net.b[l][i])
                for i in range(len(counts[l]))
            ]
            h = [max(0.0, v) for v in z]
            counts[l] = [c + (v > 0) for c, v in zip(counts[l], z, strict=True)]
    for l in (1, 2):
        np.testing.assert_allclose(on[l], np.array(counts[l]) / 30)
    assert on[1][4] == 0


def test_a_dead_unit_of_the_first_layer_gets_no_gradient(rng):
    net = network.MLP((20, 9, 6, 3), rng=rng)
    net.b[1][4] = -100
    Z, cache = net.forward(rng.random((30, 20), dtype=np.float32))
    gradient = net.backward(network.cross_entropy(Z, rng.integers(0, 3, 30))[1], cache)
    assert not gradient.W[1][4].any() and gradient.b[1][4] == 0 and not gradient.W[2][:, 4].any()
    assert np.abs(gradient.W[1]).max() > 0


def test_weights_from_a_pixel_that_is_always_zero_get_no_gradient(rng):
    net = network.MLP((20, 9, 6, 3), rng=rng)
    X = rng.random((30, 20), dtype=np.float32)
    X[:, 11] = 0
    Z, cache = net.forward(X)
    gradient = net.backward(network.cross_entropy(Z, rng.integers(0, 3, 30))[1], cache)
    assert not gradient.W[1][:, 11].any()
    assert (np.abs(gradient.W[1]).max(axis=0) > 0).sum() == 19


# Row 11: activations


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh", "identity"])
def test_slopes_of_the_activations_are_their_derivatives(name):
    f, slope = network.ACTIVATIONS[name]
    z = np.array([-30.0, -2.0, -0.3, 0.4, 1.7, 25.0])
    step = 1e-6
    np.testing.assert_allclose(slope(f(z)), (f(z + step) - f(z - step)) / (2 * step), atol=1e-8)


def test_sigmoid_is_one_over_one_plus_exp_and_never_steeper_than_a_quarter():
    z = np.linspace(-20, 20, 401)
    np.testing.assert_allclose(network.sigmoid(z), [1 / (1 + math.exp(-v)) for v in z], rtol=1e-12, atol=1e-15)
    assert network.ACTIVATIONS["sigmoid"][1](network.sigmoid(z)).max() == 0.25


def test_identity_layers_collapse_to_one_linear_layer(rng):
    net = network.MLP((784, 225, 144, 10), activation="identity", dtype=np.float64, rng=rng)
    net.theta += 0.1 * rng.standard_normal(net.theta.size)
    W, b = net.W, net.b
    W_prime, b_prime = W[3] @ W[2] @ W[1], W[3] @ (W[2] @ b[1] + b[2]) + b[3]
    X = rng.random((50, 784))
    Z, _ = net.forward(X)
    np.testing.assert_allclose(Z, X @ W_prime.T + b_prime, rtol=1e-10, atol=1e-10)
    # The collapsed layer is also found from outputs alone: b' = f(0), and column j of W' = f(e_j) - f(0).
    origin = net.forward(np.zeros((1, 784)))[0]
    columns = net.forward(np.eye(784))[0] - origin
    np.testing.assert_allclose(W_prime, columns.T, atol=1e-11)
    np.testing.assert_allclose(b_prime, origin[0], atol=1e-11)


# Row 12: the criterion


def test_cross_entropy_is_the_mean_negative_log_likelihood(rng):
    Z, y = 3 * rng.standard_normal((40, 10)), rng.integers(0, 10, 40)
    C, _ = network.cross_entropy(Z, y)
    nll = [-math.log(softmax_by_logsumexp(z)[k]) for z, k in zip(Z.tolist(), y, strict=True)]
    onehot = np.eye(10)[y]
    assert C == pytest.approx(math.fsum(nll) / 40, rel=1e-12)
    assert C == pytest.approx(-(onehot * np.log(network.softmax(Z))).sum() / 40, rel=1e-12)


def test_gradient_of_cross_entropy_is_p_minus_onehot_by_complex_step(rng):
    Z, y = 2 * rng.standard_normal((6, 5)), rng.integers(0, 5, 6)
    _, dZ = network.cross_entropy(Z, y)
    numerical = np.zeros_like(Z)
    for n, i in np.ndindex(*Z.shape):
        z = Z.astype(complex)
        z[n, i] += 1e-30j
        # C written out for complex numbers, without course_utils.
        C = np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(6), y])
        numerical[n, i] = C.imag / 1e-30
    np.testing.assert_allclose(dZ, numerical, rtol=1e-12, atol=1e-15)
    onehot = np.eye(5)[y]
    np.testing.assert_allclose(6 * dZ + onehot, [softmax_by_logsumexp(z) for z in Z.tolist()], rtol=1e-12, atol=1e-14)


def test_an_undecided_network_costs_log_10(rng):
    net = network.MLP(rng=rng)
    net.theta[...] = 0
    X, y = rng.random((20, 784), dtype=np.float32), rng.integers(0, 10, 20)
    assert net.loss(X, y) == pytest.approx(math.log(10), rel=1e-6)


# Row 13: why it is sensible


def expected_gradient(Z):
    """Gradient of C = E_P[-log softmax(z)] by the logits: the course's gradient for each label, weighted by P."""
    return sum(P[k] * network.cross_entropy(Z[None, :], np.array([k]))[1][0] for k in range(3))


def test_gradient_of_the_criterion_vanishes_at_p_and_nowhere_else_on_a_grid():
    at_P = expected_gradient(np.log(P))
    assert np.abs(at_P).max() < 1e-15
    n = 40  # (0.5, 0.3, 0.2) = (20, 12, 8) / 40 is a point of the grid
    vanishes = []
    for i in range(1, n):
        for j in range(1, n - i):
            Q = np.array([i, j, n - i - j]) / n
            gradient = expected_gradient(np.log(Q))
            np.testing.assert_allclose(gradient, Q - P, atol=1e-14)
            if np.abs(gradient).max() < 1e-6:
                vanishes.append((i, j))
    assert vanishes == [(20, 12)]


def test_criterion_is_least_at_p_and_is_entropy_plus_kl(rng):
    def C(Q):
        return sum(P[k] * network.cross_entropy(np.log(Q)[None, :], np.array([k]))[0] for k in range(3))

    from scipy.stats import entropy

    for Q in rng.dirichlet([1, 1, 1], size=200):
        assert C(Q) == pytest.approx(entropy(P) + entropy(P, Q), rel=1e-10)
        assert C(Q) > C(P)
