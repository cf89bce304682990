"""Automatic differentiation, against complex steps and central differences of formulas written in plain NumPy."""

import numpy as np
import pytest
import scipy.special

from course_utils import autodiff, network
from course_utils.autodiff import Node


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def complex_step(f, arrays):
    """Gradients of the real function f of some arrays, exact to rounding (Squire and Trapp 1998)."""
    gradients = []
    for n, array in enumerate(arrays):
        gradient = np.empty(array.shape)
        for k in np.ndindex(array.shape):
            moved = [a.astype(complex) for a in arrays]
            moved[n][k] += 1e-30j
            gradient[k] = np.imag(f(*moved)) / 1e-30
        gradients.append(gradient)
    return gradients


def check(expression, reference, *arrays):
    """Compare the gradients of an expression of Nodes with those of the same formula in NumPy."""
    nodes = [Node(array) for array in arrays]
    C = expression(*nodes)
    C.backward()
    assert C.value == pytest.approx(np.real(reference(*arrays)), rel=1e-12)
    for node, gradient in zip(nodes, complex_step(reference, arrays), strict=True):
        assert node.gradient.shape == node.value.shape
        np.testing.assert_allclose(node.gradient, gradient, rtol=1e-11, atol=1e-13)


# A weight of another size for each number, so that a gradient in the wrong place is seen.
V = np.arange(1.0, 13).reshape(3, 4)

ONE = {
    "negative": (lambda a: -a, lambda a: -a),
    "square": (lambda a: a**2, lambda a: a**2),
    "power 3.5": (lambda a: a**3.5, lambda a: a**3.5),
    "power -1": (lambda a: a**-1, lambda a: a**-1.0),
    "exp": (lambda a: a.exp(), np.exp),
    "log": (lambda a: a.log(), np.log),
    "constant first": (lambda a: 2 - 3 / a + 4 * a, lambda a: 2 - 3 / a + 4 * a),
    "array first": (lambda a: V - V / a + V * a + (V + a), lambda a: V - V / a + V * a + (V + a)),
    "array second": (lambda a: a - V + a / V, lambda a: a - V + a / V),
    "transposed": (lambda a: (a.T * V.T).T, lambda a: a * V),
    "sum over rows": (lambda a: a.sum(axis=0) * a, lambda a: a.sum(axis=0, keepdims=True) * a),
    "sum over columns": (lambda a: a.sum(axis=1) * a, lambda a: a.sum(axis=1, keepdims=True) * a),
    "sum over all": (lambda a: a.sum() * a, lambda a: a.sum() * a),
}


@pytest.mark.parametrize("name", ONE)
def test_each_operation_on_one_array_equals_complex_step(name, rng):
    f, reference = ONE[name]
    check(lambda a: (f(a) * V).sum(), lambda a: (reference(a) * V).sum(), rng.uniform(0.5, 2, (3, 4)))


TWO = {
    "sum": lambda a, b: a + b,
    "difference": lambda a, b: a - b,
    "product": lambda a, b: a * b,
    "quotient": lambda a, b: a / b,
}


@pytest.mark.parametrize("shape", [(3, 4), (4,), (1, 4), (3, 1), (1, 1), ()], ids=str)
@pytest.mark.parametrize("name", TWO)
def test_each_operation_on_two_arrays_equals_complex_step_with_broadcasting(name, shape, rng):
    f, (a, b) = TWO[name], (rng.uniform(0.5, 2, (3, 4)), np.asarray(rng.uniform(0.5, 2, shape)))
    check(lambda a, b: (f(a, b) * V).sum(), lambda a, b: (f(a, b) * V).sum(), a, b)
    check(lambda b, a: (f(b, a) * V).sum(), lambda b, a: (f(b, a) * V).sum(), b, a)


def test_both_sides_may_be_broadcast_at_once(rng):
    a, b = rng.uniform(0.5, 2, (3, 1)), rng.uniform(0.5, 2, 4)
    check(lambda a, b: (a * b * V).sum(), lambda a, b: (a * b * V).sum(), a, b)


