"""The gradient as a sum over paths and by stored results, against references that share no code with either."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
import scipy.special
import sympy
from PIL import Image

from course_utils import autodiff, explorers_backprop, network, paths, tiny_example
from course_utils.network import MLP


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def network_and_sample(rng, activation="tanh", sizes=(5, 4, 3, 2)):
    net = MLP(sizes, activation, dtype=np.float64, rng=rng)
    for b in net.b.values():  # biases away from zero: a zero hides a missing term
        b[...] = rng.uniform(0.2, 0.7, b.shape)
    return net, rng.uniform(0.3, 1, sizes[0]) * rng.choice([-1, 1], sizes[0]), 1


def measured(net, x, y, array, k, step=1e-6):
    """Central difference of the criterion of one sample by array[k]."""
    C = []
    for delta in (step, -step):
        saved = array[k]
        array[k] += delta
        C.append(-scipy.special.log_softmax(net.forward(x[None])[0])[0, y])
        array[k] = saved
    return (C[0] - C[1]) / (2 * step)


# Slide 24: the chain rule


def test_chain_rule_by_symbols_equals_numbers():
    w1, w2, h, y = sympy.symbols("w1 w2 h y")
    C = (y - sympy.Rational(3, 2)) ** 2
    along = {w1: C.diff(y) * (w2 * h).diff(h) * w1.diff(w1), w2: C.diff(y) * (w2 * h).diff(w2)}
    whole = C.subs(y, w2 * h).subs(h, w1)
    for a, b in np.random.default_rng(0).uniform(-2, 2, (20, 2)):
        numbers = explorers_backprop.two_weights(a, b, decay=0)[1:]
        for w, number in zip((w1, w2), numbers, strict=True):
            chain = along[w].subs(y, w2 * h).subs(h, w1)
            assert sympy.simplify(chain - whole.diff(w)) == 0
            assert number == pytest.approx(float(chain.subs({w1: a, w2: b})), abs=1e-12)
            step = 1e-6 * np.array([w is w1, w is w2])
            slope = (((a + step[0]) * (b + step[1]) - 1.5) ** 2 - ((a - step[0]) * (b - step[1]) - 1.5) ** 2) / 2e-6
            assert number == pytest.approx(slope, abs=1e-8)


# Slide 25: the sum over paths


@pytest.mark.parametrize("activation", network.ACTIVATIONS)
def test_path_sum_equals_backprop(activation, rng):
    net, x, y = network_and_sample(rng, activation)
    Z, cache = net.forward(x[None])
    gradient = net.backward(network.cross_entropy(Z, np.array([y]))[1], cache)
    for l, W in net.W.items():
        for i, j in np.ndindex(W.shape):
            by_paths = paths.path_sum(net, x, y, l, i, j).gradient
            assert by_paths == pytest.approx(gradient.W[l][i, j], abs=1e-15)
            assert by_paths == pytest.approx(measured(net, x, y, W, (i, j)), abs=1e-8)


@pytest.mark.parametrize("sizes", [(3, 4, 2), (2, 5, 4, 3), (4, 4, 4, 4, 4), (6, 1, 7, 2)])
def test_the_count_of_paths_is_the_product_of_the_widths(sizes, rng):
    net, x, y = network_and_sample(rng, sizes=sizes)
    for l in range(1, net.L + 1):
        # Each entry of a product of matrices of ones counts the ways from one unit to another.
        ways = np.ones((1, sizes[-1]), int)
        for k in range(net.L, l, -1):
            ways = ways @ np.ones(net.W[k].shape, int)
        assert paths.number_of_paths(sizes, l) == paths.path_sum(net, x, y, l, 0, 0).paths == ways[0, 0]
        units = [path for path, *_ in paths.all_paths(net, x, y, l, 0, 0)]
        assert len(set(units)) == len(units) == ways[0, 0]


def test_paths_through_an_off_unit_are_blocked_and_add_nothing(rng):
    net, x, y = network_and_sample(rng, "relu", (4, 6, 5, 3))
    H = net.forward(x[None])[1].H
    assert 0 < (H[1][0] > 0).sum() < 6 and 0 < (H[2][0] > 0).sum() < 5, "some on, some off"
    for i in range(6):
        expected = 15 if H[1][0, i] == 0 else 3 * int((H[2][0] == 0).sum())
        found = list(paths.all_paths(net, x, y, 1, i, 0))
        assert paths.path_sum(net, x, y, 1, i, 0).blocked == expected == sum(blocked for *_, blocked in found)
        assert all((np.prod(factors) == 0) == blocked for _, factors, blocked in found)


def test_after_the_softmax_the_gradient_of_w3_is_a_sum_over_all_outputs(rng):
    net, x, _ = network_and_sample(rng, sizes=(4, 5, 3))
    t, W = 2, net.W[2]

    def outputs():
        return scipy.special.softmax(net.forward(x[None])[0][0])

    y = outputs()
    dC_dy = np.where(np.arange(3) == t, -1 / y, 0)
    for i, j in np.ndindex(W.shape):
        W[i, j] += 1e-6
        above = outputs()
        W[i, j] -= 2e-6
        dy = (above - outputs()) / 2e-6
        W[i, j] += 1e-6
        truth = paths.path_sum(net, x, t, 2, i, j).gradient
        assert (dC_dy * dy).sum() == pytest.approx(truth, abs=1e-8)
        if i != t:
            assert dC_dy[i] * dy[i] == 0 and abs(truth) > 1e-3, "the slide's single term misses this row"


# Slide 26: stored results


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_stored_results_give_every_weight_and_bias(activation, rng):
    net, x, y = network_and_sample(rng, activation)
    found = paths.backpropagation(net, x, y)
    for l in net.W:
        for k in np.ndindex(net.W[l].shape):
            assert found.W[l][k] == pytest.approx(measured(net, x, y, net.W[l], k), abs=1e-8)
        for k in np.ndindex(net.b[l].shape):
            assert found.b[l][k] == pytest.approx(measured(net, x, y, net.b[l], k), abs=1e-8)


class Counting(float):
    """A number that counts how often one of its kind is multiplied."""

    count = 0

    def __mul__(self, other):
        Counting.count += 1
        return Counting(float(self) * float(other))

    __rmul__ = __mul__


def counting(numbers):
    return [counting(n) if isinstance(n, list) else Counting(n) for n in numbers]


@pytest.mark.parametrize("sizes", [(3, 4, 2), (2, 5, 4, 3), (4, 4, 4, 4, 4)])
def test_operations_are_as_predicted_and_as_really_done(sizes, rng, monkeypatch):
    net, x, y = network_and_sample(rng, sizes=sizes)
    plain = paths.forward(net, x, y)
    tables = [{l: counting(n) for l, n in table.items()} for table in plain[:3]]
    monkeypatch.setattr(paths, "forward", lambda *_: (*tables, counting(plain[3])))
    for l in range(1, net.L + 1):
        Counting.count = 0
        told = paths.path_sum(net, x, y, l, 0, 1).multiplications
        assert told == Counting.count == paths.multiplications_by_paths(sizes, l)
    Counting.count = 0
    told = paths.backpropagation(net, x, y).multiplications
    assert told == Counting.count == paths.multiplications_by_backpropagation(sizes)


def test_operations_grow_exponentially_by_paths_and_linearly_by_stored_results():
    depths = range(2, 30)
    by_paths = np.array([paths.multiplications_by_paths((4,) * (d + 1), 1) for d in depths], dtype=float)
    stored = np.array([paths.multiplications_by_backpropagation((4,) * (d + 1)) for d in depths])
    assert (by_paths[1:] / by_paths[:-1] > 4).all()
    assert set(np.diff(stored)) == {2 * 4 * 4 + 4}


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"l": 0}, ValueError, "l is 0, expected a layer from 1 to 3"),
        ({"l": 4}, ValueError, "l is 4, expected a layer from 1 to 3"),
        ({"i": 4}, ValueError, "i is 4, expected a unit of layer 1, 0 to 3"),
        ({"j": -1}, ValueError, "j is -1, expected a unit of layer 0, 0 to 4"),
        ({"x": np.ones(4)}, ValueError, r"x has shape \(4,\), expected \(5,\): one sample"),
        ({"y": 0.5}, TypeError, "y is 0.5, expected a label, a whole number"),
        ({"y": 2}, ValueError, "expected integers from 0 to 1"),
    ],
)
def test_bad_input_is_named(change, error, message, rng):
    net, x, y = network_and_sample(rng)
    with pytest.raises(error, match=message):
        paths.path_sum(net, **{"x": x, "y": y, "l": 1, "i": 0, "j": 0, **change})


# Slide 27: the scaling issue


def test_w1_doubled_and_w2_halved_doubles_dc_dw2_and_halves_dc_dw1():
    w1, w2 = np.random.default_rng(2).uniform(-2, 2, (2, 50))
    before, after = explorers_backprop.two_weights(w1, w2, 0), explorers_backprop.two_weights(2 * w1, w2 / 2, 0)
    np.testing.assert_allclose(after[0], before[0], rtol=1e-14)
    np.testing.assert_allclose(after[1], before[1] / 2, rtol=1e-14)
    np.testing.assert_allclose(after[2], 2 * before[2], rtol=1e-14)
    measured_w2 = ((2 * w1 * (w2 / 2 + 1e-6) - 1.5) ** 2 - (2 * w1 * (w2 / 2 - 1e-6) - 1.5) ** 2) / 2e-6
    np.testing.assert_allclose(after[2], measured_w2, atol=1e-7)


def test_with_weight_decay_the_gradients_do_not_just_trade():
    C, *gradient = explorers_backprop.two_weights(0.8, 1.1, tiny_example.DECAY)
    assert tiny_example.C([0.8, 1.1]) == pytest.approx(C)
    np.testing.assert_allclose(tiny_example.gradient([0.8, 1.1]), gradient)
    _, *after = explorers_backprop.two_weights(1.6, 0.55, tiny_example.DECAY)
    assert abs(after[0] / gradient[0] - 0.5) > 0.01 and abs(after[1] / gradient[1] - 2) > 0.01


@pytest.mark.parametrize("c", [0.5, 2, 8])
def test_a_rescaled_relu_unit_leaves_the_output_and_trades_the_gradients(c, rng):
    net, x, y = network_and_sample(rng, "relu", (4, 6, 5, 3))
    unit = int(net.forward(x[None])[1].H[1][0].argmax())
    Z, before = net.forward(x[None])[0].copy(), paths.backpropagation(net, x, y)
    net.W[1][unit] *= c
    net.b[1][unit] *= c
    net.W[2][:, unit] /= c
    after = paths.backpropagation(net, x, y)
    np.testing.assert_allclose(net.forward(x[None])[0], Z)
    np.testing.assert_allclose(after.W[1][unit], before.W[1][unit] / c)
    np.testing.assert_allclose(after.W[2][:, unit], before.W[2][:, unit] * c)
    assert np.abs(before.W[2][:, unit]).max() > 0


@pytest.mark.parametrize("c", [1, 2, 4])
def test_one_step_multiplies_a_small_error_by_one_minus_two_eta_times_the_squared_weights(c):
    w = np.sqrt(1.5 + 1e-6) * np.array([c, 1 / c])
    after = w - 0.1 * np.array(explorers_backprop.two_weights(*w, 0)[1:])
    assert (after.prod() - 1.5) / 1e-6 == pytest.approx(1 - 0.2 * (w @ w), rel=1e-4)


# The explorers


def explorer(rng):
    net, _, _ = network_and_sample(rng, "relu", (4, 5, 4, 3))
    return (
        net,
        rng.uniform(-1, 1, (6, 4)),
        explorers_backprop.paths_explorer(net, rng.uniform(-1, 1, (6, 4)), np.arange(6) % 3),
    )


def test_paths_explorer_is_drawn_at_once_with_its_words(rng):
    _, _, found = explorer(rng)
    assert Image.open(io.BytesIO(found.png)).size[0] > 600
    assert "W1[0, 0], from unit 0 of the input to unit 0 of layer 1: 4 × 3 = 12 paths to C" in found.picture.text
    assert [c.description for c in found.controls.values()] == [
        "Sample",
        "Weight matrix",
        "To unit i",
        "From unit j",
    ]
    assert not plt.get_fignums()


def test_caption_of_the_paths_explorer_is_true(rng):
    net = network_and_sample(rng, "relu", (4, 5, 4, 3))[0]
    X, y = rng.uniform(-1, 1, (6, 4)), np.arange(6) % 3
    found = explorers_backprop.paths_explorer(net, X, y)
    for sample, l, i, j in ((0, 1, 4, 3), (3, 2, 3, 4), (5, 3, 2, 1), (2, 1, 1, 0)):
        figure, _, text = found.draw(sample, l, i, j)
        plt.close(figure)
        gradient = measured(net, X[sample], int(y[sample]), net.W[l], (i, j))
        assert f"W{l}[{i}, {j}]" in text
        assert text.count(f"{round(gradient, 4) + 0.0:+.4f}") == 2, "the sum over paths, and backpropagation"
        H = net.forward(X[sample : sample + 1])[1].H
        for layer in (1, 2):
            off = [str(u) for u in np.flatnonzero(H[layer][0] <= 0)]
            assert (f"{off[-1]} of layer {layer}" if off else "unit") in text


def test_sliders_end_where_the_layer_ends(rng):
    _, _, found = explorer(rng)
    i, j = found.controls["i"], found.controls["j"]
    i.value = 4
    found.controls["l"].value = 3
    assert (i.max, j.max, i.value) == (2, 3, 2)
    assert "W3[2, 0], from unit 0 of layer 2 to unit 2 of layer 3: 1 path to C" in found.picture.text
    found.controls["l"].value = 2
    assert (i.max, j.max) == (3, 4)


def test_a_weight_from_an_off_unit_is_explained(rng):
    net, x, _ = network_and_sample(rng, "relu", (4, 5, 4, 3))
    off = int(np.flatnonzero(net.forward(x[None])[1].H[1][0] == 0)[0])
    found = explorers_backprop.paths_explorer(net, x[None], np.array([0]))
    found.controls["l"].value = 2
    found.controls["j"].value = off
    assert f"The signal of unit {off}, which this weight multiplies, is 0" in found.picture.text


def test_a_network_too_large_to_draw_is_refused(rng):
    with pytest.raises(ValueError, match=r"sizes are \(4, 9, 3\), expected at most 6 units and 20 paths"):
        explorers_backprop.paths_explorer(MLP((4, 9, 3), rng=rng), np.zeros((1, 4)), np.zeros(1, int))


def test_rescaling_explorer_says_what_trades():
    found = explorers_backprop.rescaling_explorer()
    found.controls["c"].value = 2
    assert "output y = 1.0000, C = 0.2500. ∂C/∂w1 = −0.5000, ∂C/∂w2 = −2.0000" in found.picture.text
    assert "∂C/∂w1 is 0.5 times and ∂C/∂w2 2 times what it is at factor 1" in found.picture.text
    before = found.png
    found.controls["decay"].value = 0.04
    assert found.png != before
    assert "With weight decay C itself depends on the factor (at factor 1 it is 0.3300)" in found.picture.text


def test_graph_shows_every_node_with_value_and_gradient():
    a = autodiff.Node(2.0, "a")
    C = a * a + 3 * a
    C.backward()
    figure = explorers_backprop.draw_graph(C)
    words = [text.get_text() for text in figure.axes[0].texts if text.get_text()]
    plt.close(figure)
    assert sorted(words) == sorted(["a\n2\n∂: 7", "×\n4\n∂: 1", "×\n6\n∂: 1", "+\n10\n∂: 1"])
