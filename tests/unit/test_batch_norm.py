"""Batch normalization: its gradient goes through the batch, and at test time nothing depends on the batch."""

import copy
import warnings

import numpy as np
import pytest

from course_utils.batch_norm import EPSILON, MEMORY, BatchNormMLP, batch_norm_backward, batch_norm_forward
from course_utils.network import MLP
from course_utils.training import DivergenceWarning, restore, train


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def small_net(rng, activation="tanh", sizes=(5, 4, 3, 2), dtype=np.float64, **settings):
    net = BatchNormMLP(sizes, activation, dtype=dtype, rng=rng, **settings)
    for part in (*net.b.values(), *net.gamma.values()):  # away from 0 and 1: these hide a missing term
        part[...] = rng.uniform(0.3, 0.8, part.shape)
    return net


def batch(rng, N=6, D=5, K=2):
    return rng.standard_normal((N, D)), rng.integers(0, K, N)


def by_formula(z, gamma, beta):
    """One unit, in plain Python: the paper's algorithm 1."""
    mean = sum(z) / len(z)
    variance = sum((v - mean) ** 2 for v in z) / len(z)
    return [gamma * (v - mean) / (variance + EPSILON) ** 0.5 + beta for v in z]


# The two functions


def test_batch_norm_forward_is_the_papers_algorithm(rng):
    Z, gamma, beta = 3 + 2 * rng.standard_normal((7, 4)), rng.uniform(0.5, 2, 4), rng.standard_normal(4)
    out, _ = batch_norm_forward(Z, gamma, beta)
    for i in range(4):
        np.testing.assert_allclose(out[:, i], by_formula(list(Z[:, i]), gamma[i], beta[i]), rtol=1e-12)


