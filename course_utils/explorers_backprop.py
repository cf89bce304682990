"""Pictures of backpropagation: a network whose paths light up, the rescaled tiny example, and a graph of operations."""

from __future__ import annotations

from itertools import pairwise

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from course_utils import paths, plots
from course_utils.autodiff import Node, in_order
from course_utils.network import MLP
from course_utils.tiny_example import TARGET
from course_utils.widgets import Explorer

OPEN, BLOCKED = plots.COLOURS[0], plots.COLOURS[1]


def draw_network(
    axes: Axes, h: dict[int, list[float]], slope: dict[int, list[float]], weight: tuple[int, int, int], found: list
) -> None:
    """Draw a small network with the paths from one weight to C: open ones in full lines, blocked ones dashed.

    Args:
        axes: where to draw.
        h: layer -> signals for one sample, 0 to L.
        slope: layer -> slopes of the activation, 1 to L - 1; a unit with slope zero is drawn as a grey square.
        weight: (l, i, j), the weight that the paths start from, drawn in black.
        found: its paths, as :func:`course_utils.paths.all_paths` yields them.
    """
    (l, i, j), L = weight, len(h) - 1
    # The criterion comes last, as a layer of one unit.
    sizes = [len(h[layer]) for layer in range(L + 1)] + [1]
    spots = [np.column_stack([np.full(n, layer), (n - 1) / 2 - np.arange(n)]) for layer, n in enumerate(sizes)]
    everything = [(a, b) for lower, upper in pairwise(spots) for a in lower for b in upper]
    axes.add_collection(LineCollection(everything, colors="0.85", linewidths=0.8, linestyles="-", zorder=1))
    for blocked, colour, style, width in ((True, BLOCKED, (0, (3, 2)), 1.6), (False, OPEN, "-", 2.6)):
        chosen = [(*units, 0) for units, _factors, stopped in found if stopped == blocked]
        lines = {(layer, *pair) for units in chosen for layer, pair in enumerate(pairwise(units), start=l)}
        segments = [(spots[layer][a], spots[layer + 1][b]) for layer, a, b in sorted(lines)]
        axes.add_collection(LineCollection(segments, colors=colour, linewidths=width, linestyles=[style], zorder=2))
    axes.plot(*zip(spots[l - 1][j], spots[l][i], strict=True), "-", color="black", linewidth=5, zorder=3)
    for layer in range(L + 1):
        off = np.array(slope.get(layer, [1.0] * sizes[layer])) == 0
        axes.scatter(*spots[layer][~off].T, s=640, facecolor="white", edgecolor="black", zorder=4)
        axes.scatter(*spots[layer][off].T, s=560, facecolor="0.8", edgecolor="black", marker="s", zorder=4)
        for unit, (x, y) in enumerate(spots[layer]):
            # Adding 0.0 turns a rounded -0.00 into 0.00.
            words = "off" if off[unit] else f"{round(h[layer][unit], 2) + 0.0:.2f}"
            axes.text(x, y, words, ha="center", va="center", fontsize=8, zorder=5)
            axes.text(x, y + 0.48, unit, ha="center", va="center", fontsize=8, color="0.35", zorder=5)
    axes.scatter(*spots[-1].T, s=640, facecolor="black", zorder=4)
    axes.text(*spots[-1][0], "C", ha="center", va="center", color="white", fontsize=12, zorder=5)
    # Words instead of ticks: a tick takes as long to draw as five words.
    names = ["input x", *(f"layer {layer}" for layer in range(1, L)), f"layer {L}\nbefore softmax", "criterion"]
    for layer, name in enumerate(names):
        axes.text(layer, -max(sizes) / 2 - 0.1, name, ha="center", va="top")
    axes.set(xlim=(-0.35, L + 1.3), ylim=(-max(sizes) / 2 - 0.6, max(sizes) / 2 + 0.1))
    axes.set_axis_off()


