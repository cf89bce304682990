"""The sizes of signals and gradients: by paths, by matrices, as predicted and as measured."""

from itertools import product

import numpy as np
import pytest
import scipy.integrate
import scipy.special
import scipy.stats

from course_utils import explorers_initialization
from course_utils.initialization import initial_weights
from course_utils.network import MLP
from course_utils.signal_propagation import (
    activation_moments,
    measure_sizes,
    predict_cosine,
    predict_sizes,
    predict_walk,
)


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def by_paths(net, x):
    """Outputs and dy/dx as sums over all paths, path by path: products of weights along it and of indicators."""
    on, h = [np.ones(len(x))], x
    for l in range(1, net.L):
        h = np.maximum(net.W[l] @ h, 0)
        on.append(h > 0)
    y, slope = np.zeros(net.sizes[-1]), np.zeros((net.sizes[-1], len(x)))
    for path in product(*map(range, net.sizes)):
        term = 1.0
        for l in range(1, net.L + 1):
            term *= net.W[l][path[l], path[l - 1]] * on[l - 1][path[l - 1]]
        y[path[-1]] += term * x[path[0]]
        slope[path[-1], path[0]] += term
    return y, slope


@pytest.mark.parametrize("sizes", [(4, 5, 3, 2), (3, 4, 4, 3, 2), (3, 2)])
def test_path_formula_gives_the_logits(sizes, rng):
    net = MLP(sizes, dtype=float, rng=rng)
    for _ in range(5):
        x = rng.standard_normal(sizes[0])
        np.testing.assert_allclose(net.forward(x[None])[0][0], by_paths(net, x)[0], rtol=1e-10, atol=1e-14)


def test_derivative_of_outputs_by_the_path_formula_is_backprop(rng):
    net = MLP((4, 5, 3, 2), dtype=float, rng=rng)
    for _ in range(5):
        x = rng.standard_normal(4)
        _, slope = by_paths(net, x)
        for i in range(2):
            _, cache = net.forward(x[None])
            net.backward(np.eye(2)[[i]], cache)
            np.testing.assert_allclose(cache.dH[1][0] @ net.W[1], slope[i], rtol=1e-10, atol=1e-14)


def test_measured_sizes_are_means_of_squares_also_of_the_gradient_at_the_input(rng):
    net = MLP((3, 4, 2), "tanh", dtype=float, rng=rng)
    X, dZ = rng.standard_normal((5, 3)), rng.standard_normal((5, 2))
    signals, gradients = measure_sizes(net, X, dZ)
    Z1 = X @ net.W[1].T
    dZ1 = (dZ @ net.W[2]) / np.cosh(Z1) ** 2
    expected = [X, np.tanh(Z1), np.tanh(Z1) @ net.W[2].T]
    np.testing.assert_allclose(signals, [np.mean(h**2) for h in expected])
    np.testing.assert_allclose(gradients, [np.mean(d**2) for d in (dZ1 @ net.W[1], dZ1, dZ)])
    assert measure_sizes(MLP((3, 2), dtype=float, rng=rng), X, dZ)[1].shape == (2,)


@pytest.mark.parametrize("q", [0.01, 1.0, 20.0])
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_activation_moments_equal_numerical_integration(activation, q):
    f, slope = {
        "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0)),
        "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
        "sigmoid": (scipy.special.expit, lambda z: scipy.special.expit(z) * scipy.special.expit(-z)),
    }[activation]
    density = scipy.stats.norm(scale=np.sqrt(q)).pdf
    ends = 9 * np.sqrt(q)
    for moment, g in zip(activation_moments(activation, q), (f, slope), strict=True):
        expected = sum(
            scipy.integrate.quad(lambda z, g=g: g(z) ** 2 * density(z), *part)[0] for part in ((-ends, 0), (0, ends))
        )
        assert moment == pytest.approx(expected, rel=1e-6)


def test_each_layer_multiplies_by_half_n_times_the_variance():
    signals, gradients = predict_sizes((50, 40, 30, 20), (0.1, 0.2, 0.3), first=3.0, last=5.0)
    assert signals == pytest.approx([3, 3 * 5 / 2, 3 * 5 / 2 * 8 / 2, 3 * 5 / 2 * 8 / 2 * 9])
    assert gradients == pytest.approx([5 * 6 / 2 * 6 / 2 * 4, 5 * 6 / 2 * 6 / 2, 5 * 6 / 2, 5])
    with pytest.raises(ValueError, match="predict_sizes: 2 variances, expected 3, one for each layer of weights"):
        predict_sizes((50, 40, 30, 20), (0.1, 0.2))


