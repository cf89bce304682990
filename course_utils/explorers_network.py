"""Pictures of the example network: its filters, its signals, and its criterion, some of them with sliders.

The `draw_` functions return a figure; the others return an Explorer, which draws anew when a control is moved.
"""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.widgets import Explorer


def as_picture(h: npt.NDArray) -> npt.NDArray:
    """Return the signals of one layer as a square picture, row by row: (n,) -> (s, s), s = ceil(sqrt(n)).

    225 units make a 15×15 picture. Pixels that no unit is left for are NaN, which is drawn as nothing.
    """
    side = int(np.ceil(np.sqrt(len(h))))
    picture = np.full(side * side, np.nan)
    picture[: len(h)] = h
    return picture.reshape(side, side)


def weight_limit(*weights: npt.NDArray) -> float:
    """Return the weight to draw in full colour: only one in 200 is larger, so that these do not pale the rest."""
    return max(float(np.quantile(np.abs(W), 0.995)) for W in weights)


def draw_filters(W1: npt.NDArray, columns: int = 15, limit: float | None = None) -> Figure:
    """Draw what each unit of the first layer is connected to, one small picture a unit (slide 8).

    Args:
        W1: (n_1, 784), one unit a row.
        columns: how many units stand side by side.
        limit: the weight drawn in full colour, negative or positive; `weight_limit(W1)` when None.
    """
    # Measured in dots, two for every weight and every frame, so that all come out equally wide. 120 dots an inch, where
    # other figures have 90: shown at three quarters of the size, and just as sharp.
    width, height = 2 * (29 * columns + 1), 2 * (29 * -(-len(W1) // columns) + 1)
    total = width + 110
    figure = plt.figure(figsize=(total / 120, height / 120), dpi=120, layout="none")
    axes = figure.add_axes((0, 0, width / total, 1))
    plots.image_grid(axes, W1, (28, 28), columns, signed=True, limit=weight_limit(W1) if limit is None else limit)
    axes.images[0].set_cmap(plt.get_cmap("RdBu_r", 33))  # as good to the eye as 256 colours, and half the bytes
    bar = figure.add_axes(((width + 16) / total, 0.2, 14 / total, 0.6))
    figure.colorbar(axes.images[0], cax=bar, label="weight", extend="both")
    bar.locator_params(nbins=5 if height > 300 else 3)
    bar.grid(False)
    return figure


def draw_signals(signals: Mapping[int, npt.NDArray], limits: Mapping[int, float] | None = None) -> Figure:
    """Draw the signals of one image on their way through the network, x -> h1 -> ... -> y (slide 9).

    Args:
        signals: layer -> (n_l,), layer 0 is the image x and the last one the probabilities y.
        limits: layer -> the signal drawn in white; the layer's largest when left out.
    """
    limits = limits or {}
    L = max(signals)
    figure, axes = plt.subplots(1, L + 1, figsize=(3.0 * L + 1.4, 3.1), width_ratios=[3] * L + [1.1])
    for l in range(L):
        picture = as_picture(signals[l])
        top = limits.get(l) or np.nanmax(picture) or 1.0
        more = " or more" if l and l in limits else ""
        name = "image x" if l == 0 else f"signals $h^{{({l})}}$"
        axes[l].imshow(picture, cmap="gray", vmin=0, vmax=top, interpolation="nearest")
        axes[l].set_title(f"{name}, {picture.shape[0]}×{picture.shape[1]}\nblack 0, white {top:.2g}{more}", fontsize=10)
        axes[l].set_xticks([])
        axes[l].set_yticks([])
        axes[l].spines[:].set_visible(True)
    y = signals[L]
    axes[L].imshow(y[:, None], cmap="gray", vmin=0, vmax=1, interpolation="nearest", aspect=0.35)
    axes[L].set_title("output y", fontsize=10)
    axes[L].set_xticks([])
    axes[L].set_yticks(range(len(y)))
    axes[L].tick_params(left=False)
    for k, p in enumerate(y):
        axes[L].text(0.62, k, f"{p:.3f}", va="center", fontsize=9)
    for ax in axes:
        ax.grid(False)
    return figure


def signals_of_digit(net, X: npt.NDArray, y: npt.NDArray) -> Explorer:
    """Return an explorer of the signals x -> h1 -> h2 -> y of a digit that the reader picks.

    Args:
        net: a network with `signals(X)` -> {layer: (N, n_l)}, as MLP has.
        X: (N, D) images to choose from; the first 20 of each class are offered.
        y: (N,) their labels.
    """
    classes = np.unique(y)
    chosen = {int(k): np.flatnonzero(y == k)[:20] for k in classes}
    everything = net.signals(X[np.concatenate(list(chosen.values()))])
    L = max(everything)
    # One scale for all digits: a layer that is darker for a digit is really less active. The rare large signals would
    # leave all others black, so they share the white.
    limits = {0: 1.0} | {l: float(np.quantile(everything[l], 0.99)) for l in range(1, L)}

    def draw(digit: int, example: int) -> tuple[Figure, str, str]:
        n = chosen[digit][(example - 1) % len(chosen[digit])]
        signals = {l: H[0] for l, H in net.signals(X[n : n + 1]).items()}
        answer = int(np.argmax(signals[L]))
        counts = [f"{(signals[l] > 0).sum()} of {len(signals[l])} units of layer {l}" for l in range(1, L)]
        alt = f"The signals of an image of the digit {digit} as pictures: x, then each hidden layer, then the outputs."
        text = (
            f"A {digit}; the network answers {answer} with probability {signals[L][answer]:.3f}"
            f"{'' if answer == digit else ', which is wrong'}. On are {' and '.join(counts)}."
        )
        return draw_signals(signals, limits), alt, text

    fewest = min(map(len, chosen.values()))
    return Explorer(
        draw,
        digit=ipywidgets.SelectionSlider(description="Digit", options=list(chosen)),
        example=ipywidgets.IntSlider(1, 1, fewest, description="Which example of it"),
    )


def expected_nll(P: npt.ArrayLike, Q: npt.ArrayLike) -> npt.NDArray:
    """Return C = E_P[-log Q], the sum over the classes of -P log Q: (K,), (..., K) -> (...)."""
    return -(np.asarray(P) * np.log(Q)).sum(axis=-1)


def q_of(q1: float | npt.NDArray, share: float | npt.NDArray) -> npt.NDArray:
    """Return Q = (q1, share of the rest, what is left), which sums to one by construction: (...) -> (..., 3)."""
    q1, share = np.broadcast_arrays(np.asarray(q1, float), np.asarray(share, float))
    return np.stack([q1, (1 - q1) * share, (1 - q1) * (1 - share)], axis=-1)


class CriterionFigure:
    """P and Q, C along class 1's probability with its tangent at Q, and C over all Q (slide 13), for a Q that moves."""

    def __init__(self, P: npt.NDArray) -> None:  # what depends on P alone is made once: that saves a third of the time
        self.P, self.entropy, blue, orange = P, expected_nll(P, P), *plots.COLOURS[:2]
        self.figure, (bars, curve, plane) = plt.subplots(1, 3, figsize=(11, 3.4), width_ratios=[0.8, 1.1, 1.1])
        k = np.arange(3)
        bars.bar(k - 0.2, P, 0.38, color=blue, label="P, the truth")
        self.bars = bars.bar(k + 0.2, 0 * P, 0.38, color=orange, hatch="//", edgecolor="white", label="Q, the model")
        bars.set(xticks=k, xticklabels=["1", "2", "3"], xlabel="class", ylabel="probability", ylim=(0, 1.25))
        bars.set_yticks(np.linspace(0, 1, 6))
        bars.legend(loc="upper right")

        t, bottom = np.linspace(0.01, 0.99, 99), self.entropy - 0.15
        (self.along,) = curve.plot(t, 0 * t, "-", color=blue, label="C")
        curve.axhline(self.entropy, color="black", linestyle=":", label="entropy of P")
        (self.tangent,) = curve.plot([], [], "--", color=plots.COLOURS[2], label="tangent at Q")
        (self.kl,) = curve.plot([], [], "-", color=orange, linewidth=4, alpha=0.6, label="KL(P‖Q)")
        (self.here,) = curve.plot([], [], "s", color=orange, markersize=8)
        curve.set(xlabel="Q of class 1", ylabel="criterion C (nats)", xlim=(0, 1), ylim=(bottom, bottom + 1.75))
        curve.legend(loc="upper center", fontsize=9)

        a, b = np.meshgrid(np.linspace(0.01, 0.98, 70), np.linspace(0.01, 0.98, 70))
        values = expected_nll(P, np.stack([a, b, np.maximum(1 - a - b, 1e-9)], axis=-1))
        values[a + b > 0.995] = np.nan
        levels = self.entropy + np.array([0.01, 0.05, 0.15, 0.3, 0.6, 1.0, 1.6])
        lines = plane.contour(a, b, values, levels, colors="0.35", linewidths=1, linestyles="-")
        plane.clabel(lines, fmt="%.2f", fontsize=8)
        plane.plot([0, 1], [1, 0], color="0.6", linewidth=1, linestyle="-")
        plane.plot(*P[:2], "o", color=blue, markersize=9, label="P")
        (self.there,) = plane.plot([], [], "s", color=orange, label="Q", ms=8, mfc="none", mew=2)
        plane.set(xlabel="Q of class 1", ylabel="Q of class 2", xlim=(0, 1), ylim=(0, 1), aspect="equal")
        plane.set_title("C over all Q (nats)", fontsize=10)
        plane.legend(loc="upper right")
        plane.grid(False)
        plots.drawn(self.figure)  # finds the layout, which stays
        self.figure.set_layout_engine("none")

    def at(self, q1: float, share: float) -> Figure:
        """Return the figure with Q where it is now: class 1's probability, and class 2's share of the rest."""
        Q = q_of(q1, share)
        C, slope = expected_nll(self.P, Q), -self.P[0] / q1 + (1 - self.P[0]) / (1 - q1)
        for bar, q in zip(self.bars, Q, strict=True):
            bar.set_height(q)
        near = np.array([q1 - 0.15, q1 + 0.15])
        self.along.set_ydata(expected_nll(self.P, q_of(self.along.get_xdata(), share)))
        self.tangent.set_data(near, C + slope * (near - q1))
        self.kl.set_data([q1, q1], [self.entropy, C])
        self.here.set_data([q1], [C])
        self.there.set_data(Q[:1], Q[1:2])
        return self.figure


def criterion_q(P: npt.ArrayLike) -> Explorer:
    """Return an explorer of C = E_P[-log Q] for three classes, whose sliders move Q.

    Args:
        P: (3,) the true probabilities, positive, summing to one.
    """
    P = np.asarray(P, dtype=float)
    if P.shape != (3,) or P.min() <= 0 or not np.isclose(P.sum(), 1):
        raise ValueError(f"criterion_q: P is {P.tolist()}, expected three positive probabilities that sum to one")

    drawn = CriterionFigure(P)

    def draw(q1: float, share: float) -> tuple[Figure, str, str]:
        Q, entropy = q_of(q1, share), expected_nll(P, P)
        C = expected_nll(P, Q)
        gradient = ", ".join(f"{g:+.3f}".replace("-0.000", "+0.000") for g in Q - P)
        alt = (
            "Three panels: bars of P and Q for the three classes; C along the probability of class 1, with its tangent"
            " at Q and the entropy of P as the floor below it; contours of C over all Q, closed around P."
        )
        text = (
            f"Q = ({', '.join(f'{v:.3f}' for v in Q)}): C = {C:.4f} = entropy {entropy:.4f} + KL {C - entropy:.4f}"
            f" nats. Gradient by the logits, Q − P = ({gradient})."
            f"{' Flat: Q equals P, and C is as small as it gets.' if np.abs(Q - P).max() < 1e-6 else ''}"
        )
        return drawn.at(q1, share), alt, text

    slider = dict(min=0.02, max=0.98, step=0.01, readout_format=".2f")
    return Explorer(
        draw,
        q1=ipywidgets.FloatSlider(0.2, description="Q of class 1", **slider),
        share=ipywidgets.FloatSlider(0.2, description="Class 2's share of the rest", **slider),
    )


def filters_player(snapshots: Mapping[int, npt.NDArray], captions: Mapping[int, str] | None = None) -> Explorer:
    """Return a player that shows W1 as a grid of filters after each stored epoch (slide 23).

    Args:
        snapshots: epoch -> (n_1, 784), W1 as it was after that epoch.
        captions: epoch -> a sentence to say below the picture, for instance the validation error reached.
    """
    epochs = sorted(snapshots)
    limit = weight_limit(*snapshots.values())  # one colour scale for all epochs: what grows is seen to grow

    def draw(epoch: int) -> tuple[Figure, str, str]:
        alt = (
            f"The {len(snapshots[epoch])} filters of the first layer after epoch {epoch}, blue negative, red positive."
        )
        text = f"W1 after epoch {epoch}. {(captions or {}).get(epoch, '')}".strip()
        return draw_filters(snapshots[epoch], limit=limit), alt, text

    slider = ipywidgets.SelectionSlider(description="Epoch", options=epochs)
    player = Explorer(draw, epoch=slider)
    play = ipywidgets.Play(min=0, max=len(epochs) - 1, interval=1200, description="Play the epochs", show_repeat=False)
    ipywidgets.jslink((play, "value"), (slider, "index"))
    player.children = (ipywidgets.HBox([play, slider]), player.picture)
    return player
