"""Local receptive fields: which pixels a unit sees, and that no other weight ever appears."""

import numpy as np
import pytest

from course_utils import train
from course_utils.receptive_fields import LocalBatchNormMLP, local_fields


def test_a_unit_sees_exactly_its_window():
    fields = local_fields(28, 15, 14).reshape(15, 15, 28, 28)
    for r in range(15):
        for c in range(15):
            expected = np.zeros((28, 28))
            expected[r : r + 14, c : c + 14] = 1
            assert np.array_equal(fields[r, c], expected)


def test_windows_reach_from_edge_to_edge():
    fields = local_fields(28, 5, 9).reshape(5, 5, 28, 28)
    assert fields[0, 0, 0, 0] == fields[4, 4, 27, 27] == 1
    assert (fields.sum(axis=(2, 3)) == 81).all()
    assert (fields.sum(axis=(0, 1)) > 0).all()


def test_training_leaves_the_missing_weights_at_zero_and_moves_all_others():
    rng = np.random.default_rng(0)
    net = LocalBatchNormMLP((64, 9, 5, 3), width=4, hidden_noise=0.1, rng=rng)
    before = net.W[1].copy()
    X, y = rng.random((60, 64), dtype=np.float32), rng.integers(0, 3, 60)
    train(net, (X, y), epochs=3, batch_size=20, eta=0.01, optimizer="adam", input_noise=0.1, rng=rng, progress=False)
    assert (net.W[1][net.fields == 0] == 0).all()
    assert (net.W[1] != before)[net.fields == 1].all()


def test_gradient_equals_central_differences_where_weights_exist():
    rng = np.random.default_rng(1)
    net = LocalBatchNormMLP((16, 4, 5, 3), width=2, dtype=np.float64, rng=rng)
    X, y = rng.normal(size=(6, 16)), np.array([0, 1, 2, 0, 1, 2])
    cache = net.new_cache(6)
    gradient = net.loss_and_gradient(X, y, cache, rng)[1].copy()
    exists = np.ones(net.theta.size, bool)
    exists[: net.W[1].size] = net.fields.T.ravel() == 1
    for k in range(0, net.theta.size, 3):
        values = []
        for step in (1e-6, -1e-6):
            net.theta[k] += step
            values.append(net.loss_and_gradient(X, y, cache, rng)[0])
            net.theta[k] -= step
        slope = (values[0] - values[1]) / 2e-6
        assert gradient[k] == pytest.approx(slope if exists[k] else 0, abs=1e-7)


@pytest.mark.parametrize("width", [0, 29, -1])
def test_a_window_that_does_not_fit_is_refused(width):
    with pytest.raises(ValueError, match=f"width is {width}"):
        local_fields(28, 15, width)


def test_layers_that_are_no_squares_are_refused():
    with pytest.raises(ValueError, match="two square numbers"):
        LocalBatchNormMLP((784, 200, 10), rng=np.random.default_rng(0))