def sizes_of_networks(method, sizes, networks, activation="relu", scale=1.0, seed=0):
    """Second moments of signals and of gradients for x and dy of length 1 a unit, (networks, 2, L + 1)."""
    found = []
    for k in range(networks):
        rng = np.random.default_rng([seed, k])
        net = MLP(sizes, activation, method, dtype=float, rng=rng)
        net.theta *= scale
        x, dy = rng.standard_normal((1, sizes[0])), rng.standard_normal((1, sizes[-1]))
        found.append(measure_sizes(net, x / np.sqrt(np.mean(x**2)), dy / np.sqrt(np.mean(dy**2))))
    return np.array(found)


@pytest.mark.parametrize(
    ("method", "variance"),
    [
        ("balanced", lambda n_i, n_j: 4 / (n_i + n_j)),
        ("forward", lambda n_i, n_j: 2 / n_j),
        ("backward", lambda n_i, n_j: 2 / n_i),
    ],
)
def test_measured_second_moments_are_within_the_sampling_error_of_the_prediction(method, variance):
    sizes, networks = (80, 60, 90, 50, 70, 40), 400
    measured = sizes_of_networks(method, sizes, networks)
    predicted = predict_sizes(sizes, [variance(sizes[l + 1], sizes[l]) for l in range(5)])
    # Exact for one network: each relu layer of n units multiplies the square of a relative size by 1 + 5/n, a linear
    # one by 1 + 2/n, and layers are independent. Backward the units that make the factor are those of the layer below.
    forward = [0] + [
        np.prod([1 + 5 / n for n in sizes[1:l]]) * (1 + (5 if l < 5 else 2) / sizes[l]) for l in range(1, 6)
    ]
    backward = [np.prod([1 + 5 / n for n in sizes[max(l, 1) : 5]]) * (1 if l else 1 + 2 / sizes[0]) for l in range(6)]
    for part, (squares, prediction) in enumerate(zip((forward, backward), predicted, strict=True)):
        for l in range(6):
            error = prediction[l] * np.sqrt(max(squares[l] - 1, 0) / networks)
            assert abs(measured[:, part, l].mean() - prediction[l]) <= 4 * error + 1e-12, (part, l)


def test_relu_signals_keep_their_second_moment_but_not_their_variance_over_inputs(rng):
    ratios = []
    for _ in range(10):
        net = MLP((400,) * 22, initialization="forward", dtype=float, rng=rng)
        H = net.forward(rng.standard_normal((40, 400)))[1].H
        ratios.append([[np.mean(H[l] ** 2), H[l].var(), H[l].var(axis=0, ddof=1).mean()] for l in (0, 1, 5)])
    moment, variance, over_inputs = np.mean(ratios, axis=0).T
    error = np.sqrt(5 * 5 / 400 / 10)  # random walk over 5 layers, 10 networks
    np.testing.assert_allclose(moment, 1, atol=4 * error)
    np.testing.assert_allclose(variance[1:], 1 - 1 / np.pi, atol=4 * error)
    cosine = 0.0
    for l in range(1, 6):
        cosine = float(predict_cosine(cosine))
        if l in (1, 5):
            assert over_inputs[[1, 5].index(l) + 1] == pytest.approx(1 - cosine, abs=4 * error)


def test_predicted_cosine_is_that_of_relu_signals(rng):
    for c in (-1.0, -0.5, 0.0, 0.3, 0.9, 1.0):
        a, b = rng.standard_normal((2, 1_000_000))
        b = c * a + np.sqrt(1 - c * c) * b
        h, k = np.maximum(a, 0), np.maximum(b, 0)
        assert float(predict_cosine(c)) == pytest.approx(2 * np.mean(h * k), abs=4 * 2 * np.std(h * k) / 1000 + 1e-9)


def test_predicted_walk_is_that_of_chi_squared_numbers():
    # Exactly: of n units a binomial number is on, and the sum of their squares is chi-squared with as many degrees.
    n = 100
    on = np.arange(1, n + 1)
    p = scipy.stats.binom.pmf(on, n, 0.5) / (1 - 0.5**n)
    log = scipy.special.digamma(on / 2) + np.log(2) - np.log(n / 2)
    mean = (p * log).sum()
    variance = (p * (scipy.special.polygamma(1, on / 2) + log**2)).sum() - mean**2
    predicted_mean, predicted_deviation = predict_walk([30, n])
    assert predicted_mean[0] == predicted_deviation[0] == 0
    assert predicted_mean[1] == pytest.approx(mean, rel=0.05)
    assert predicted_deviation[1] == pytest.approx(np.sqrt(variance), rel=0.03)
    assert predict_walk([30] + [n] * 9)[1][-1] == pytest.approx(3 * predicted_deviation[1])


