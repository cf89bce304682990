"""Facts about the explorers and pictures of the example network."""

import base64
import io

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from course_utils import explorers_network, plots
from course_utils.network import MLP
from course_utils.widgets import Explorer


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def net(rng):
    return MLP(rng=rng)


@pytest.fixture
def digits(rng):
    return rng.random((40, 784), dtype=np.float32), np.arange(40) % 10


def forward_one_by_one(net, x):
    """An independent forward pass: plain sums over the inputs of each unit, in float64."""
    signals = [[float(v) for v in x]]
    for l in range(1, net.L + 1):
        z = [
            sum(w * h for w, h in zip(row, signals[-1], strict=True)) + b
            for row, b in zip(net.W[l].tolist(), net.b[l].tolist(), strict=True)
        ]
        signals.append([max(v, 0.0) for v in z] if l < net.L else z)
    shifted = [np.exp(v - max(signals[-1])) for v in signals[-1]]
    signals[-1] = [v / sum(shifted) for v in shifted]
    return signals


def shown(explorer):
    """The picture, its words and its size, as the browser gets them."""
    header, data = explorer.picture.src.split(",")
    assert header == "data:image/png;base64"
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    return picture, explorer.picture.alt, explorer.picture.text


def explorers(net, digits):
    snapshots = {1: net.W[1].copy(), 2: 2 * net.W[1], 50: 3 * net.W[1]}
    return {
        "signals": (explorers_network.signals_of_digit(net, *digits), "digit", 3),
        "criterion": (explorers_network.criterion_q((0.5, 0.3, 0.2)), "q1", 0.7),
        "filters": (explorers_network.filters_player(snapshots, {50: "Test error 1.1%."}), "epoch", 50),
    }


@pytest.mark.parametrize("name", ["signals", "criterion", "filters"])
def test_explorer_is_drawn_before_it_is_touched(net, digits, name):
    explorer, _, _ = explorers(net, digits)[name]
    picture, alt, text = shown(explorer)
    assert np.asarray(picture.convert("L")).std() > 10
    assert len(alt) > 40 and len(text) > 10
    assert not plt.get_fignums()


@pytest.mark.parametrize("name", ["signals", "criterion", "filters"])
def test_moving_a_slider_changes_picture_and_caption(net, digits, name):
    explorer, control, value = explorers(net, digits)[name]
    src, text = explorer.picture.src, explorer.picture.text
    explorer.controls[control].value = value
    assert explorer.picture.src != src
    assert explorer.picture.text != text
    assert not plt.get_fignums()


@pytest.mark.parametrize("name", ["signals", "criterion", "filters"])
def test_every_control_has_a_label(net, digits, name):
    explorer, _, _ = explorers(net, digits)[name]
    assert all(control.description for control in explorer.controls.values())


def test_explorer_refuses_a_control_without_description():
    with pytest.raises(ValueError, match="description"):
        Explorer(lambda n: None, n=ipywidgets.IntSlider())


def test_signals_drawn_are_those_of_the_forward_pass(net, digits):
    x = digits[0][7]
    figure = explorers_network.draw_signals({l: H[0] for l, H in net.signals(digits[0][7:8]).items()})
    expected = forward_one_by_one(net, x)
    for axes, signals, shape in zip(figure.axes, expected, [(28, 28), (15, 15), (12, 12), (10, 1)], strict=True):
        drawn = np.asarray(axes.images[0].get_array())
        assert drawn.shape == shape
        np.testing.assert_allclose(drawn.ravel(), signals, rtol=1e-4, atol=1e-5)
    plt.close(figure)


def test_caption_of_the_signals_counts_the_units_that_are_on(net, digits):
    explorer = explorers_network.signals_of_digit(net, *digits)
    explorer.controls["digit"].value = 4
    explorer.controls["example"].value = 3
    n = [k for k in range(40) if digits[1][k] == 4][2]
    _, h1, h2, y = forward_one_by_one(net, digits[0][n])
    text = explorer.picture.text
    assert f"{sum(v > 0 for v in h1)} of 225 units of layer 1" in text
    assert f"{sum(v > 0 for v in h2)} of 144 units of layer 2" in text
    assert f"answers {np.argmax(y)} with probability {max(y):.3f}" in text
    assert ("wrong" in text) == (np.argmax(y) != 4)