def draw_products(axes: Axes, found: list) -> None:
    """Draw what each path adds to the gradient as a bar, and their sum below."""
    products = [float(np.prod(factors)) for _units, factors, _blocked in found]
    colours = [BLOCKED if blocked else OPEN for *_, blocked in found]
    axes.barh(range(len(found)), products, color=colours, height=0.7)
    axes.barh(len(found) + 0.5, sum(products), color="black", height=0.9)
    names = ["→".join(map(str, units)) + (" (blocked)" if blocked else "") for units, _factors, blocked in found]
    for k, name in zip((*range(len(found)), len(found) + 0.5), (*names, "sum"), strict=True):
        axes.text(-0.03, k, name, ha="right", va="center", fontsize=9, transform=axes.get_yaxis_transform())
    axes.axvline(0, color="0.4", linewidth=0.8, linestyle="-")
    axes.locator_params(axis="x", nbins=4)
    axes.set(yticks=[], ylim=(max(len(found), 6) + 1.1, -0.6), xlabel="product of the derivatives")
    axes.set_title("path, by its units", fontsize=10)
    axes.grid(False)


def listed(slope: dict[int, list[float]]) -> str:
    """Return which hidden units are off, in words: units 1 and 3 of layer 1."""
    words = []
    for layer, values in slope.items():
        units = [str(unit) for unit, value in enumerate(values) if value == 0]
        if units:
            some = " and ".join([", ".join(units[:-1]), units[-1]] if len(units) > 1 else units)
            words.append(f"unit{'s' * (len(units) > 1)} {some} of layer {layer}")
    return "; ".join(words) or "none"


def paths_explorer(net: MLP, X: npt.NDArray, y: npt.NDArray) -> Explorer:
    """Return an explorer in which one picks a weight and sees its paths to C (slide 25).

    Args:
        net: a network small enough to draw: at most 6 units a layer, and at most 20 paths from a weight.
        X: (N, D) samples to choose from.
        y: (N,) their labels.

    Raises:
        ValueError: the network is too large.
    """
    if max(net.sizes) > 6 or paths.number_of_paths(net.sizes, 1) > 20:
        raise ValueError(f"paths_explorer: the network's sizes are {net.sizes}, expected at most 6 units and 20 paths")

    def draw(sample: int, l: int, i: int, j: int) -> tuple[Figure, str, str]:
        # For a moment after the matrix has changed, the other sliders may still point beyond its edge.
        i, j = min(i, net.sizes[l] - 1), min(j, net.sizes[l - 1] - 1)
        x, label = X[sample], int(y[sample])
        h, slope, _W, _dz = paths.forward(net, x, label)
        found = list(paths.all_paths(net, x, label, l, i, j))
        total = paths.path_sum(net, x, label, l, i, j)
        stored = paths.backpropagation(net, x, label).W[l][i, j]
        figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.3), width_ratios=[2.6, 1], layout="none")
        figure.subplots_adjust(left=0.0, right=0.985, bottom=0.13, top=0.93, wspace=0.3)
        draw_network(left, h, slope, (l, i, j), found)
        draw_products(right, found)
        alt = (
            "Left: the network, a column of units a layer, each with its number and its signal; the chosen weight in "
            "black, its open paths to the criterion C in full lines, its blocked ones dashed; hidden units that are "
            "off are grey squares. Right: a bar for the product of the derivatives along each path, and their sum."
        )
        above = " × ".join(map(str, net.sizes[l + 1 :])) + " = " if l < net.L - 1 else ""
        text = (
            f"W{l}[{i}, {j}], from unit {j} of {f'layer {l - 1}' if l > 1 else 'the input'} to unit {i} of layer {l}: "
            f"{above}{total.paths} {'path' if total.paths == 1 else 'paths'} to C, {total.blocked} blocked "
            f"(units that are off: {listed(slope)}). "
            f"Sum of the products: {total.gradient:+.4f}; by backpropagation: {stored:+.4f}."
        )
        if h[l - 1][j] == 0:
            text += f" The signal of unit {j}, which this weight multiplies, is 0, and so is every product."
        return figure, alt, text.replace("-0.0000", "+0.0000")

    layers = [(f"W{l}", l) for l in range(1, net.L + 1)]
    explorer = Explorer(
        draw,
        sample=ipywidgets.IntSlider(0, 0, len(X) - 1, description="Sample"),
        l=ipywidgets.SelectionSlider(options=layers, value=1, description="Weight matrix"),
        i=ipywidgets.IntSlider(0, 0, net.sizes[1] - 1, description="To unit i"),
        j=ipywidgets.IntSlider(0, 0, net.sizes[0] - 1, description="From unit j"),
    )

    def fit(change: dict) -> None:
        explorer.controls["i"].max = net.sizes[change["new"]] - 1
        explorer.controls["j"].max = net.sizes[change["new"] - 1] - 1

    explorer.controls["l"].observe(fit, names="value")
    return explorer


