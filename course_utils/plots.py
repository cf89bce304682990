"""Figures in the course's own manner: colour-blind-safe, legible in grey, and described in words."""

from __future__ import annotations

import html
import io
from collections.abc import Mapping, Sequence

import matplotlib as mpl
import matplotlib.pyplot as plt
import matplotlib.ticker
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

# Okabe and Ito's palette: told apart by all common kinds of colour vision. Line styles and markers change along with
# the colour, so that a print in grey can be read too.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9"]
LINES = ["-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1))]
MARKERS = ["o", "s", "^", "D", "v", "P", "X"]

mpl.rcParams.update(
    {
        "axes.prop_cycle": mpl.cycler(color=COLOURS, linestyle=LINES),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.alpha": 0.3,
        "figure.constrained_layout.use": True,
        "figure.dpi": 90,
        "figure.figsize": (7, 4),
        "image.cmap": "gray",
        "legend.frameon": False,
        "lines.linewidth": 2,
    }
)


def png(figure: Figure) -> bytes:
    """Return the figure as a PNG file, and close it."""
    pixels = drawn(figure)
    plt.close(figure)
    return packed(pixels)


def drawn(figure: Figure) -> npt.NDArray[np.uint8]:
    """Return the figure's pixels, (height, width, 4)."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())


def packed(pixels: npt.NDArray[np.uint8], quick: bool = False) -> bytes:
    """Return pixels as a PNG file with a palette of 256 colours: to the eye the same picture, in a third of the bytes.

    Args:
        pixels: (height, width, 4), as :func:`drawn` returns them.
        quick: for a picture that somebody waits for: an eighth more bytes, a fifth of the time to pack them.
    """
    picture = Image.fromarray(pixels).convert("RGB")
    picture = picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    picture.save(buffer, format="png", **({"compress_level": 6} if quick else {"optimize": True}))
    return buffer.getvalue()


def shown_width(figure: Figure) -> int:
    """Return how wide a figure is shown, in pixels: one with more dots an inch than usual is finer, not larger."""
    return round(figure.get_figwidth() * mpl.rcParams["figure.dpi"])


def show(figure: Figure, description: str) -> None:
    """Display a figure with its description in words.

    The description is stored as the picture's alt text, and shown below it where a reader asks for it: JupyterLab
    does not pass a stored alt text on to screen readers.

    Args:
        figure: what to show; it is closed afterwards.
        description: what a reader who cannot see the figure needs to know: axes, shapes, and the message.
    """
    from IPython.display import HTML, display

    words = " ".join(description.split())
    width = shown_width(figure)
    data = {"image/png": png(figure), "text/plain": words}
    display(data, raw=True, metadata={"image/png": {"alt": words, "width": width}})
    folded = f"<details><summary>This figure in words</summary>{html.escape(words)}</details>"
    display(HTML(folded))


def image_grid(
    axes: Axes,
    images: npt.NDArray,
    shape: tuple[int, int],
    columns: int,
    signed: bool = False,
    limit: float | None = None,
) -> None:
    """Draw many small images as one picture, row by row, all on the same scale.

    Args:
        axes: where to draw.
        images: (K, H*W), one image a row.
        shape: (H, W) of one image.
        columns: how many images stand side by side.
        signed: colours centred on zero (blue negative, red positive) instead of grey levels from 0 up.
        limit: the value drawn in full colour; the largest absolute value when None.
    """
    height, width = shape
    if images.ndim != 2 or images.shape[1] != height * width:
        raise ValueError(f"image_grid: images has shape {images.shape}, expected (K, {height * width})")
    rows = -(-len(images) // columns)
    # One pixel of frame around each image keeps neighbours apart.
    canvas = np.full((rows * (height + 1) + 1, columns * (width + 1) + 1), np.nan)
    for k, image in enumerate(images):
        top, left = (k // columns) * (height + 1) + 1, (k % columns) * (width + 1) + 1
        canvas[top : top + height, left : left + width] = image.reshape(shape)
    limit = float(np.abs(images).max()) if limit is None else limit
    if signed:
        axes.imshow(canvas, cmap="RdBu_r", vmin=-limit, vmax=limit, interpolation="auto")
    else:
        axes.imshow(canvas, cmap="gray", vmin=0, vmax=limit, interpolation="auto")
    axes.set_axis_off()


def log_scale(axes: Axes, label: str) -> None:
    """Make the value axis logarithmic, with plain numbers at its ticks (2, 5, 10) instead of powers of ten."""
    axes.set(yscale="log", ylabel=label)
    axes.yaxis.set_major_locator(mpl.ticker.LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(mpl.ticker.FormatStrFormatter("%g"))
    axes.yaxis.set_minor_formatter(mpl.ticker.NullFormatter())


def mean_and_error(runs: npt.ArrayLike) -> tuple[npt.NDArray, npt.NDArray]:
    """Return the mean over runs and its standard error, (R, ...) -> (...), (...).

    The standard error is the standard deviation over the R runs (with R - 1) divided by sqrt(R): how far the mean of
    as many other seeds would typically be.
    """
    runs = np.asarray(runs, dtype=float)
    if len(runs) < 2:
        raise ValueError(f"mean_and_error: {len(runs)} run, expected at least 2: one run has no error bar")
    return runs.mean(axis=0), runs.std(axis=0, ddof=1) / np.sqrt(len(runs))


def curves_with_errors(axes: Axes, x: npt.ArrayLike, curves: Mapping[str, npt.ArrayLike]) -> None:
    """Draw the mean over seeds of several methods, each with a band of one standard error.

    Args:
        axes: where to draw.
        x: (T,) common abscissa.
        curves: name -> (R, T), one run a row.
    """
    for k, (name, runs) in enumerate(curves.items()):
        mean, error = mean_and_error(runs)
        (line,) = axes.plot(x, mean, label=name, marker=MARKERS[k % len(MARKERS)], markevery=max(1, len(mean) // 8))
        axes.fill_between(x, mean - error, mean + error, color=line.get_color(), alpha=0.2, linewidth=0)
    axes.legend()


def bars_with_errors(axes: Axes, names: Sequence[str], runs: Sequence[npt.ArrayLike], unit: str) -> None:
    """Draw one horizontal bar a method, with its standard error over seeds and its value in figures.

    Args:
        axes: where to draw.
        names: the methods, top to bottom.
        runs: one (R,) array a method; a method without randomness may give a single number, and gets no error bar.
        unit: label of the value axis, with its unit.
    """
    for k, (_name, values) in enumerate(zip(names, runs, strict=True)):
        values = np.atleast_1d(np.asarray(values, dtype=float))
        mean, error = mean_and_error(values) if len(values) > 1 else (values[0], None)
        axes.barh(k, mean, xerr=error, color=COLOURS[k % len(COLOURS)], alpha=0.85, capsize=4)
        text = f"{mean:.2f}" if error is None else f"{mean:.2f} ± {error:.2f}"
        axes.annotate(text, (mean + (error or 0), k), xytext=(5, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.margins(x=0.25)
    axes.set_xlabel(unit)


def decision_regions(
    axes: Axes, predict, X: npt.NDArray, y: npt.NDArray, margin: float = 0.3, steps: int = 150
) -> None:
    """Shade the plane by the class that a model predicts, and draw the samples over it.

    Args:
        axes: where to draw.
        predict: function from (M, 2) points to (M,) labels or probabilities of class 1.
        X: (N, 2) samples.
        y: (N,) labels, 0 or 1.
        margin: how far beyond the samples the plane is shaded.
        steps: points along each side of the grid.
    """
    low, high = X.min(axis=0) - margin, X.max(axis=0) + margin
    a, b = np.meshgrid(np.linspace(low[0], high[0], steps), np.linspace(low[1], high[1], steps))
    points = np.column_stack([a.ravel(), b.ravel()]).astype(X.dtype)
    regions = np.asarray(predict(points), dtype=float).reshape(a.shape)
    axes.contourf(a, b, regions, levels=[-0.5, 0.5, 1.5], colors=["#BFD9EC", "#F6D3BD"])
    for label, (marker, colour) in enumerate([("o", COLOURS[0]), ("^", COLOURS[1])]):
        axes.scatter(
            *X[y == label].T,
            marker=marker,
            s=14,
            color=colour,
            edgecolor="white",
            linewidth=0.3,
            label=f"class {label}",
        )
    axes.set_aspect("equal")
    axes.grid(False)
