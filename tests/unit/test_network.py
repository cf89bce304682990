"""What the network computes, against references that share no code with it."""

import numpy as np
import pytest
import scipy.special

from course_utils.network import ACTIVATIONS, MLP, cross_entropy, relu, sigmoid, softmax


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def small_net(rng, activation="tanh", dtype=np.float64):
    net = MLP((5, 4, 3, 2), activation, dtype=dtype, rng=rng)
    for b in net.b.values():  # biases away from zero: a zero hides a missing term
        b[...] = rng.uniform(0.2, 0.7, b.shape)
    return net


def test_softmax_and_sigmoid_agree_with_scipy(rng):
    Z = 30 * rng.standard_normal((7, 4))
    np.testing.assert_allclose(softmax(Z), scipy.special.softmax(Z, axis=1), rtol=1e-12)
    np.testing.assert_allclose(sigmoid(Z), scipy.special.expit(Z), rtol=1e-9, atol=1e-15)


def test_softmax_leaves_its_argument_unchanged(rng):
    Z = rng.standard_normal((3, 4))
    before = Z.copy()
    softmax(Z)
    cross_entropy(Z, np.zeros(3, int))
    np.testing.assert_array_equal(Z, before)


def test_softmax_names_the_shape_it_expects():
    with pytest.raises(ValueError, match=r"softmax: z has shape \(10,\), expected \(N, K\)"):
        softmax(np.zeros(10))


def test_cross_entropy_of_huge_logits_is_exact():
    C, dZ = cross_entropy(np.array([[1000.0, -1000.0], [1000.0, -1000.0]]), np.array([0, 1]))
    assert C == 1000
    np.testing.assert_array_equal(dZ, [[0, 0], [0.5, -0.5]])


def test_cross_entropy_names_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match="cross_entropy: z has shape"):
        cross_entropy(np.zeros((3, 4)), np.zeros(2, int))
    with pytest.raises(ValueError, match="N at least 1"):
        cross_entropy(np.zeros((0, 4)), np.zeros(0, int))


@pytest.mark.parametrize("y", [[-1, 0], [0, 4], [0.0, 1.0]])
def test_cross_entropy_names_labels_that_are_no_class(y):
    with pytest.raises(ValueError, match="cross_entropy: y holds .* expected integers from 0 to 3"):
        cross_entropy(np.zeros((2, 4)), np.array(y))


def test_softmax_and_sigmoid_take_whole_numbers_too():
    np.testing.assert_allclose(softmax(np.array([[1, 2, 3]])), scipy.special.softmax([[1.0, 2, 3]], axis=1))
    assert sigmoid(0) == 0.5


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_of_each_activation_is_its_derivative(name, rng):
    f, slope = ACTIVATIONS[name]
    z = rng.standard_normal(100)
    z = z[np.abs(z) > 1e-3]  # relu has no derivative at 0
    np.testing.assert_allclose(slope(f(z)), (f(z + 1e-6) - f(z - 1e-6)) / 2e-6, atol=1e-8)


def test_forward_is_the_slides_equations(rng):
    net = MLP((6, 5, 4, 3), dtype=np.float64, rng=rng)
    for b in net.b.values():
        b[...] = rng.standard_normal(b.shape)
    X = rng.standard_normal((8, 6))
    Z, _ = net.forward(X)
    for x, z in zip(X, Z, strict=True):
        h1 = relu(net.W[1] @ x + net.b[1])
        h2 = relu(net.W[2] @ h1 + net.b[2])
        np.testing.assert_allclose(z, net.W[3] @ h2 + net.b[3])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_backward_equals_central_differences(activation, rng):
    net = small_net(rng, activation)
    X, y = rng.standard_normal((6, 5)), rng.integers(0, 2, 6)
    Z, cache = net.forward(X)
    gradient = net.backward(cross_entropy(Z, y)[1], cache).vector.copy()
    for k in range(len(net.theta)):
        saved, C = net.theta[k], []
        for delta in (1e-6, -1e-6):
            net.theta[k] = saved + delta
            P = scipy.special.softmax(net.forward(X)[0], axis=1)
            C.append(-np.log(P[np.arange(6), y]).mean())
        net.theta[k] = saved
        assert gradient[k] == pytest.approx((C[0] - C[1]) / 2e-6, abs=1e-8), f"parameter {k}"