def test_matrix_product_equals_complex_step(rng):
    A, B, K = rng.standard_normal((3, 5)), rng.standard_normal((5, 4)), rng.standard_normal((5, 4))
    check(lambda a, b: (a @ b * V).sum(), lambda a, b: (a @ b * V).sum(), A, B)
    check(lambda a: (a @ K * V).sum(), lambda a: (a @ K * V).sum(), A)
    check(lambda b: (A @ b * V).sum(), lambda b: (A @ b * V).sum(), B)
    check(lambda a: (a @ a.T).sum(), lambda a: (a @ a.T).sum(), A)


def test_relu_equals_central_differences_away_from_zero_and_has_slope_0_at_zero(rng):
    a = rng.standard_normal((3, 4))
    a = np.where(np.abs(a) < 0.1, 0.5, a)
    node = Node(a)
    (node.relu() ** 2 * V).sum().backward()
    f = lambda a: np.maximum(a, 0) ** 2 * V  # noqa: E731
    np.testing.assert_allclose(node.gradient, (f(a + 1e-6) - f(a - 1e-6)) / 2e-6, atol=1e-8)
    zero = Node(np.array([0.0, -1.0, 2.0]))
    zero.relu().sum().backward()
    np.testing.assert_array_equal(zero.gradient, [0, 0, 1])


def test_gradient_accumulates_where_a_node_is_used_again(rng):
    a = rng.uniform(0.5, 2, (2, 3))
    check(lambda a: (a * a + a).sum(), lambda a: (a * a + a).sum(), a)
    check(lambda a: (a.exp() * a.log() - a / a.sum()).sum(), lambda a: (np.exp(a) * np.log(a) - a / a.sum()).sum(), a)

    def diamond(a):
        b = a * 2
        c, d = b * b, b * 3
        return (c * d + b).sum()

    check(diamond, diamond, a)


def test_backward_again_gives_the_same_and_does_not_add_up():
    a = Node(3.0)
    C = a * a
    C.backward()
    C.backward()
    assert a.gradient == 6
    (a * 5).backward()
    assert a.gradient == 5


def test_a_graph_2000_nodes_deep_needs_no_recursion():
    a = Node(1.0)
    result = a
    for _ in range(2000):
        result = result * 1.001 + 0.0
    result.backward()
    assert len(autodiff.in_order(result)) == 4001
    assert a.gradient == pytest.approx(1.001**2000, rel=1e-10)


def test_a_graph_with_exponentially_many_paths_is_walked_once():
    a = Node(1.0)
    result = a
    for _ in range(200):
        result = result + result
    result.backward()
    assert a.gradient == 2.0**200


def test_each_node_stands_after_those_it_was_computed_from(rng):
    a, b = Node(rng.standard_normal((2, 2))), Node(rng.standard_normal((2, 2)))
    c = a @ b
    order = autodiff.in_order(((c + a) * (c.exp() @ b.T)).sum())
    position = {node: k for k, node in enumerate(order)}
    assert len(position) == len(order) == 9
    assert all(position[parent] < position[node] for node in order for parent, _ in node.parents)


def test_constants_get_no_gradient_and_are_no_nodes():
    a, constant = Node(2.0), np.array([1.0, 3.0])
    C = (constant * a).sum()
    C.backward()
    assert len(autodiff.in_order(C)) == 3
    np.testing.assert_array_equal(constant, [1, 3])
    assert a.gradient == 4


# The example network


def test_cross_entropy_equals_the_networks_and_does_not_overflow(rng):
    Z, y = 5 * rng.standard_normal((7, 4)), rng.integers(0, 4, 7)
    for logits, labels in ((Z, y), (np.array([[1000.0, -1000.0]]), np.array([1]))):
        node = Node(logits)
        C = autodiff.cross_entropy(node, labels)
        C.backward()
        expected = -scipy.special.log_softmax(logits, axis=1)[np.arange(len(labels)), labels].mean()
        P = scipy.special.softmax(logits, axis=1)
        P[np.arange(len(labels)), labels] -= 1
        assert C.value == pytest.approx(expected)
        np.testing.assert_allclose(node.gradient, P / len(labels), atol=1e-15)


