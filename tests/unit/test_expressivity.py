"""Expressivity and overfitting (slides 33 to 35): random labels, training one layer only, and curves fitted to a few
samples."""

import io
import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
import scipy.special
from PIL import Image

from course_utils import MLP, curve_fitting, explorers_regularization, train


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def images(rng, N=120, D=30):
    """Pixels and labels that have nothing to do with one another."""
    return rng.uniform(size=(N, D)).astype(np.float32), rng.integers(0, 10, N)


# Random labels, and training the first layer only


def test_random_labels_are_learned_to_zero_training_error(rng):
    X, y = images(rng)
    X_new, y_new = images(rng, 3000)
    net = MLP((30, 60, 40, 10), rng=rng)
    how = {"optimizer": "adam", "eta": 0.005, "batch_size": 20, "progress": False}
    train(net, (X, y), epochs=100, rng=rng, **how)
    assert net.error_percent(X, y) == 0
    assert 86 < net.error_percent(X_new, y_new) < 94, "and nothing is learned about other images"


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adagrad", "adadelta", "adam"])
def test_training_the_first_layer_only_leaves_the_others_bit_identical(optimizer, rng):
    net = MLP((30, 12, 9, 10), rng=rng)
    before = {l: (net.W[l].copy(), net.b[l].copy()) for l in (1, 2, 3)}
    first = slice(net.W[1].size + net.b[1].size)
    how = {"optimizer": optimizer, "eta": 0.01, "weight_decay": 0.1, "input_noise": 0.1, "progress": False}
    train(net, images(rng), epochs=2, batch_size=30, rng=rng, trainable=first, **how)
    for l in (2, 3):
        np.testing.assert_array_equal(net.W[l], before[l][0])
        np.testing.assert_array_equal(net.b[l], before[l][1])
    assert (net.W[1] != before[1][0]).mean() > 0.9 and (net.b[1] != before[1][1]).mean() > 0.5