def test_parameters_are_views_of_theta(rng):
    net = small_net(rng)
    net.theta[...] = 7
    assert all((W == 7).all() for W in (*net.W.values(), *net.b.values()))
    assert sum(W.size + net.b[l].size for l, W in net.W.items()) == len(net.theta)
    assert [W.shape for W in net.W.values()] == [(4, 5), (3, 4), (2, 3)]


def test_reused_memory_gives_the_same_result_as_new_memory(rng):
    net = small_net(rng, "relu", np.float32)
    cache = net.new_cache(4)
    for _ in range(2):
        X, y = rng.standard_normal((4, 5), dtype=np.float32), rng.integers(0, 2, 4)
        fresh_Z, fresh = net.forward(X)
        fresh_gradient = net.backward(cross_entropy(fresh_Z, y)[1], fresh).vector
        Z, cache = net.forward(X, cache)
        np.testing.assert_array_equal(Z, fresh_Z)
        np.testing.assert_array_equal(net.backward(cross_entropy(Z, y)[1], cache).vector, fresh_gradient)


def test_float32_network_stays_float32(rng):
    net = small_net(rng, "relu", np.float32)
    Z, cache = net.forward(rng.standard_normal((4, 5), dtype=np.float32))
    C, dZ = cross_entropy(Z, np.zeros(4, int))
    assert {Z.dtype, dZ.dtype, net.backward(dZ, cache).vector.dtype} == {np.dtype(np.float32)}


def test_sets_larger_than_one_part_are_evaluated_whole(rng):
    net = small_net(rng)
    X, y = rng.standard_normal((2345, 5)), rng.integers(0, 2, 2345)
    Z = net.forward(X)[0]
    np.testing.assert_array_equal(net.predict(X), Z.argmax(axis=1))
    np.testing.assert_allclose(net.probabilities(X), scipy.special.softmax(Z, axis=1))
    assert net.loss(X, y) == pytest.approx(-scipy.special.log_softmax(Z, axis=1)[np.arange(2345), y].mean())
    assert net.error_percent(X, y) == pytest.approx(100 * np.mean(Z.argmax(axis=1) != y))


def test_signals_are_input_hidden_units_and_probabilities(rng):
    net = small_net(rng)
    H = net.signals(rng.standard_normal((2, 5)))
    assert {l: h.shape for l, h in H.items()} == {0: (2, 5), 1: (2, 4), 2: (2, 3), 3: (2, 2)}
    np.testing.assert_allclose(H[3].sum(axis=1), 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sizes": (3,)}, r"MLP: sizes is \(3,\), expected at least two"),
        ({"sizes": (3, 0, 2)}, "MLP: sizes is"),
        ({"activation": "rely"}, "MLP: activation 'rely' is unknown, expected one of relu"),
        ({"initialization": "big"}, "initialization: 'big' is unknown, expected one of balanced"),
    ],
)
def test_a_network_that_cannot_be_built_is_named(change, message, rng):
    with pytest.raises(ValueError, match=message):
        MLP(**change, rng=rng)


def test_wrong_input_shape_is_named(rng):
    with pytest.raises(ValueError, match=r"forward: X has shape \(4, 6\), expected \(N, 5\)"):
        small_net(rng).forward(np.zeros((4, 6)))
    with pytest.raises(ValueError, match="empty"):
        small_net(rng).predict(np.zeros((0, 5)))
    with pytest.raises(ValueError, match="X has NaN or infinity"):
        small_net(rng).predict(np.full((2, 5), np.nan))
    assert small_net(rng).predict([[0.1, 0.2, 0.3, 0.4, 0.5]]).shape == (1,)
