"""An explorer draws quickly, by keeping its axes where they were, and never cuts anything off by doing so."""

import io

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from course_utils import plots
from course_utils.widgets import Explorer


def explorer(panel=0, **changes):
    """An explorer of two panels; its slider chooses how the figure changes, 0 being the first picture."""

    def draw(k):
        figure, (left, right) = plt.subplots(1, 2, figsize=(5, 2))
        left.plot([0, 1], [0, k])
        right.plot([0, 1], [0, 1])
        right.set(yticks=[0, 1], ylabel="y")
        left.set(yticks=[0, 1], ylabel="y", title="title")
        if k:
            for method, value in changes.items():
                getattr(figure.axes[panel], method)(**value)
        return figure, "two lines", f"k is {k}"

    return Explorer(draw, k=ipywidgets.IntSlider(0, 0, 3, description="k"))


def without_memory(one):
    """The picture as it is when its layout is found anew."""
    figure, *_ = one.draw(k=one.controls["k"].value)
    return np.asarray(Image.open(io.BytesIO(plots.png(figure))).convert("RGB"))


def shown(one):
    return np.asarray(Image.open(io.BytesIO(one.png)).convert("RGB"))


@pytest.fixture
def layouts(monkeypatch):
    """Counts the layouts that are found."""
    found, execute = [], plt.matplotlib.layout_engine.ConstrainedLayoutEngine.execute
    monkeypatch.setattr(
        "matplotlib.layout_engine.ConstrainedLayoutEngine.execute",
        lambda self, fig: found.append(fig) or execute(self, fig),
    )
    return found


def test_a_move_keeps_the_axes_in_place_and_finds_no_new_layout(layouts):
    one = explorer()
    assert len(layouts) == 1
    for k in (1, 2, 3):
        one.controls["k"].value = k
        assert len(layouts) == 1
        assert (shown(one) == without_memory(one)).all()
        layouts.pop()  # that of without_memory


@pytest.mark.parametrize(
    "changes",
    [
        {"set_yticklabels": {"labels": ["0", "a hundred"]}},
        {"set_yticklabels": {"labels": ["0", "a hundred"]}, "panel": 1},  # would reach into the other panel
        {"set_title": {"label": "a title\nof two lines\nor of three"}},  # cut off at the edge
        {"set_xlabel": {"xlabel": "x\n(in m)"}},
    ],
)
def test_what_no_longer_fits_gets_a_layout_of_its_own(layouts, changes):
    one = explorer(**changes)
    one.controls["k"].value = 1
    assert len(layouts) == 2
    assert one.picture.text == "k is 1"
    assert (shown(one) == without_memory(one)).all()


def test_another_number_of_axes_gets_a_layout_of_its_own():
    def draw(k):
        figure, axes = plt.subplots(1, 1 + k)
        return figure, "axes", f"{k}"

    one = Explorer(draw, k=ipywidgets.IntSlider(0, 0, 3, description="k"))
    one.controls["k"].value = 1
    assert (shown(one) == without_memory(one)).all()


def test_no_figure_is_left_open():
    one = explorer()
    one.controls["k"].value = 2
    assert plt.get_fignums() == []


def test_a_control_without_a_label_is_refused():
    with pytest.raises(ValueError, match="a control has no description"):
        Explorer(lambda k: None, k=ipywidgets.IntSlider())