def test_training_the_first_layer_only_takes_the_steps_of_gradient_descent(rng):
    X, y = images(rng)
    net = MLP((30, 12, 10), dtype=np.float64, rng=rng)
    W1, b1, W2, b2 = (array.copy() for l in (1, 2) for array in (net.W[l], net.b[l]))
    first = slice(net.W[1].size + net.b[1].size)
    train(net, (X, y), epochs=1, batch_size=len(X), eta=0.3, rng=rng, trainable=first, weight_decay=0.2, progress=False)
    H = np.maximum(X @ W1.T + b1, 0)
    dZ = (scipy.special.softmax(H @ W2.T + b2, axis=1) - np.eye(10)[y]) / len(X)
    dH = dZ @ W2 * (H > 0)
    np.testing.assert_allclose(net.W[1], (1 - 0.3 * 0.2) * W1 - 0.3 * dH.T @ X, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(net.b[1], (1 - 0.3 * 0.2) * b1 - 0.3 * dH.sum(axis=0), rtol=1e-10, atol=1e-12)


def test_training_everything_is_the_default(rng):
    X, y = images(rng)
    thetas = []
    for how in ({}, {"trainable": slice(None)}):
        rng = np.random.default_rng(2)
        net = MLP((30, 12, 10), rng=rng)
        train(net, (X, y), epochs=2, batch_size=30, rng=rng, progress=False, **how)
        thetas.append(net.theta)
    np.testing.assert_array_equal(*thetas)


@pytest.mark.parametrize(
    ("trainable", "error", "words"),
    [
        (np.arange(3), TypeError, "expected a slice of theta"),
        (slice(10**6, None), ValueError, "expected at least one of the"),
    ],
)
def test_a_part_that_cannot_be_trained_is_named(trainable, error, words, rng):
    net = MLP((30, 12, 10), rng=rng)
    with pytest.raises(error, match=words):
        train(net, images(rng), rng=rng, trainable=trainable, progress=False)


# Curves


@pytest.mark.parametrize("degree", [0, 1, 3, 5, 8])
def test_fit_and_errors_equal_brute_force_polyfit(degree, rng):
    x, y = curve_fitting.draw(15, 3, rng)
    w = curve_fitting.fit(x, y, degree)
    train_error, test_error = curve_fitting.errors(x, y, w)
    for r in range(3):
        brute = np.polyfit(x, y[:, r], degree)
        np.testing.assert_allclose(w[:, r], brute[::-1], rtol=1e-6, atol=1e-8)
        assert train_error[r] == pytest.approx(np.mean((np.polyval(brute, x) - y[:, r]) ** 2))
        at = np.linspace(-1, 1, 401)
        clean = np.mean([(np.polyval(brute, a) - np.sin(4 * a)) ** 2 for a in at])
        assert test_error[r] == pytest.approx(clean + 0.3**2)


@pytest.mark.parametrize(("degree", "N"), [(3, 15), (7, 15), (9, 40)])
def test_explorers_errors_equal_brute_force_polyfit(degree, N):
    explorer = explorers_regularization.capacity(degree=degree, N=N)
    x, y = curve_fitting.draw(N, 100, np.random.default_rng(N))
    fits = [np.polyfit(x, column, degree) for column in y.T]
    train_errors = [np.mean((np.polyval(fit, x) - column) ** 2) for fit, column in zip(fits, y.T, strict=True)]
    at = np.linspace(-1, 1, 401)
    test_errors = [np.mean((np.polyval(fit, at) - np.sin(4 * at)) ** 2) + 0.09 for fit in fits]
    text = explorer.picture.text
    assert f"This data set: training error {train_errors[0]:.3f}, test error {test_errors[0]:.3f}." in text
    for name, runs in (("training", train_errors), ("test", test_errors)):
        assert f"{name} {np.mean(runs):.3f} ± {np.std(runs, ddof=1) / 10:.3f}" in text


def test_training_error_never_rises_with_the_degree_and_ends_at_zero(rng):
    x, y = curve_fitting.draw(15, 20, rng)
    errors = np.array([curve_fitting.errors(x, y, curve_fitting.fit(x, y, K))[0] for K in range(15)])
    assert (np.diff(errors, axis=0) < 1e-9).all() and errors[-1].max() < 1e-15


@pytest.mark.parametrize(("degree", "decay", "noise"), [(2, 0, 0), (5, 0, 0), (9, 0.01, 0), (9, 0, 0.1), (6, 0.1, 0.2)])
def test_bias_variance_and_noise_add_up_to_the_measured_test_error(degree, decay, noise, rng):
    x, y = curve_fitting.draw(15, 4000, rng)
    errors = curve_fitting.errors(x, y, curve_fitting.fit(x, y, degree, decay, noise))[1]
    bias, variance = curve_fitting.bias_and_variance(x, degree, decay, noise)
    assert abs(errors.mean() - (bias + variance + 0.09)) < 4 * errors.std() / np.sqrt(4000)


def test_input_noise_equals_weight_decay_for_a_straight_line(rng):
    x, y = curve_fitting.draw(12, 4, rng)
    for s in (0.1, 0.7):
        noisy = curve_fitting.fit(x, y, 1, input_noise=s)
        np.testing.assert_allclose(noisy, curve_fitting.fit(x, y, 1, weight_decay=s**2), rtol=1e-10)
        slope = (x @ y / 12) / (x @ x / 12 + s**2)  # ridge regression in closed form; x has mean 0
        np.testing.assert_allclose(noisy, [y.mean(axis=0), slope], rtol=1e-10)


def test_weight_decay_minimizes_the_criterion_it_says(rng):
    x, y = curve_fitting.draw(15, 1, rng)
    w = curve_fitting.fit(x, y[:, 0], 6, weight_decay=0.02)

    def C(w):
        return np.mean((np.polyval(w[::-1], x) - y[:, 0]) ** 2) + 0.02 * np.sum(w[1:] ** 2)

    for k, step in itertools.product(range(7), (-1e-3, 1e-3)):
        assert C(w + step * np.eye(7)[k]) > C(w)


def test_input_noise_minimizes_the_error_over_many_noisy_copies(rng):
    x, y = curve_fitting.draw(10, 1, rng)
    copies = rng.normal(np.tile(x, 40_000), 0.3)
    sampled = np.polyfit(copies, np.tile(y[:, 0], 40_000), 3)[::-1]
    np.testing.assert_allclose(curve_fitting.fit(x, y[:, 0], 3, input_noise=0.3), sampled, atol=0.02)


def test_what_cannot_be_fitted_is_named():
    with pytest.raises(ValueError, match=r"fit: x has shape \(3,\) and y \(2,\)"):
        curve_fitting.fit(np.zeros(3), np.zeros(2), 1)
    with pytest.raises(ValueError, match="fit: degree 1, weight_decay -1"):
        curve_fitting.fit(np.zeros(3), np.zeros(3), 1, weight_decay=-1)


# Explorers


@pytest.fixture(scope="module")
def capacity():
    return explorers_regularization.capacity()


@pytest.fixture(scope="module")
def noise_and_decay():
    return explorers_regularization.noise_and_decay()


@pytest.mark.parametrize("name", ["capacity", "noise_and_decay"])
def test_explorer_is_drawn_at_once_and_moving_each_control_changes_it(name, request):
    explorer = request.getfixturevalue(name)
    assert Image.open(io.BytesIO(explorer.png)).size[0] > 600
    assert len(explorer.picture.alt) > 40 and len(explorer.picture.text) > 40
    for control in explorer.controls.values():
        before, start = explorer.png, control.value
        values = [v[1] if isinstance(v, tuple) else v for v in getattr(control, "options", ())] or [control.max]
        control.value = values[-1]
        assert explorer.png != before
        control.value = start
        assert explorer.png == before, "the same sliders give the same picture"
    assert not plt.get_fignums()


def test_interpolation_is_said_in_words(capacity):
    capacity.controls["N"].value = 15
    capacity.controls["degree"].value = 14
    assert "goes through every sample" in capacity.picture.text
    capacity.controls["degree"].value = 13
    assert "goes through every sample" not in capacity.picture.text


def test_map_of_noise_and_decay_says_the_errors_of_the_sliders(noise_and_decay):
    assert "λ = 0, input noise 0:" in noise_and_decay.picture.text
    noise_and_decay.controls["decay"].value = 5  # 1e-4
    noise_and_decay.controls["noise"].value = 0.1
    x, y = curve_fitting.draw(15, 50, np.random.default_rng(15))
    train_error, test_error = curve_fitting.errors(x, y, curve_fitting.fit(x, y, 12, 1e-4, 0.1))
    text = noise_and_decay.picture.text
    assert f"λ = 0.0001, input noise 0.1: training error {train_error.mean():.3f} ± " in text
    assert f"test error {test_error.mean():.3f} ± " in text
    none = curve_fitting.errors(x, y, curve_fitting.fit(x, y, 12))[1].mean()
    assert test_error.mean() < 0.5 * none, "regularization lowers the test error"
