"""Pictures with sliders. Each is drawn before it is touched, says in words what it shows, and works by keyboard."""

from __future__ import annotations

import base64
import operator
import pathlib
from collections.abc import Callable

import anywidget
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import traitlets
from matplotlib.figure import Figure

from course_utils import plots


class Picture(anywidget.AnyWidget):
    """An image with an alt text, and a caption that a screen reader speaks when it changes."""

    _esm = pathlib.Path(__file__).with_name("picture.js")
    src = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int().tag(sync=True)


class Explorer(ipywidgets.VBox):
    """Controls above a picture that is drawn anew whenever one of them changes.

    Args:
        draw: called with the controls' values by name; returns the figure, what it shows in general (its alt text),
            and what the present values make of it (the caption, a sentence with numbers).
        controls: name -> an ipywidgets control with a ``description``, which is its label.

    Moving a slider is answered at once; ``draw`` should take well under 0.3 s, so train beforehand.
    """

    def __init__(self, draw: Callable[..., tuple[Figure, str, str]], **controls: ipywidgets.Widget) -> None:
        self.draw = draw
        self.controls = controls
        self.picture = Picture()
        self.kind: tuple | None = None  # of the last figure that was laid out: see drawn_as_before()
        for control in controls.values():
            if not control.description:
                raise ValueError("Explorer: a control has no description, expected a label that can be read aloud")
            control.style.description_width = "initial"
            control.layout.width = "420px"
            control.observe(self.redraw, names="value")
        self.redraw()
        super().__init__([*controls.values(), self.picture], _dom_classes=("course-explorer",))

    def redraw(self, change: object = None) -> None:
        """Draw the picture for the controls' present values."""
        values = {name: control.value for name, control in self.controls.items()}
        figure, alt, text = self.draw(**values)
        width = plots.shown_width(figure)
        pixels = self.drawn_as_before(figure)
        if pixels is None:
            plt.close(figure)
            figure, *_ = self.draw(**values)
            pixels = plots.drawn(figure)
            self.kind, self.ticks = kind_of(figure), longest_ticks(figure)
            self.places = [axes.get_position(original=True) for axes in figure.axes]
        plt.close(figure)
        self.png = plots.packed(pixels, quick=True)
        src = "data:image/png;base64," + base64.b64encode(self.png).decode()
        with self.picture.hold_sync():
            self.picture.set_trait("src", src)
            self.picture.set_trait("alt", alt)
            self.picture.set_trait("text", text)
            self.picture.set_trait("width", width)

    def drawn_as_before(self, figure: Figure) -> np.ndarray | None:
        """Return the pixels of a figure with its axes where they were in the last one, or None where it does not fit.

        To find a layout takes as long as to draw; and axes that stay in place are quieter to look at.
        """
        if kind_of(figure) != self.kind:
            return None
        figure.set_layout_engine("none")
        for axes, place in zip(figure.axes, self.places, strict=True):
            axes.set_position(place)
        pixels = plots.drawn(figure)
        longer = any(map(operator.gt, longest_ticks(figure), self.ticks))
        return None if longer or sticks_out(figure, pixels) else pixels

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict]:
        # Where no widget can be drawn (a page on the web, paper), the first state stands as a picture with its words.
        words = f"{self.picture.alt} {self.picture.text}"
        widget = super()._repr_mimebundle_(**kwargs)
        data = {**widget, "image/png": base64.b64encode(self.png).decode(), "text/plain": words}
        return data, {"image/png": {"alt": words, "width": self.picture.width}}


def kind_of(figure: Figure) -> tuple:
    """Return what two figures must have in common to be laid out alike: number of axes, size, and way of layout."""
    return len(figure.axes), *figure.get_size_inches(), type(figure.get_layout_engine())


def longest_ticks(figure: Figure) -> list[int]:
    """Return for each axes how long the longest label on its value axis is: with longer ones it needs more room."""
    return [max((len(tick.label1.get_text()) for tick in axes.yaxis.majorTicks), default=0) for axes in figure.axes]


def sticks_out(figure: Figure, pixels: np.ndarray) -> bool:
    """Return whether a drawn figure has something on its very edge, or a label beyond it."""
    edge = np.concatenate([pixels[[0, -1]].reshape(-1, 4), pixels[:, [0, -1]].reshape(-1, 4)])
    labels = [text for axes in figure.axes for text in (axes.title, axes.xaxis.label, axes.yaxis.label)]
    boxes = np.array([text.get_window_extent().extents for text in labels if text.get_text()]).reshape(-1, 4)
    height, width = pixels.shape[:2]
    return bool((edge != edge[0]).any() or (boxes < 0).any() or (boxes > [width, height, width, height]).any())