def gradients_of(net, X, y):
    """By automatic differentiation: layer -> Node of the weights, and of the biases."""
    W, b = ({l: Node(array) for l, array in part.items()} for part in (net.W, net.b))
    H = X
    for l in net.W:
        Z = H @ W[l].T + b[l]
        H = Z.relu()
    autodiff.cross_entropy(Z, y).backward()
    return W, b


@pytest.mark.parametrize("sizes", [(784, 225, 144, 10), (5, 4, 3), (6, 5, 5, 5, 4)])
def test_gradient_of_the_network_by_autodiff_equals_backward(sizes, rng):
    net = network.MLP(sizes, dtype=np.float64, rng=rng)
    for b in net.b.values():
        b[...] = rng.uniform(-0.5, 0.5, b.shape)
    X, y = rng.uniform(0, 1, (20, sizes[0])), rng.integers(0, sizes[-1], 20)
    Z, cache = net.forward(X)
    by_hand = net.backward(network.cross_entropy(Z, y)[1], cache)
    W, b = gradients_of(net, X, y)
    for l in net.W:
        np.testing.assert_allclose(W[l].gradient, by_hand.W[l], atol=1e-14)
        np.testing.assert_allclose(b[l].gradient, by_hand.b[l], atol=1e-14)
        assert np.abs(W[l].gradient).max() > 1e-3


def test_gradient_of_the_mnist_sized_network_equals_central_differences_along_random_directions(rng):
    net = network.MLP(dtype=np.float64, rng=rng)
    X, y = rng.uniform(0, 1, (2, 784)), np.array([3, 8])
    gradient = net.loss_and_gradient(X, y, net.new_cache(2), rng)[1].copy()
    theta = net.theta.copy()
    for _ in range(5):
        direction = rng.standard_normal(len(theta)) / np.sqrt(len(theta))
        C = []
        for step in (1e-6, -1e-6):
            net.theta[...] = theta + step * direction
            C.append(-scipy.special.log_softmax(net.forward(X)[0], axis=1)[[0, 1], y].mean())
        assert gradient @ direction == pytest.approx((C[0] - C[1]) / 2e-6, abs=1e-8)


def test_float32_stays_float32_and_whole_numbers_become_float64(rng):
    net = network.MLP((5, 4, 3), rng=rng)
    W, b = gradients_of(net, rng.standard_normal((6, 5), dtype=np.float32), np.zeros(6, int))
    assert {node.gradient.dtype for node in (*W.values(), *b.values())} == {np.dtype(np.float32)}
    assert Node(3).value.dtype == np.float64
    assert (Node(1.0) - np.array([2], dtype=np.uint8)).value == -1


# Errors in a sentence


@pytest.mark.parametrize(
    ("mistake", "error", "message"),
    [
        (lambda: Node("a"), TypeError, "Node: value has dtype <U1, expected real numbers"),
        (lambda: Node([1j]), TypeError, "Node: value has dtype complex128, expected real numbers"),
        (lambda: Node([1.0, 2.0]).backward(), ValueError, r"result has shape \(2,\), expected a single number"),
        (
            lambda: Node([1.0]) @ Node([1.0]),
            ValueError,
            r"@: the factors have shapes \(1,\) and \(1,\), expected \(n, k\)",
        ),
        (lambda: Node(V) @ V, ValueError, r"@: the factors have shapes \(3, 4\) and \(3, 4\), expected"),
        (lambda: Node(2.0) ** Node(2.0), TypeError, r"\*\*: the exponent is <.*Node.*>, expected a number"),
        (lambda: autodiff.cross_entropy(Node(V), np.zeros(4, int)), ValueError, r"z has shape \(3, 4\) and y \(4,\)"),
    ],
)
def test_bad_input_is_named(mistake, error, message):
    with pytest.raises(error, match=message):
        mistake()