def test_a_layer_that_is_no_square_is_drawn_with_blank_pixels():
    picture = explorers_network.as_picture(np.arange(1.0, 8.0))
    assert picture.shape == (3, 3)
    assert np.isnan(picture).sum() == 2
    assert list(picture[0]) == [1, 2, 3]


def test_every_unit_is_drawn_once_on_one_symmetric_scale():
    W1 = np.arange(1, 226)[:, None] * np.where(np.arange(784) % 2, 1.0, -1.0)
    figure = explorers_network.draw_filters(W1)
    image = figure.axes[0].images[0]
    canvas = np.ma.filled(image.get_array().astype(float), np.nan)
    tiles = [canvas[29 * r + 1 : 29 * r + 29, 29 * c + 1 : 29 * c + 29].ravel() for r in range(15) for c in range(15)]
    np.testing.assert_array_equal(tiles, W1)
    assert image.norm.vmin == -image.norm.vmax
    plt.close(figure)


def test_filters_take_the_same_number_of_dots_each(net):
    W1 = np.tile([[1.0], [-1.0]], (113, 784))[:225]
    picture = Image.open(io.BytesIO(plots.png(explorers_network.draw_filters(W1)))).convert("RGB")
    row = np.asarray(picture)[30, : 15 * 29 * 2 + 2].astype(int)
    changes = np.flatnonzero(np.abs(np.diff(row, axis=0)).sum(axis=1))
    np.testing.assert_array_equal(changes, sorted([58 * k + 1 for k in range(15)] + [58 * k + 57 for k in range(15)]))


def test_player_shows_all_epochs_on_one_scale_in_order(net):
    player = explorers_network.filters_player({50: 3 * net.W[1], 1: net.W[1]}, {50: "Test error 1.1%."})
    assert player.controls["epoch"].options == (1, 50)
    assert player.picture.text == "W1 after epoch 1."
    faint = np.asarray(shown(player)[0].convert("RGB"))[:, :850].astype(int)
    player.controls["epoch"].value = 50
    assert player.picture.text == "W1 after epoch 50. Test error 1.1%."
    strong = np.asarray(shown(player)[0].convert("RGB"))[:, :850].astype(int)
    # Small weights are pale: on scales of their own, both pictures would look the same.
    assert strong.mean() < faint.mean() - 20
    (box, picture) = player.children
    play, slider = box.children
    assert isinstance(play, ipywidgets.Play) and play.description and (play.min, play.max) == (0, 1)
    assert slider is player.controls["epoch"] and picture is player.picture


def test_q_of_the_sliders_sums_to_one_and_reaches_p():
    Q = explorers_network.q_of(*np.meshgrid(np.linspace(0.02, 0.98, 25), np.linspace(0.02, 0.98, 25)))
    np.testing.assert_allclose(Q.sum(axis=-1), 1)
    assert Q.min() > 0
    explorer = explorers_network.criterion_q((0.5, 0.3, 0.2))
    assert "Flat" not in explorer.picture.text
    explorer.controls["q1"].value = 0.5
    assert "Flat" not in explorer.picture.text
    explorer.controls["share"].value = 0.6
    assert "Flat" in explorer.picture.text and "KL 0.0000" in explorer.picture.text
    assert "(+0.000, +0.000, +0.000)" in explorer.picture.text


def test_tangent_drawn_is_the_slope_of_the_curve_drawn():
    moving = explorers_network.CriterionFigure(np.array([0.5, 0.3, 0.2]))
    moving.at(0.6, 0.1)
    figure = moving.at(0.3, 0.4)
    lines = {line.get_label(): line.get_xydata() for line in figure.axes[1].lines}
    (x0, y0), (x1, y1) = lines["tangent at Q"]
    t, C = lines["C"].T
    k = np.argmin(np.abs(t - 0.3))
    assert (y1 - y0) / (x1 - x0) == pytest.approx((C[k + 1] - C[k - 1]) / (t[k + 1] - t[k - 1]), rel=0.02)
    plt.close(figure)


@pytest.mark.parametrize("P", [(0.5, 0.5), (0.5, 0.5, 0.0), (0.5, 0.4, 0.2)])
def test_criterion_refuses_what_is_no_distribution(P):
    with pytest.raises(ValueError, match="three positive probabilities"):
        explorers_network.criterion_q(P)