def test_normalised_units_have_mean_0_and_variance_1(rng):
    Z = 3 + 2 * rng.standard_normal((50, 4))
    out, _ = batch_norm_forward(Z, np.ones(4), np.zeros(4), epsilon=0)
    np.testing.assert_allclose(out.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(out.var(axis=0), 1, rtol=1e-13)


@pytest.mark.parametrize("N", [2, 3, 8])
def test_batch_norm_gradient_through_the_batch_statistics_equals_central_differences(N, rng):
    arguments = [rng.standard_normal((N, 3)), rng.uniform(0.5, 2, 3), rng.standard_normal(3)]
    dout = rng.standard_normal((N, 3))
    gradients = batch_norm_backward(dout, batch_norm_forward(*arguments)[1])
    for argument, gradient in zip(arguments, gradients, strict=True):
        for at in np.ndindex(argument.shape):
            saved, values = argument[at], []
            for step in (1e-5, -1e-5):
                argument[at] = saved + step
                values.append((dout * batch_norm_forward(*arguments)[0]).sum())
            argument[at] = saved
            assert gradient[at] == pytest.approx((values[0] - values[1]) / 2e-5, abs=3e-8, rel=1e-6)


def test_gradient_with_respect_to_the_preactivations_has_no_part_that_the_mean_or_the_scale_undoes(rng):
    Z = rng.standard_normal((8, 3))
    dZ, _, _ = batch_norm_backward(rng.standard_normal((8, 3)), batch_norm_forward(Z, np.ones(3), np.zeros(3), 0)[1])
    np.testing.assert_allclose(dZ.sum(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose((dZ * (Z - Z.mean(axis=0))).sum(axis=0), 0, atol=1e-13)


@pytest.mark.parametrize(
    ("Z", "gamma", "message"),
    [
        (np.zeros(3), np.ones(3), r"batch_norm_forward: Z has shape \(3,\), expected \(N, n\), N at least 2"),
        (np.zeros((1, 3)), np.ones(3), r"batch_norm_forward: Z has shape \(1, 3\), expected .* at least 2"),
        (np.zeros((4, 3)), np.ones(4), r"gamma has shape \(4,\) and beta \(3,\), expected \(3,\) for both"),
    ],
)
def test_bad_input_of_the_functions_is_named(Z, gamma, message):
    with pytest.raises(ValueError, match=message):
        batch_norm_forward(Z, gamma, np.zeros(3))
    cache = batch_norm_forward(np.zeros((4, 3)), np.ones(3), np.zeros(3))[1]
    with pytest.raises(ValueError, match=r"batch_norm_backward: dout has shape \(4, 2\), expected \(4, 3\)"):
        batch_norm_backward(np.zeros((4, 2)), cache)


# The network


def test_network_in_training_is_the_two_functions_layer_by_layer(rng):
    net = small_net(rng, "relu")
    X, _ = batch(rng)
    h = X
    for l in (1, 2):
        h = np.maximum(batch_norm_forward(h @ net.W[l].T, net.gamma[l], net.b[l])[0], 0)
    np.testing.assert_allclose(net.forward_training(X)[0], h @ net.W[3].T + net.b[3], rtol=1e-10)


@pytest.mark.parametrize("N", [2, 6])
@pytest.mark.parametrize("noise", [0.0, 0.4])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_network_gradient_equals_central_differences(activation, noise, N, rng):
    net = small_net(rng, activation, hidden_noise=noise)
    X, y = batch(rng, N)

    def loss_and_gradient():  # the same noise at each call
        return net.loss_and_gradient(X, y, net.new_cache(N), np.random.default_rng(5))

    gradient = loss_and_gradient()[1].copy()
    for k in range(len(net.theta)):
        saved, C = net.theta[k], []
        for step in (1e-5, -1e-5):
            net.theta[k] = saved + step
            C.append(loss_and_gradient()[0])
        net.theta[k] = saved
        assert gradient[k] == pytest.approx((C[0] - C[1]) / 2e-5, abs=3e-8, rel=1e-5), f"parameter {k}"


def test_gradient_at_test_time_takes_the_statistics_as_fixed(rng):
    net = small_net(rng)
    net.forward_training(*batch(rng)[:1])
    X = rng.standard_normal((3, 5))
    dZ = rng.standard_normal((3, 2))
    gradient = net.backward(dZ, net.forward(X)[1]).vector.copy()
    for k in range(len(net.theta)):
        saved, values = net.theta[k], []
        for step in (1e-5, -1e-5):
            net.theta[k] = saved + step
            values.append((net.forward(X)[0] * dZ).sum())
        net.theta[k] = saved
        assert gradient[k] == pytest.approx((values[0] - values[1]) / 2e-5, abs=1e-8), f"parameter {k}"


def test_output_does_not_change_when_the_weights_of_a_normalised_layer_are_rescaled(rng):
    net = small_net(rng, "relu", sizes=(5, 40, 30, 2))
    X, _ = batch(rng, 50)
    before = net.forward_training(X)[0].copy()
    net.W[1] *= 10
    net.W[2] *= 10
    # Exactly so but for EPSILON, which weighs less against larger variances.
    np.testing.assert_allclose(net.forward_training(X)[0], before, atol=5 * EPSILON)


def test_parameters_are_views_of_theta_and_scales_start_at_one(rng):
    net = BatchNormMLP((5, 4, 3, 2), rng=rng)
    assert all((gamma == 1).all() for gamma in net.gamma.values())
    plain = MLP((5, 4, 3, 2), rng=np.random.default_rng(2))
    assert all((net.W[l] == plain.W[l]).all() for l in net.W), "the same initial weights as the plain network's"
    net.theta[...] = 7
    parts = (*net.W.values(), *net.b.values(), *net.gamma.values())
    assert all((part == 7).all() for part in parts)
    assert sum(part.size for part in parts) == net.theta.size


def test_reused_memory_gives_the_same_result_as_new_memory_twice_over(rng):
    net = small_net(rng, "relu", dtype=np.float32)
    cache = net.new_cache(4)
    for _ in range(2):
        X, y = batch(rng, 4)
        X = X.astype(np.float32)
        fresh_C, fresh = net.loss_and_gradient(X, y, net.new_cache(4), rng)
        C, gradient = net.loss_and_gradient(X, y, cache, rng)
        assert C == fresh_C
        np.testing.assert_array_equal(gradient, fresh)
    once = net.backward(np.ones((4, 2), np.float32), cache).vector.copy()
    np.testing.assert_array_equal(net.backward(np.ones((4, 2), np.float32), cache).vector, once)


def test_float32_stays_float32(rng):
    net = small_net(rng, "relu", dtype=np.float32, hidden_noise=0.3)
    cache = net.new_cache(4)
    X, y = batch(rng, 4)
    net.loss_and_gradient(X.astype(np.float32), y, cache, rng)
    groups = (cache.H, cache.dH, cache.normalised, cache.inverse, cache.noise, net.mean, net.variance)
    arrays = [array for group in groups for array in group.values()]
    assert {array.dtype for array in (*arrays, cache.gradient.vector)} == {np.dtype(np.float32)}


# Statistics at test time


def test_running_statistics_are_those_of_the_population_in_the_limit(rng):
    net = small_net(rng, "identity", sizes=(5, 4, 2))
    mixing = rng.standard_normal((5, 5))
    shift = rng.standard_normal(5)
    batches, N = 3000, 20
    for _ in range(batches):
        net.forward_training(rng.standard_normal((N, 5)) @ mixing.T + shift)
    A = net.W[1] @ mixing
    variance = (A * A).sum(axis=1)
    # An average with weights 0.01, 0.01 * 0.99, ... varies like one over 199 batches: 5 of its standard errors.
    one_over_root_of_batches = np.sqrt((1 - MEMORY) / (1 + MEMORY))
    bound = 5 * one_over_root_of_batches
    assert (np.abs(net.mean[1] - net.W[1] @ shift) < bound * np.sqrt(variance / N)).all()
    assert (np.abs(net.variance[1] - variance) < bound * variance * np.sqrt(2 / (N - 1))).all()
    # And then normalising does what it is there for.
    Z = net.forward(rng.standard_normal((4000, 5)) @ mixing.T + shift)[1].normalised[1]
    np.testing.assert_allclose(Z.mean(axis=0), 0, atol=0.15)
    np.testing.assert_allclose(Z.var(axis=0), 1, atol=0.3)


def test_running_variance_is_unbiased_for_small_batches(rng):
    net = small_net(rng, "identity", sizes=(5, 4, 2))
    estimates = []
    for _ in range(4000):
        net.batches[...] = 0  # so that the statistics are those of the next batch alone
        net.forward_training(rng.standard_normal((2, 5)))
        estimates.append(net.variance[1].copy())
    expected = (net.W[1] ** 2).sum(axis=1)
    error = np.std(estimates, axis=0) / np.sqrt(len(estimates))
    assert (np.abs(np.mean(estimates, axis=0) - expected) < 5 * error).all()


def test_first_batch_counts_alone_and_later_ones_at_least_as_much_as_memory_leaves(rng):
    net = small_net(rng)
    X, _ = batch(rng, 50)
    net.forward_training(X)
    np.testing.assert_allclose(net.mean[1], (X @ net.W[1].T).mean(axis=0), rtol=1e-10)
    np.testing.assert_allclose(net.variance[1], (X @ net.W[1].T).var(axis=0, ddof=1), rtol=1e-10)
    for _ in range(300):
        net.forward_training(X)
    before = net.mean[1].copy()
    X, _ = batch(rng, 50)
    net.forward_training(X)
    np.testing.assert_allclose(net.mean[1], MEMORY * before + (1 - MEMORY) * (X @ net.W[1].T).mean(axis=0), rtol=1e-9)


def test_test_mode_is_deterministic_and_independent_of_the_rest_of_the_batch(rng):
    net = small_net(rng, "relu", hidden_noise=0.5)
    for _ in range(10):
        net.forward_training(batch(rng, 30)[0], rng=rng)
    state = copy.deepcopy(net.state)
    X, _ = batch(rng, 9)
    together = net.forward(X)[0].copy()
    alone = np.concatenate([net.forward(x[None])[0] for x in X])
    np.testing.assert_allclose(alone, together, rtol=1e-12)
    np.testing.assert_array_equal(net.forward(X)[0], together)
    assert all((now == then).all() for now, then in zip(net.state, state, strict=True)), "testing changes nothing"


def test_training_mode_depends_on_the_rest_of_the_batch(rng):
    net = small_net(rng)
    X, _ = batch(rng, 9)
    assert np.abs(net.forward_training(X)[0][:5] - net.forward_training(X[:5])[0]).max() > 0.01


# Noise, training


def test_noise_has_the_standard_deviation_asked_for_and_only_while_training(rng):
    net = BatchNormMLP((5, 200, 100, 2), hidden_noise=0.4, dtype=np.float64, rng=rng)
    cache = net.new_cache(50)
    net.forward_training(batch(rng, 50)[0], cache, rng)
    for noise in cache.noise.values():
        assert noise.std() == pytest.approx(0.4, rel=5 / np.sqrt(2 * noise.size))
        assert abs(noise.mean()) < 5 * 0.4 / np.sqrt(noise.size)
    first = cache.noise[1].copy()
    net.forward_training(batch(rng, 50)[0], cache, rng)
    assert abs(np.corrcoef(first.ravel(), cache.noise[1].ravel())[0, 1]) < 5 / np.sqrt(first.size)
    net.forward(batch(rng, 50)[0], cache)
    assert cache.noise == {}


def test_training_learns_and_weight_decay_shrinks_gamma_too(rng):
    X = rng.standard_normal((300, 5)).astype(np.float32)
    y = (X[:, 0] * X[:, 1] > 0).astype(int)
    size = {}
    for decay in (0.0, 0.3):
        net = BatchNormMLP((5, 30, 20, 2), hidden_noise=0.1, rng=np.random.default_rng(0))
        how = {"epochs": 40, "batch_size": 20, "eta": 0.01, "optimizer": "adam", "schedule": "linear"}
        train(net, (X, y), **how, weight_decay=decay, progress=False, rng=np.random.default_rng(1))
        size[decay] = np.mean([np.abs(gamma).mean() for gamma in net.gamma.values()])
        if not decay:
            assert net.error_percent(X, y) < 3
    assert size[0.3] < 0.8 * size[0]


def test_after_a_divergence_the_running_statistics_are_put_back_too(rng):
    X = rng.standard_normal((40, 5)).astype(np.float32)
    net = small_net(rng, dtype=np.float32)
    before = copy.deepcopy(net.state)
    X[3] = np.float32(3e38)  # finite, but its square is not
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        train(net, (X, np.zeros(40, int)), epochs=1, batch_size=10, rng=rng, progress=False)
    assert any(issubclass(w.category, DivergenceWarning) for w in said)
    assert all((now == then).all() for now, then in zip(net.state, before, strict=True))
    net.forward_training(np.ones((2, 5), np.float32) * [[1], [2]])
    restore(net, before)
    assert net.batches[0] == 0 and (net.mean[1] == 0).all() and (net.variance[1] == 1).all()


def test_bad_input_of_the_network_is_named(rng):
    with pytest.raises(ValueError, match="BatchNormMLP: hidden_noise is -0.1, expected a standard deviation"):
        BatchNormMLP(hidden_noise=-0.1, rng=rng)
    with pytest.raises(TypeError, match="BatchNormMLP: hidden_noise is 'much', expected a number"):
        BatchNormMLP(hidden_noise="much", rng=rng)
    with pytest.raises(ValueError, match="a batch of 1 sample while training, expected at least 2"):
        small_net(rng).forward_training(np.zeros((1, 5)))
    with pytest.raises(ValueError, match=r"forward: X has shape \(4, 6\), expected \(N, 5\)"):
        small_net(rng).forward_training(np.zeros((4, 6)))
    with pytest.raises(TypeError, match="BatchNormMLP: rng is None, expected a Generator"):
        small_net(rng, hidden_noise=0.1).forward_training(np.zeros((4, 5)))
