"""Two spirals, and pictures of how a network with more or fewer hidden stages takes them apart (slide 4)."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.network import MLP
from course_utils.widgets import Explorer

NUMBERS = ["no hidden stage", "one hidden stage", "two hidden stages", "three hidden stages", "four hidden stages"]


def two_spirals(
    n: int, rng: np.random.Generator, turns: float = 2.0, noise: float = 0.1
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Draw points from two spirals that wind around each other, half of them from each.

    Args:
        n: how many points.
        rng: where they are drawn from.
        turns: how often each spiral winds around the origin.
        noise: standard deviation of the Gaussian noise on both coordinates; the arms are 3 / (2 turns) apart.

    Returns:
        X of shape (n, 2), within about 3 of the origin, and y of shape (n,), the spiral: 0 or 1.
    """
    y = np.arange(n) % 2
    radius = rng.uniform(0.1, 1, n)
    angle = 2 * np.pi * turns * radius + np.pi * y
    X = 3 * radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return (X + noise * rng.standard_normal((n, 2))).astype(np.float32), y


def spread(H: npt.NDArray, directions: int) -> npt.NDArray:
    """Return coordinates of the rows of H along the directions in which they differ most: (N, n) -> (N, directions).

    These are principal components (Pearson 1901); where H has fewer columns, zeros are added.
    """
    centred = H - H.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:directions]
    return np.pad(centred @ axes.T, ((0, 0), (0, directions - len(axes))))


def last_features(net: MLP, X: npt.NDArray) -> npt.NDArray:
    """Two coordinates of what the last layer of a two-class network gets to see: (N, 2) points -> (N, 2).

    The first is the score by which that layer decides, log P(1) - log P(0): positive means class 1. It is linear in the
    last hidden signals, so the decision is a straight line here, exactly. The second is the direction at right angles
    to it in which the signals differ most.
    """
    H = net.signals(X)[net.L - 1]
    w, b = net.W[net.L][1] - net.W[net.L][0], net.b[net.L][1] - net.b[net.L][0]
    score = H @ w
    rest = H - np.outer(score, w) / (w @ w)
    return np.column_stack([score + b, spread(rest, 1)])


def scatter(axes: Axes, F: npt.NDArray, y: npt.NDArray) -> None:
    """Draw points by class, as on the map of decision regions."""
    for label, marker in enumerate("o^"):
        colour = plots.COLOURS[label]
        axes.scatter(*F[y == label].T, marker=marker, s=14, color=colour, edgecolor="white", linewidth=0.3)
    axes.grid(False)


def draw_regions(axes: Axes, net: MLP, X: npt.NDArray, y: npt.NDArray) -> None:
    """Shade the plane by the class that the network predicts, with the points over it."""
    plots.decision_regions(axes, lambda points: net.probabilities(points)[:, 1], X, y, steps=120)
    axes.set(xlabel="$x_1$", ylabel="$x_2$", xticks=[-3, 0, 3], yticks=[-3, 0, 3])


def draw_last_features(axes: Axes, net: MLP, X: npt.NDArray, y: npt.NDArray) -> None:
    """Draw the points as the last layer sees them, with the straight line by which it decides."""
    scatter(axes, last_features(net, X), y)
    axes.axvline(0, color="black", linestyle="--", linewidth=1.5)
    axes.set(xlabel="score: log P(1) − log P(0)", ylabel="across (arbitrary unit)", yticks=[])


def draw_depths(nets: Mapping[int, MLP], X: npt.NDArray, y: npt.NDArray) -> Figure:
    """Draw several networks side by side: decision regions above, features that the last layer sees below."""
    figure, axes = plt.subplots(2, len(nets), figsize=(3 * len(nets), 6), squeeze=False)
    for column, (depth, net) in zip(axes.T, nets.items(), strict=True):
        draw_regions(column[0], net, X, y)
        draw_last_features(column[1], net, X, y)
        column[0].set_title(NUMBERS[depth])
    return figure


def spiral_depth(nets: Mapping[int, MLP], X: npt.NDArray, y: npt.NDArray, fresh: tuple) -> Explorer:
    """A slider for the number of hidden stages: decision regions, and the points after every stage.

    Args:
        nets: number of hidden stages, from 0 without a gap -> a trained network with two inputs and two classes.
        X: (N, 2) points to draw.
        y: (N,) the spiral of each, 0 or 1.
        fresh: (X, y) that no network was trained on, for the accuracy in the caption.
    """

    def draw(depth: int) -> tuple[Figure, str, str]:
        net = nets[depth]
        signals = net.signals(X)
        figure, axes = plt.subplots(1, max(2, depth + 1), figsize=(2.4 * max(2, depth + 1), 2.9))
        draw_regions(axes[0], net, X, y)
        axes[0].set_title("the plane")
        for stage, panel in enumerate(axes[1:-1], start=1):
            scatter(panel, spread(signals[stage], 2), y)
            panel.set(title=f"after stage {stage}", xlabel="most spread", ylabel="next most", xticks=[], yticks=[])
        draw_last_features(axes[-1], net, X, y)
        axes[-1].set_title(f"after stage {depth}" if depth else "the plane, turned")
        share = 1 - net.error_percent(*fresh) / 100
        alt = (
            "Left, the plane with the points of both spirals, shaded by the predicted class. Then one panel for every "
            "hidden stage, with the same points where its signals put them. In the last panel a dashed vertical line "
            "shows where the last layer decides."
        )
        seen = "the plane itself" if depth == 0 else f"what stage {depth} made of it"
        text = (
            f"{NUMBERS[depth].capitalize()}: {share:.1%} of {len(fresh[1])} new points are classified correctly. "
            f"The last layer draws one straight line through {seen}."
        )
        return figure, alt, text

    slider = ipywidgets.IntSlider(value=0, min=0, max=max(nets), description="Number of hidden stages")
    return Explorer(draw, depth=slider)
