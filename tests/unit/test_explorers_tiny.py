"""The explorer of the tiny example: drawn before it is touched, and right in what it says."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from course_utils import explorers_tiny
from course_utils import tiny_example as tiny


def test_explorer_is_drawn_at_once_with_its_words():
    explorer = explorers_tiny.tiny_walk()
    assert Image.open(io.BytesIO(explorer.png)).size[0] > 600
    assert explorer.picture.src.startswith("data:image/png;base64,")
    assert "contour" in explorer.picture.alt
    assert "Gradient descent from (-0.50, 1.50)" in explorer.picture.text
    assert [c.description for c in explorer.controls.values()] == [
        "Method",
        "Stepsize η",
        "Momentum α",
        "Start, weight w1",
        "Start, weight w2",
    ]
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("control", "value", "words"),
    [
        ("eta", 0.35, "oscillates across the valley"),
        ("eta", 0.8, "diverges"),
        ("w1", -1.5, "on the line w1 = −w2"),
        ("method", "Newton", "is caught at the saddle (0.00, 0.00)"),
        ("method", "saddle-free Newton", "reaches the minimum (1.21, 1.21)"),
        ("method", "momentum", "2(1 + 0.50)/5.84 = 0.5137"),
        ("method", "Adam", "Adam from (-0.50, 1.50)"),
        ("alpha", 0.9, "α plays no part"),
    ],
)
def test_moving_a_control_draws_anew_and_changes_the_caption(control, value, words):
    explorer = explorers_tiny.tiny_walk()
    before = explorer.png, explorer.picture.text
    explorer.controls[control].value = value
    assert words in explorer.picture.text
    # Gradient descent does not know alpha: nothing may change.
    assert ((explorer.png, explorer.picture.text) == before) == (control == "alpha")


def test_caption_says_where_the_walk_is_and_what_c_is():
    explorer = explorers_tiny.tiny_walk(eta=0.2, start=(0.5, 0.75), steps=7)
    w = np.array([0.5, 0.75])
    for _ in range(7):
        w = w - 0.2 * tiny.gradient(w)
    C = (w[0] * w[1] - 1.5) ** 2 + 0.04 * (w**2).sum()
    assert f"after 7 steps at ({w[0]:.2f}, {w[1]:.2f}), C = {C:.4f}" in explorer.picture.text


def test_caption_explains_a_divergence_under_the_limit():
    explorer = explorers_tiny.tiny_walk(eta=0.32, start=(-0.5, 2.0))
    assert "is under the stability limit" in explorer.picture.text
    assert "diverges all the same" in explorer.picture.text


@pytest.mark.parametrize(
    ("trajectory", "words"),
    [
        ([[0, 0]] * 3, "is caught at the saddle (0.00, 0.00): within 0.01 from step 0 on."),
        ([[2, 2], *[[-np.sqrt(1.46)] * 2] * 3], "minimum (-1.21, -1.21): within 0.01 from step 1 on."),
        ([[0, 0], [1, 1], [2, 2]], "still on its way, 1.12 from the nearest minimum."),
        (
            [[1, 1], [9, 9], [np.nan, np.nan]],
            "outside the picture first at step 1, and beyond a million from step 2 on.",
        ),
        ([[1 + 0.3 * (-1) ** k] * 2 for k in range(12)], "oscillates"),
        ([[1.208 + 0.5 * (-0.8) ** k] * 2 for k in range(12)], "zigzags across the valley, less each time"),
    ],
)
def test_outcome_in_words(trajectory, words):
    assert words in explorers_tiny.outcome(np.array(trajectory, dtype=float))


def test_pictures_of_the_lecture_are_drawn():
    trajectories = {"a": tiny.walk("Newton", [2.0, 2.0], 5), "b": tiny.walk("gradient descent", [2.0, 2.0], 9, 0.8)}
    for figure in (explorers_tiny.surface(), explorers_tiny.walks(trajectories)):
        figure.canvas.draw()
        plt.close(figure)


def test_shaded_region_is_where_the_newton_step_points_uphill():
    figure, (left, right) = plt.subplots(1, 2)
    uphill, caught = explorers_tiny.newton_regions(left, right)
    plt.close(figure)
    w = np.random.default_rng(0).uniform(-2.5, 2.5, (20000, 2))
    steps = np.linalg.solve(tiny.hessian(w), -tiny.gradient(w)[..., None])[..., 0]
    assert uphill == pytest.approx(np.mean((steps * tiny.gradient(w)).sum(1) > 0), abs=0.02)
    assert 0.5 < caught < 0.9


def test_sliders_that_play_no_part_cannot_be_moved():
    explorer = explorers_tiny.tiny_walk(method="gradient descent", steps=2)
    eta, alpha = explorer.controls["eta"], explorer.controls["alpha"]
    assert (eta.disabled, alpha.disabled) == (False, True)
    explorer.controls["method"].value = "momentum"
    assert (eta.disabled, alpha.disabled) == (False, False)
    explorer.controls["method"].value = "Newton"
    assert (eta.disabled, alpha.disabled) == (True, True)
