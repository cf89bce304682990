"""The convolution in NumPy against loops, SciPy, the same layer as one large matrix, and central differences."""

import numpy as np
import pytest
import scipy.signal
import scipy.special

from course_utils.convolution import (
    ConvNet,
    as_dense,
    convolve,
    convolve_backward,
    max_pool,
    max_pool_backward,
    patches,
)
from course_utils.training import train


@pytest.fixture
def rng():
    return np.random.default_rng(1)


@pytest.mark.parametrize("size, stride", [(3, 1), (3, 2), (2, 3), (7, 1)])
def test_convolution_equals_loops_and_scipy(size, stride, rng):
    images, F = rng.standard_normal((2, 8, 9)), rng.standard_normal((4, size * size))
    Z = convolve(images, F, stride)
    for n, image in enumerate(images):
        for k, f in enumerate(F.reshape(4, size, size)):
            by_scipy = scipy.signal.correlate2d(image, f, mode="valid")[::stride, ::stride]
            np.testing.assert_allclose(Z[n, :, :, k], by_scipy, atol=1e-12)
            for i in range(by_scipy.shape[0]):
                for j in range(by_scipy.shape[1]):
                    terms = [f[a, b] * image[i * stride + a, j * stride + b] for a in range(size) for b in range(size)]
                    assert Z[n, i, j, k] == pytest.approx(sum(terms), abs=1e-12)
    assert Z.shape[1:3] == by_scipy.shape


def test_convolution_is_one_large_matrix_with_shared_weights(rng):
    images, F = rng.standard_normal((3, 7, 7)), rng.uniform(1, 2, (2, 9))
    W = as_dense(F, side=7, stride=2)
    assert W.shape == (3 * 3 * 2, 49)
    np.testing.assert_allclose(images.reshape(3, -1) @ W.T, convolve(images, F, 2).reshape(3, -1), rtol=1e-12)
    assert np.count_nonzero(W) == 9 * F.size and len(np.unique(W)) == F.size + 1


def test_gradient_of_shared_weights_is_the_sum_over_all_their_places(rng):
    """Backward through the large matrix, whose entries are then added up where they are the same filter weight."""
    images, dZ = rng.standard_normal((3, 7, 7)), rng.standard_normal((3, 3, 3, 2))
    which = as_dense(np.arange(1, 19).reshape(2, 9), side=7, stride=2)
    dense = dZ.reshape(3, -1).T @ images.reshape(3, -1)
    expected = [dense[which == k].sum() for k in range(1, 19)]
    np.testing.assert_allclose(convolve_backward(dZ, patches(images, 3, 2)).ravel(), expected, rtol=1e-10)


def test_shifting_the_image_shifts_the_signals(rng):
    image, F = np.zeros((1, 12, 12)), rng.standard_normal((3, 9))
    image[0, 3:6, 3:6] = rng.standard_normal((3, 3))
    shifted = np.roll(image, (2, 4), axis=(1, 2))
    moved = np.roll(convolve(image, F, 2), (1, 2), axis=(1, 2))
    np.testing.assert_allclose(convolve(shifted, F, 2), moved, atol=1e-12)


def test_max_pooling_keeps_the_largest_of_four(rng):
    H = rng.standard_normal((2, 4, 6, 3))
    M = max_pool(H)
    for n, i, j, k in np.ndindex(M.shape):
        assert M[n, i, j, k] == max(H[n, 2 * i + a, 2 * j + b, k] for a in (0, 1) for b in (0, 1))


def test_max_pooling_sends_the_gradient_to_where_the_maximum_was(rng):
    H, dM = rng.standard_normal((2, 4, 4, 3)), rng.standard_normal((2, 2, 2, 3))
    dH = max_pool_backward(dM, max_pool(H), H)
    for index in np.ndindex(H.shape):
        step = np.zeros_like(H)
        step[index] = 1e-6
        slope = ((max_pool(H + step) - max_pool(H - step)) * dM).sum() / 2e-6
        assert dH[index] == pytest.approx(slope, abs=1e-8)


def small_net(rng):
    net = ConvNet(filters=3, size=3, stride=1, side=8, n_classes=4, dtype=np.float64, rng=rng)
    net.c[...], net.b[...] = rng.uniform(0.2, 0.7, 3), rng.uniform(0.2, 0.7, 4)
    return net


def test_network_is_its_equations(rng):
    net, X = small_net(rng), rng.standard_normal((2, 64))
    Z, cache = net.forward(X)
    for n, x in enumerate(X.reshape(2, 8, 8)):
        h = [np.maximum(scipy.signal.correlate2d(x, f.reshape(3, 3), "valid") + c, 0) for f, c in zip(net.F, net.c)]  # noqa: B905
        pooled = np.array([m.reshape(3, 2, 3, 2).max(axis=(1, 3)) for m in h])  # (K, 3, 3)
        z = net.W @ pooled.transpose(1, 2, 0).ravel() + net.b
        np.testing.assert_allclose(Z[n], z, rtol=1e-12)
        np.testing.assert_allclose(net.probabilities(X)[n], scipy.special.softmax(z), rtol=1e-12)


def test_gradient_of_the_network_equals_central_differences(rng):
    net, X, y = small_net(rng), rng.standard_normal((6, 64)), rng.integers(4, size=6)
    gradient = net.loss_and_gradient(X, y, net.new_cache(6), rng)[1].copy()
    numeric = np.empty_like(gradient)
    for k in range(gradient.size):
        there = net.theta[k]
        net.theta[k] = there + 1e-6
        above = net.loss(X, y)
        net.theta[k] = there - 1e-6
        net.theta[k], numeric[k] = there, (above - net.loss(X, y)) / 2e-6
    np.testing.assert_allclose(gradient, numeric, atol=1e-8)


def test_all_parameters_lie_in_theta(rng):
    net = ConvNet(rng=rng)
    assert net.theta.size == 16 * 25 + 16 + 6 * 6 * 16 * 10 + 10
    net.theta[...] = np.arange(net.theta.size)
    np.testing.assert_array_equal(np.concatenate([p.ravel() for p in (net.F, net.c, net.W, net.b)]), net.theta)


def test_network_finds_a_stroke_wherever_it_is(rng):
    """A vertical and a horizontal stroke, at random places: what a shared filter is made for."""
    y = rng.integers(2, size=300)
    images = np.zeros((300, 12, 12), np.float32)
    for image, label, (i, j) in zip(images, y, rng.integers(8, size=(300, 2)), strict=True):
        image[(slice(i, i + 4), j) if label else (i, slice(j, j + 4))] = 1
    X = images.reshape(300, -1)
    net = ConvNet(filters=4, size=3, stride=1, side=12, n_classes=2, rng=rng)
    train(net, (X[:100], y[:100]), epochs=30, batch_size=10, eta=0.1, rng=rng, progress=False)
    assert net.error_percent(X[100:], y[100:]) < 5


def test_errors_say_what_was_expected(rng):
    with pytest.raises(ValueError, match=r"patches: images has shape \(2, 4, 4\), size is 5 .* expected \(N, H, W\)"):
        patches(np.zeros((2, 4, 4)), 5)
    with pytest.raises(ValueError, match=r"max_pool: the signals have shape \(2, 3, 4, 1\), expected .* even"):
        max_pool(np.zeros((2, 3, 4, 1)))
    with pytest.raises(ValueError, match="make 25 places a row, expected an even number"):
        ConvNet(size=4, stride=1, rng=rng)
    with pytest.raises(ValueError, match=r"forward: X has shape \(2, 3\), expected \(N, 784\)"):
        ConvNet(rng=rng).forward(np.zeros((2, 3)))
