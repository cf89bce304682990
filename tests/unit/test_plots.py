"""Figures show what they are given, and say it in words."""

import io
import json

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from course_utils import plots


@pytest.fixture
def axes():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def test_mean_and_error_is_the_standard_error_of_the_mean():
    mean, error = plots.mean_and_error([[1.0, 10.0], [2.0, 10.0], [6.0, 10.0]])
    np.testing.assert_allclose(mean, [3, 10])
    # By hand: deviations -2, -1, 3; variance 14 / 2 = 7; standard error sqrt(7 / 3).
    np.testing.assert_allclose(error, [np.sqrt(7 / 3), 0])


def test_one_run_has_no_error_bar():
    with pytest.raises(ValueError, match="1 run, expected at least 2"):
        plots.mean_and_error([[1.0, 2.0]])


def test_curves_carry_a_band_of_one_standard_error(axes):
    plots.curves_with_errors(axes, [1, 2], {"a": [[1.0, 4.0], [3.0, 4.0]]})
    np.testing.assert_allclose(axes.lines[0].get_ydata(), [2, 4])
    corners = axes.collections[0].get_paths()[0].vertices
    assert corners[:, 1].min() == pytest.approx(1) and corners[:, 1].max() == pytest.approx(4)


def test_bars_say_their_values(axes):
    plots.bars_with_errors(axes, ["one", "two"], [[1.0, 3.0], 5.0], "error (%)")
    assert [text.get_text() for text in axes.texts] == ["2.00 ± 1.00", "5.00"]
    assert [bar.get_width() for bar in axes.patches] == [2, 5]


def test_decision_regions_follow_the_model(axes):
    X = np.array([[-1.0, 0.0], [1.0, 0.0]], np.float32)
    plots.decision_regions(axes, lambda points: points[:, 0] > 0, X, np.array([0, 1]))
    left, right = axes.collections[0].get_paths()
    assert left.vertices[:, 0].max() <= 0.05 and right.vertices[:, 0].min() >= -0.05


def test_log_scale_has_plain_numbers(axes):
    axes.plot([1, 2], [1.5, 30])
    plots.log_scale(axes, "error (%)")
    axes.figure.canvas.draw()
    assert {"2", "5", "10"} <= {label.get_text() for label in axes.get_yticklabels()}


def test_stored_picture_looks_like_the_figure():
    figure, axes = plt.subplots(figsize=(3, 2), dpi=50)
    axes.fill([0, 1, 1, 0], [0, 0, 1, 1], color="#D55E00")
    picture = Image.open(io.BytesIO(plots.png(figure))).convert("RGB")
    assert picture.size == (150, 100)
    assert np.abs(np.array(picture.getpixel((85, 50))) - [0xD5, 0x5E, 0x00]).max() <= 8


def test_a_figure_is_shown_with_its_description(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append((data, kwargs)))
    figure, _ = plt.subplots()
    plots.show(figure, "A curve <that>\n    falls.")
    (picture, how), (folded, _) = shown
    assert json.dumps(how["metadata"]["image/png"]["alt"]) == '"A curve <that> falls."'
    assert picture["text/plain"] == "A curve <that> falls."
    assert "A curve &lt;that&gt; falls." in folded.data
    assert not plt.fignum_exists(figure.number)