@pytest.mark.parametrize(("method", "each"), [("forward", 5), ("orthogonal", 3)])
def test_networks_fan_out_as_the_random_walk_predicts(method, each):
    measured = np.log(sizes_of_networks(method, (40,) * 14, 200))
    mean, deviation = predict_walk([40] * 13, each)
    for part in (measured[:, 0, 12], measured[:, 1, 1]):
        assert abs(part.mean() - mean[12]) < 4 * deviation[12] / np.sqrt(200) + 0.1 * abs(mean[12])
        assert part.std(ddof=1) == pytest.approx(deviation[12], rel=4 / np.sqrt(2 * 200) + 0.05)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_tanh_and_sigmoid_go_where_they_are_predicted_to(activation):
    gain = explorers_initialization.CRITICAL[activation]
    sizes = (200,) * 13
    measured = sizes_of_networks("forward", sizes, 20, activation, np.sqrt(gain / 2))
    predicted = predict_sizes(sizes, [gain / 200] * 12, activation)
    # The prediction is for infinitely wide layers; 12 layers of 200 units are off by some percent.
    np.testing.assert_allclose(measured.mean(axis=0)[0], predicted[0], rtol=0.12)
    np.testing.assert_allclose(measured.mean(axis=0)[1], predicted[1], rtol=0.3)


def test_gradients_of_a_sigmoid_network_vanish_with_the_rule_for_its_slope_at_zero_and_its_signals_do_not():
    signals, gradients = predict_sizes((100,) * 51, [16 / 100] * 50, "sigmoid")
    assert gradients[1] < 1e-15
    assert 0.3 < signals[49] < 0.4


def test_the_compromise_decays_where_widths_alternate_and_the_other_two_do_not():
    sizes = [200, 50] * 10 + [200]
    size = {
        method: predict_sizes(sizes, [f(sizes[l + 1], sizes[l]) for l in range(20)])
        for method, f in {
            "forward": lambda n_i, n_j: 2 / n_j,
            "backward": lambda n_i, n_j: 2 / n_i,
            "balanced": lambda n_i, n_j: 4 / (n_i + n_j),
        }.items()
    }
    assert size["forward"][0][:20] == pytest.approx(1)
    assert set(np.round(size["forward"][1][1:20], 9)) <= {1, 4}
    assert size["backward"][1][1:] == pytest.approx(1)
    assert size["balanced"][0][18] == pytest.approx(0.64**9)


def test_linear_product_of_orthogonal_layers_is_an_isometry_and_of_gaussian_ones_is_not(rng):
    products = {}
    for method in ("forward", "orthogonal"):
        M = np.eye(50)
        for _ in range(20):
            M = initial_weights(50, 50, rng, method, scale=np.sqrt(0.5)).astype(float) @ M
        products[method] = np.linalg.svd(M, compute_uv=False)
    np.testing.assert_allclose(products["orthogonal"], 1, atol=1e-5)
    assert products["forward"][0] > 2 and np.median(products["forward"]) < 0.01


# What the explorer draws


@pytest.mark.parametrize("activation", explorers_initialization.CRITICAL)
def test_explorer_networks_agree_with_the_course_network(activation):
    deep = explorers_initialization.DeepNetworks(2, 7, 12, np.random.default_rng(1))
    signals, gradients = deep.run(activation, 1.7, 5)
    for k in range(2):
        net = MLP((12,) * 7, activation, dtype=float, rng=np.random.default_rng(0))
        for l in range(5):
            net.W[l + 1][...] = np.sqrt(1.7) * deep.unit[l, k]
        net.W[6][...] = np.eye(12)  # so that the gradient of layer 5's signals is deep.last
        found = measure_sizes(net, deep.x[k].T.astype(float), deep.last[k].T.astype(float))
        np.testing.assert_allclose(signals[k], np.sqrt(found[0][:6]), rtol=1e-5)
        np.testing.assert_allclose(gradients[k], np.sqrt(found[1][:6]), rtol=1e-5)


def test_explorer_says_in_numbers_what_it_shows():
    explorer = explorers_initialization.deep_signals(backward=True)
    for activation in explorers_initialization.CRITICAL:
        explorer.controls["activation"].value = activation
        for scale, depth in ((0.5, 60), (3.0, 60)):
            explorer.controls["scale"].value, explorer.controls["depth"].value = scale, depth
            assert f"{activation}, weights of standard deviation {scale:.2f}" in explorer.picture.text
            assert f"The signals in layer {depth} have size" in explorer.picture.text
            assert "The gradients in layer 1 have size" in explorer.picture.text
            assert "nan" not in explorer.picture.text and explorer.png.startswith(b"\x89PNG")
            assert f"to layer {depth}" in explorer.picture.alt