def two_weights(w1: npt.ArrayLike, w2: npt.ArrayLike, decay: float) -> tuple[npt.NDArray, npt.NDArray, npt.NDArray]:
    """Return C = (w1 w2 - 1.5)^2 + decay (w1^2 + w2^2), dC/dw1 and dC/dw2 (slide 27, with x = 1)."""
    w1, w2 = np.asarray(w1, dtype=float), np.asarray(w2, dtype=float)
    error = w1 * w2 - TARGET
    C = error**2 + decay * (w1**2 + w2**2)
    return C, 2 * error * w2 + 2 * decay * w1, 2 * error * w1 + 2 * decay * w2


def draw_rescaled(c: float, decay: float) -> Figure:
    """Draw the rescaled weights w1 = c, w2 = 1/c with their gradient, and both gradients against c."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 4.2), layout="none")
    figure.subplots_adjust(left=0.06, right=0.985, bottom=0.12, top=0.97, wspace=0.22)
    w1, w2 = np.meshgrid(np.linspace(0.02, 4.6, 50), np.linspace(0.02, 4.6, 50))
    levels = [0.05, 0.25, 1, 4, 16, 64]
    left.contour(w1, w2, two_weights(w1, w2, decay)[0], levels, colors="0.7", linewidths=0.8, linestyles="-")
    t = np.geomspace(0.2, 5, 80)
    left.plot(t, TARGET / t, ":", color="black", linewidth=1.5, label="y = 1.5, the target")
    left.plot(t, 1 / t, "-", color=plots.COLOURS[0], label="y = 1, the same output")
    _C, g1, g2 = two_weights(c, 1 / c, decay)
    left.plot(c, 1 / c, "o", color=plots.COLOURS[1], markersize=9, zorder=3)
    arrow = {"arrowstyle": "-|>", "color": plots.COLOURS[1], "linewidth": 2.5, "shrinkA": 0, "shrinkB": 0}
    left.annotate("", (c - 0.25 * g1, 1 / c - 0.25 * g2), (c, 1 / c), arrowprops=arrow)
    left.set(xlim=(0, 4.6), ylim=(0, 4.6), xlabel="weight w₁", ylabel="weight w₂")
    left.set_xticks(range(5))
    left.set_yticks(range(5))
    left.legend(loc="upper right")
    left.grid(False)

    factors = 2 ** np.linspace(-2, 2, 81)
    _C, *gradients = two_weights(factors, 1 / factors, decay)
    for k, (name, line, now) in enumerate(zip(("∂C/∂w₁", "∂C/∂w₂"), gradients, (g1, g2), strict=True)):
        style = {"color": plots.COLOURS[2 * k + 1], "linestyle": plots.LINES[k]}
        right.plot(np.log2(factors), np.log2(np.maximum(np.abs(line), 1e-3)), **style, label=f"size of {name}")
        right.plot(
            np.log2(c), np.log2(max(abs(now), 1e-3)), marker=plots.MARKERS[k], color=style["color"], markersize=9
        )
    right.axhline(0, color=plots.COLOURS[0], linestyle=":", label="output y")
    right.axvline(np.log2(c), color="0.6", linewidth=1, linestyle="-", zorder=0)
    # Logarithms drawn on plain axes: setting up matplotlib's logarithmic ones takes half of a redraw.
    ticks = range(-2, 3)
    names = ["1/4", "1/2", "1", "2", "4"]
    right.set_xticks(ticks, names)
    right.set_yticks(ticks, names)
    right.set(xlim=(-2.1, 2.1), ylim=(-2.6, 2.9), xlabel="factor c: w₁ = c, w₂ = 1/c", ylabel="size (log scale)")
    right.legend(loc="upper center", ncols=3, fontsize=9, columnspacing=1.2, handlelength=1.6)
    return figure


def rescaling_explorer() -> Explorer:
    """Return the explorer of slide 27: w1 is multiplied by a factor and w2 divided by it, from w1 = w2 = 1."""

    def draw(c: float, decay: float) -> tuple[Figure, str, str]:
        (C, g1, g2), (before, before1, before2) = two_weights(c, 1 / c, decay), two_weights(1, 1, decay)
        alt = (
            "Left: contours of C over the weights w1 and w2, the curve of all weights with the same output y = 1, and "
            "on it the present weights with an arrow along minus the gradient, at a quarter of its length. Right: the "
            "size of both parts of the gradient and of the output against the factor, on logarithmic scales."
        )
        verdict = f"∂C/∂w1 is {g1 / before1:.3g} times and ∂C/∂w2 {g2 / before2:.3g} times what it is at factor 1."
        if decay:
            verdict += f" With weight decay C itself depends on the factor (at factor 1 it is {before:.4f})."
        text = (
            f"Factor {c:.3g}: w1 = {c:.4g}, w2 = {1 / c:.4g}, output y = {c * (1 / c):.4f}, C = {C:.4f}. "
            f"∂C/∂w1 = {g1:.4f}, ∂C/∂w2 = {g2:.4f}. {verdict}"
        )
        return draw_rescaled(c, decay), alt, text.replace("-", "−")

    return Explorer(
        draw,
        c=ipywidgets.FloatLogSlider(1, base=2, min=-2, max=2, step=0.5, readout_format=".2f", description="Factor c"),
        decay=ipywidgets.FloatSlider(0, min=0, max=0.2, step=0.02, readout_format=".2f", description="Weight decay"),
    )


def draw_graph(result: Node) -> Figure:
    """Draw how a result was computed: a box for each Node with its value and, below it, its gradient.

    Args:
        result: a Node after ``backward``, computed from a few single numbers.
    """
    nodes = in_order(result)
    depth: dict[Node, int] = {}
    for node in nodes:
        depth[node] = 1 + max((depth[parent] for parent, _ in node.parents), default=-1)
    columns = [[node for node in nodes if depth[node] == k] for k in range(max(depth.values()) + 1)]
    where = {node: (k, (len(c) - 1) / 2 - row) for k, c in enumerate(columns) for row, node in enumerate(c)}
    figure, axes = plt.subplots(figsize=(1.45 * len(columns), 1.15 * max(map(len, columns)) + 0.3))
    for node, (x, y) in where.items():
        for parent, _ in node.parents:
            arrow = {"arrowstyle": "-|>", "color": "0.45", "shrinkA": 26, "shrinkB": 26}
            axes.annotate("", (x, y), where[parent], arrowprops=arrow)
        kind = {"boxstyle": "round", "facecolor": "#E3EEF7" if node.parents else "#FBE9DC", "edgecolor": "0.4"}
        words = f"{node.name}\n{float(node.value):.3g}\n∂: {float(node.gradient):.3g}".replace("-", "−")
        axes.text(x, y, words, ha="center", va="center", fontsize=9, bbox=kind)
    tall = (max(map(len, columns)) - 1) / 2
    axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(-tall - 0.55, tall + 0.55))
    axes.set_axis_off()
    return figure
