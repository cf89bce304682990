"""Pictures of the tiny example, and the explorer that walks on it with sliders."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from course_utils import plots
from course_utils import tiny_example as tiny
from course_utils.widgets import Explorer

LIMIT = 2.5
LEVELS = np.array([0.1184, 0.16, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64])
LEAST = float(tiny.C(tiny.MINIMA[0]))
SLOW, STEEP = np.linalg.eigvalsh(tiny.hessian(tiny.MINIMA[0]))


def grid(size: int = 121) -> npt.NDArray:
    """Return (size, size, 2) points that cover the picture."""
    return np.stack(np.meshgrid(*[np.linspace(-LIMIT, LIMIT, size)] * 2), axis=-1)


def contour(axes: Axes, filled: bool = True) -> None:
    """Draw C from above, darker where it is lower, with both minima and the saddle."""
    w = grid(81)
    if filled:
        fill = {"cmap": "Blues_r", "alpha": 0.6, "norm": "log", "extend": "max"}
        axes.contourf(w[..., 0], w[..., 1], tiny.C(w), LEVELS, **fill)
    axes.contour(w[..., 0], w[..., 1], tiny.C(w), LEVELS[1:], colors="0.55", linewidths=0.6, linestyles="-")
    axes.plot(*tiny.MINIMA.T, linestyle="none", marker="*", markersize=13, color="white", markeredgecolor="black")
    axes.plot(*tiny.SADDLE, linestyle="none", marker="X", markersize=9, color="white", markeredgecolor="black")
    axes.set(xlim=(-LIMIT, LIMIT), ylim=(-LIMIT, LIMIT), aspect="equal", xlabel="weight w₁", ylabel="weight w₂")
    axes.grid(False)


def surface() -> Figure:
    """Draw C as a landscape beside its contour; heights above 4 are cut off."""
    figure = plt.figure(figsize=(10, 4.4))
    axes = figure.add_subplot(1, 2, 1, projection="3d")
    w = grid()
    height = np.where(tiny.C(w) > 4, np.nan, tiny.C(w))
    axes.plot_surface(w[..., 0], w[..., 1], height, cmap="Blues_r", norm="log", alpha=0.9)
    for point, marker in ((tiny.MINIMA[0], "*"), (tiny.MINIMA[1], "*"), (tiny.SADDLE, "X")):
        style = {"color": "white", "markeredgecolor": "black", "markersize": 12, "zorder": 9}
        axes.plot(*point, tiny.C(point) + 0.1, marker=marker, **style)
    axes.view_init(elev=45, azim=-45)
    axes.set_box_aspect((1, 1, 0.6), zoom=0.95)
    axes.set(xlabel="weight w₁", ylabel="weight w₂", zlabel="criterion C")
    contour(figure.add_subplot(1, 2, 2))
    return figure


def paths(axes: Axes, trajectories: Mapping[str, npt.NDArray], legend: bool = True) -> None:
    """Draw walks over the contour: a ring at the start, a dot a step, a full square at the end."""
    for k, (name, trajectory) in enumerate(trajectories.items()):
        known = trajectory[np.isfinite(trajectory).all(-1)]
        style = {"color": plots.COLOURS[(k + 1) % 7], "linestyle": plots.LINES[k % 7]}
        axes.plot(*known.T, **style, marker=".", markersize=7, linewidth=1.4, label=name)
        axes.plot(*known[0], marker="o", markersize=9, markerfacecolor="white", color=style["color"], markeredgewidth=2)
        axes.plot(*known[-1], marker="s", markersize=6, color=style["color"], markeredgecolor="black")
    if legend:
        axes.legend(loc="lower left", fontsize=9, frameon=True)


def loss_curves(axes: Axes, trajectories: Mapping[str, npt.NDArray]) -> None:
    """Draw how far C is above its least value, step by step, on a logarithmic scale."""
    for k, (name, trajectory) in enumerate(trajectories.items()):
        # At the minimum the difference is rounding only: cut at 1e-12, which a logarithm can show.
        above = np.maximum(tiny.C(trajectory) - LEAST, 1e-12)
        axes.plot(above, color=plots.COLOURS[(k + 1) % 7], linestyle=plots.LINES[k % 7], label=name)
    axes.set(yscale="log", ylim=(1e-13, 1e3), xlabel="step k", ylabel="C above its least value")
    # Plain numbers: setting powers of ten in type would take longer than all the rest of the picture.
    axes.set_yticks([1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3], ["1e-12", "1e-9", "1e-6", "0.001", "1", "1000"])
    axes.set_yticks([], minor=True)
    if len(trajectories) > 1:
        axes.legend(fontsize=9)


def walks(trajectories: Mapping[str, npt.NDArray]) -> Figure:
    """Draw walks over the contour, and their criterion beside them."""
    # Placed by hand: finding the best margins takes half of a redraw.
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 4.2), layout="none")
    figure.subplots_adjust(left=0.06, right=0.99, bottom=0.12, top=0.98, wspace=0.2)
    contour(left)
    paths(left, trajectories, legend=len(trajectories) > 1)
    loss_curves(right, trajectories)
    return figure


def newton_regions(left: Axes, right: Axes) -> tuple[float, float]:
    """Shade where Newton's step points uphill (left), and where Newton's method ends from each start (right).

    Returns:
        The shares of the picture from which the step points uphill, and from which the walk ends at the saddle.
    """
    # An even number of points: none lies on w1 = -w2's exact crossing with the saddle.
    w = grid(100)
    uphill = (tiny.gradient(w) * tiny.newton_step(w)).sum(-1) > 0
    end = tiny.walk("Newton", w, 40)[-1]
    targets = np.stack([tiny.MINIMA[1], tiny.SADDLE, tiny.MINIMA[0]])
    nearest = np.linalg.norm(end[..., None, :] - targets, axis=-1).argmin(-1)
    contour(left, filled=False)
    left.contourf(w[..., 0], w[..., 1], uphill, [0.5, 1.5], colors=["#F0C566"], hatches=["//"])
    right.imshow(
        nearest, extent=[-LIMIT, LIMIT] * 2, origin="lower", cmap=ListedColormap(["#56B4E9", "#F3D9A0", "#0072B2"])
    )
    contour(right, filled=False)
    return float(uphill.mean()), float((nearest == 1).mean())


def place(point: npt.NDArray) -> str:
    """Return a point in words: (1.21, 1.21)."""
    # Adding 0.0 turns a rounded -0.00 into 0.00.
    return "({:.2f}, {:.2f})".format(*(np.round(point, 2) + 0.0))


def outcome(trajectory: npt.NDArray) -> str:
    """Say in one sentence how a walk of shape (steps + 1, 2) ends.

    It reaches a minimum or the saddle (within 0.01), diverges, oscillates across the valley, or is still on its way.
    """
    outside = np.abs(trajectory).max(-1)
    if np.isnan(outside[-1]):
        left, far = int(np.argmax(~(outside <= LIMIT))), int(np.argmax(np.isnan(outside)))
        return f"It diverges: it is outside the picture first at step {left}, and beyond a million from step {far} on."
    for target, name in ((tiny.MINIMA[0], "minimum"), (tiny.MINIMA[1], "minimum"), (tiny.SADDLE, "saddle")):
        near = np.linalg.norm(trajectory - target, axis=-1) < 0.01
        if near[-1]:
            first = len(near) - int(np.argmin(near[::-1])) if not near.all() else 0
            verb = "is caught at" if name == "saddle" else "reaches"
            return f"It {verb} the {name} {place(target)}: within 0.01 from step {first} on."
    across = np.diff(trajectory, axis=0)[-9:] @ [np.sqrt(0.5), np.sqrt(0.5)]
    distance = np.linalg.norm(tiny.MINIMA - trajectory[-1], axis=-1).min()
    if len(across) == 9 and (across[1:] * across[:-1] < 0).all():
        if abs(across[-1]) > 0.9 * abs(across[0]):
            ends = f"{place(trajectory[-2])} and {place(trajectory[-1])}"
            return f"It oscillates across the valley without settling, at the end between {ends}."
        return f"It zigzags across the valley, less each time, {distance:.2f} from the nearest minimum."
    return f"It is still on its way, {distance:.2f} from the nearest minimum."


def stability(method: str, eta: float, alpha: float) -> str:
    """Say what the curvatures at the minima imply for a method's stepsize."""
    if "Newton" in method:
        return "Newton's methods take their full step: η and α play no part."
    if method == "Adam":
        return "Adam scales its steps by itself: α plays no part, and no limit on η follows from the curvature alone."
    if method == "gradient descent":
        alpha, limit = 0.0, f"2/{STEEP:.2f} = {tiny.stability_limit(STEEP):.4f}; α plays no part"
    else:
        limit = f"2(1 + {alpha:.2f})/{STEEP:.2f} = {tiny.stability_limit(STEEP, alpha):.4f}"
    side = "under" if eta < tiny.stability_limit(STEEP, alpha) else "over"
    return f"η = {eta:.3f} is {side} the stability limit at the minima, {limit}."


