"""Pictures with sliders. Each is drawn before it is touched, says in words what it shows, and works by keyboard."""

from __future__ import annotations

import base64
import pathlib
from collections.abc import Callable

import anywidget
import ipywidgets
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
        figure, alt, text = self.draw(**{name: control.value for name, control in self.controls.items()})
        width = plots.shown_width(figure)
        self.png = plots.png(figure)
        src = "data:image/png;base64," + base64.b64encode(self.png).decode()
        with self.picture.hold_sync():
            self.picture.set_trait("src", src)
            self.picture.set_trait("alt", alt)
            self.picture.set_trait("text", text)
            self.picture.set_trait("width", width)

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict]:
        # Where no widget can be drawn (a page on the web, paper), the first state stands as a picture with its words.
        words = f"{self.picture.alt} {self.picture.text}"
        widget = super()._repr_mimebundle_(**kwargs)
        data = {**widget, "image/png": base64.b64encode(self.png).decode(), "text/plain": words}
        return data, {"image/png": {"alt": words, "width": self.picture.width}}
