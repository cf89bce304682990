"""Pictures of signals and gradients in deep networks, and the explorer of depth, scale and activation."""

from __future__ import annotations

import math
from collections.abc import Sequence

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.network import ACTIVATIONS
from course_utils.signal_propagation import predict_sizes, predict_walk
from course_utils.widgets import Explorer

# n times the variance of a weight that keeps small signals, or relu's, at their size: relu passes half of the square,
# tanh all of it, and sigmoid's slope at zero is 1/4.
CRITICAL = {"relu": 2.0, "tanh": 1.0, "sigmoid": 16.0}


def decades(axes: Axes, low: float, high: float) -> None:
    """Make the value axis logarithmic from ``low`` to ``high``, with ticks at some powers of ten, in plain type."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    step = max(1, -(-(last - first) // 7))
    ticks = [k for k in range(first, last + 1) if k % step == 0]
    axes.set(yscale="log", ylim=(10.0**first, 10.0**last))
    # Written by hand: setting powers of ten in type would take longer than all the rest of the picture.
    axes.set_yticks([10.0**k for k in ticks], [f"{10.0**k:g}" for k in ticks])
    axes.set_yticks([], minor=True)


def sizes_by_layer(
    axes: Axes, layers: npt.NDArray, measured: npt.NDArray, predicted: npt.NDArray, name: str, colour: int = 0
) -> None:
    """Draw the size of signals or gradients by layer: dots with the spread over networks, and the predicted curve.

    Args:
        axes: where to draw.
        layers: (M,) their numbers.
        measured: (R, M) root mean squares, a network a row.
        predicted: (M,).
        name: what they are, for the legend.
        colour: number in the palette, and of the marker and the line's style.
    """
    some = slice(None, None, max(1, len(layers) // 12))
    logs = np.log(np.maximum(measured[:, some], 1e-45))  # relu can turn all of a network off
    typical, spread = np.exp(logs.mean(axis=0)), np.exp(logs.std(axis=0, ddof=1))
    bars = [typical - typical / spread, typical * spread - typical]
    style = {"color": plots.COLOURS[colour], "marker": plots.MARKERS[colour], "linestyle": "none", "capsize": 3}
    axes.errorbar(layers[some], typical, yerr=bars, label=f"{name}: {len(measured)} networks", markersize=5, **style)
    axes.plot(layers, predicted, color="black", linestyle=plots.LINES[colour], linewidth=1.5, label="predicted")


class DeepNetworks:
    """A few deep networks without biases, kept as standard Gaussian numbers, to be scaled and run in no time.

    Args:
        networks: how many.
        depth: the most layers of weights that can be asked for.
        width: units of every layer.
        rng: where the weights, inputs and last gradients are drawn from.
    """

    def __init__(self, networks: int, depth: int, width: int, rng: np.random.Generator) -> None:
        self.depth, self.width = depth, width
        self.unit = rng.standard_normal((depth, networks, width, width), dtype=np.float32) / np.float32(width**0.5)
        self.x, self.last = rng.standard_normal((2, networks, width, 1), dtype=np.float32)
        for ends in (self.x, self.last):  # root mean square exactly 1
            ends /= np.sqrt(np.mean(ends**2, axis=1, keepdims=True))

    def run(self, activation: str, gain: float, depth: int) -> tuple[npt.NDArray, npt.NDArray]:
        """Return root mean squares of signals and of gradients by layer, (networks, depth + 1) each.

        Args:
            activation: of all layers.
            gain: n times the variance of a weight.
            depth: number of layers.
        """
        f, slope = ACTIVATIONS[activation]
        deviation = np.float32(gain**0.5)
        H = [self.x]
        for l in range(depth):
            H.append(f(deviation * (self.unit[l] @ H[-1])))
        delta = [slope(H[-1]) * self.last]
        for l in range(depth - 1, -1, -1):
            back = deviation * (self.unit[l].transpose(0, 2, 1) @ delta[-1])
            delta.append(back * slope(H[l]) if l else back)
        return root_mean_squares(H), root_mean_squares(delta[::-1])


def root_mean_squares(layers: Sequence[npt.NDArray]) -> npt.NDArray:
    """Return root mean squares over units: layers of (R, n, 1) -> (R, number of layers)."""
    return np.stack([np.sqrt(np.mean(h.astype(float) ** 2, axis=(1, 2))) for h in layers], axis=1)


def predicted_sizes(activation: str, gain: float, depth: int, width: int) -> tuple[npt.NDArray, npt.NDArray]:
    """Predict root mean squares of signals and of gradients, (depth + 1) each, as :meth:`DeepNetworks.run` returns."""
    # One more layer than there is: its activation function is left out, as the last layer of a network has none.
    sizes, variances = [width] * (depth + 2), [gain / width] * (depth + 1)
    signals, gradients = predict_sizes(sizes, variances, activation)
    return np.sqrt(signals[:-1]), np.sqrt(gradients[:-1] / gain)


def deep_signals(backward: bool = False, width: int = 100, networks: int = 6) -> Explorer:
    """Return the explorer of signal sizes in deep networks: activation, scale of the weights, depth.

    Args:
        backward: whether the gradients are drawn beside the signals.
        width: units of every layer.
        networks: how many are measured.
    """
    deep = DeepNetworks(networks, 60, width, np.random.default_rng(0))

    def draw(activation: str, scale: float, depth: int) -> tuple[Figure, str, str]:
        gain = CRITICAL[activation] * scale**2
        measured = np.array(deep.run(activation, gain, depth))
        predicted = predicted_sizes(activation, gain, depth, width)
        # Placed by hand: finding the best margins takes half of a redraw.
        figure, axes = plt.subplots(figsize=(6.5, 3.6), layout="none")
        figure.subplots_adjust(left=0.12, right=0.98, bottom=0.14, top=0.9)
        layers = np.arange(depth + 1)
        sizes_by_layer(axes, layers, measured[0], predicted[0], "signals")
        if backward:
            sizes_by_layer(axes, layers[1:], measured[1][:, 1:], predicted[1][1:], "gradients", colour=1)
        values = np.concatenate([[0.2, 5.0], *measured[: 1 + backward].ravel()], axis=None)
        decades(axes, np.clip(values, 1e-40, None).min(), values.max())
        axes.set(xlabel="layer", ylabel="root mean square (first one: 1)")
        axes.locator_params(axis="x", integer=True)
        axes.legend(fontsize=9, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4, columnspacing=1.2)
        beside = ", and of the gradients, from the last layer back to the first" if backward else ""
        alt = (
            f"Root mean square of the signals by layer on a logarithmic scale, from the input, 0, to layer {depth}"
            f"{beside}: dots with the spread over {networks} networks of width {width}, and the predicted curve."
        )
        rule = {"relu": "√(2/n)", "tanh": "√(1/n)", "sigmoid": "4/√n"}[activation]
        text = f"{activation}, weights of standard deviation {scale:.2f} · {rule} = {math.sqrt(gain / width):.3f}. "
        text += in_words("signals", measured[0][:, -1], predicted[0][-1], f"in layer {depth}")
        if backward:
            text += " " + in_words("gradients", measured[1][:, 1], predicted[1][1], "in layer 1")
        return figure, alt, text

    return Explorer(
        draw,
        activation=ipywidgets.Dropdown(options=list(CRITICAL), value="relu", description="Activation function"),
        scale=ipywidgets.FloatSlider(1.0, min=0.5, max=3.0, step=0.05, description="Scale of the weights"),
        depth=ipywidgets.IntSlider(50, min=2, max=60, step=2, description="Depth (layers)"),
    )


def in_words(what: str, measured: npt.NDArray, predicted: float, where: str) -> str:
    """Say in one sentence what size signals or gradients have at the far end; all have size 1 at the near one."""
    typical = np.exp(np.log(np.maximum(measured, 1e-45)).mean())
    return (
        f"The {what} {where} have size {typical:.2g} in a typical network ({measured.min():.2g} to "
        f"{measured.max():.2g}); predicted on average: {predicted:.2g}."
    )


def band_of_networks(axes: Axes, sizes: Sequence[int], each: float = 5.0) -> None:
    """Shade where two thirds of all networks of these widths are predicted to be, as root mean squares around 1."""
    mean, deviation = predict_walk(sizes, each)
    layers = np.arange(len(mean))
    low, high = np.exp((mean - deviation) / 2), np.exp((mean + deviation) / 2)
    axes.fill_between(layers, low, high, color=plots.COLOURS[6], alpha=0.25, label="predicted for ⅔ of the networks")
    axes.plot(layers, np.exp(mean / 2), color="black", linestyle="--", label="predicted for a typical network")


def training_map(axes: Axes, loss: npt.NDArray, etas: Sequence[float], scales: Sequence[float], worst: float) -> None:
    """Draw a table of training results over stepsize and scale, in colour and in figures.

    Args:
        axes: where to draw.
        loss: (scales, etas, seeds) criteria in nats; infinite where training diverged.
        etas: stepsizes, one a column.
        scales: of the initial weights, one a row.
        worst: the criterion of guessing, drawn in the lightest colour with all that is no better.
    """
    diverged = ~np.isfinite(loss)
    mean = np.where(diverged, worst, np.minimum(loss, worst)).mean(axis=-1)
    axes.imshow(mean, cmap="viridis", vmin=0, vmax=worst, aspect="auto", origin="lower")
    for (i, j), value in np.ndenumerate(mean):
        lost = int(diverged[i, j].sum())
        text = ("×" * lost) if lost else f"{value:.2f}"
        axes.text(j, i, text, ha="center", va="center", fontsize=9, color="white" if value < 0.6 * worst else "black")
    axes.set_xticks(range(len(etas)), [f"{eta:g}" for eta in etas])
    axes.set_yticks(range(len(scales)), [f"{scale:g}" for scale in scales])
    axes.set(xlabel="stepsize η", ylabel="scale of the initial weights")
    axes.grid(False)