def tiny_walk(
    method: str = "gradient descent",
    eta: float = 0.25,
    alpha: float = 0.5,
    start: tuple[float, float] = (-0.5, 1.5),
    steps: int = 40,
) -> Explorer:
    """Return the explorer of the tiny example: method, stepsize, momentum and start, as set at first.

    Args:
        method: one of ``tiny_example.METHODS``.
        eta: stepsize, 0 to 0.8.
        alpha: momentum, 0 to 0.95.
        start: first w1 and w2, each -2.5 to 2.5.
        steps: length of the walk.
    """

    def draw(method: str, eta: float, alpha: float, w1: float, w2: float) -> tuple[Figure, str, str]:
        trajectory = tiny.walk(method, [w1, w2], steps, eta, alpha)
        alt = (
            f"Left: contour of the criterion over the weights w1 and w2 with the path of {method}, a dot a step; "
            "stars are the minima, a cross the saddle. Right: how far C is above its least value at each of "
            f"{steps} steps, on a logarithmic scale."
        )
        name = method[0].upper() + method[1:]
        text = f"{name} from {place(trajectory[0])}: "
        if np.isfinite(trajectory[-1]).all():
            text += f"after {steps} steps at {place(trajectory[-1])}, "
            text += f"C = {tiny.C(trajectory[-1]):.4f} (least: {LEAST:.4f}). "
        text += outcome(trajectory) + " "
        if w1 == -w2:
            text += "The start is on the line w1 = −w2, where the gradient has no part that leads off the line. "
        limit = tiny.stability_limit(STEEP, alpha if method == "momentum" else 0.0)
        text += stability(method, eta, alpha)
        if np.isnan(trajectory[-1]).any() and eta < limit:
            text += " It diverges all the same, because the curvature is greater farther out."
        return walks({name: trajectory}), alt, text

    slider = ipywidgets.FloatSlider
    explorer = Explorer(
        draw,
        method=ipywidgets.Dropdown(options=tiny.METHODS, value=method, description="Method"),
        eta=slider(eta, min=0, max=0.8, step=0.005, readout_format=".3f", description="Stepsize η"),
        alpha=slider(alpha, min=0, max=0.95, step=0.01, readout_format=".2f", description="Momentum α"),
        w1=slider(start[0], min=-LIMIT, max=LIMIT, step=0.05, readout_format=".2f", description="Start, weight w1"),
        w2=slider(start[1], min=-LIMIT, max=LIMIT, step=0.05, readout_format=".2f", description="Start, weight w2"),
    )
    eta_slider, alpha_slider = explorer.controls["eta"], explorer.controls["alpha"]

    def enable(change: object = None) -> None:
        method = explorer.controls["method"].value
        eta_slider.disabled, alpha_slider.disabled = "Newton" in method, method != "momentum"

    explorer.controls["method"].observe(enable, names="value")
    enable()  # a slider that plays no part cannot be moved
    return explorer
