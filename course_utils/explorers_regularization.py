"""Explorers of lecture 6: how much a model can do, and what holds it back, on curves fitted to a few noisy samples."""

from __future__ import annotations

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils import curve_fitting as curves
from course_utils import plots
from course_utils.widgets import Explorer

DATASETS = 100  # over which errors are averaged
SIZES = (10, 15, 20, 40, 80)
DEGREES = np.arange(15)
DECAYS = (0.0, *(10.0 ** np.arange(-6, 1.01, 0.5)))
NOISES = tuple(np.round(np.arange(0, 0.401, 0.02), 2))


def two_panels() -> tuple[Figure, Axes, Axes]:
    """A figure of two panels, placed by hand: finding the best margins takes half of a redraw."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.8), layout="none")
    figure.subplots_adjust(left=0.07, right=0.98, bottom=0.14, top=0.97, wspace=0.22)
    return figure, left, right


def draw_fit(axes: Axes, x: npt.NDArray, y: npt.NDArray, w: npt.NDArray) -> None:
    """Draw samples (N,), the true function, and the polynomial with weights w."""
    at = curves.EVERYWHERE
    axes.plot(at, curves.truth(at), color="0.45", linestyle="--", linewidth=1.5, label="true function")
    axes.plot(x, y, "o", color="black", markersize=5, label="training samples")
    axes.plot(at, curves.powers(at, len(w) - 1) @ w, color=plots.COLOURS[0], linestyle="-", label="fit")
    axes.set(
        xlim=(-1.05, 1.05), ylim=(-2.3, 2.3), xlabel="input x", ylabel="output y", xticks=(-1, 0, 1), yticks=(-2, 0, 2)
    )
    axes.legend(loc="lower right", fontsize=8)


def degree_curves(axes: Axes, train: npt.NDArray, test: npt.NDArray, degree: int) -> None:
    """Draw mean errors by degree with a standard error, (degrees, datasets) each, and a line at the present degree."""
    for k, (name, runs) in enumerate({"training error": train, "test error": test}.items()):
        mean, error = plots.mean_and_error(runs.T)
        # A training error of exactly 0 has no logarithm: it is drawn at the lower edge.
        style = {"color": plots.COLOURS[k], "linestyle": plots.LINES[k], "marker": plots.MARKERS[k]}
        axes.errorbar(DEGREES, np.maximum(mean, 1e-3), yerr=error, **style, markersize=4, capsize=2, label=name)
    axes.axhline(curves.NOISE**2, color="0.5", linestyle=":", linewidth=1.2, label="variance of the noise")
    axes.axvline(degree, color="black", linewidth=1)
    axes.set(yscale="log", ylim=(1e-3, 1e2), xlabel="degree of the polynomial", ylabel="mean squared error")
    # Plain numbers, and few of them: a redraw spends most of its time on type.
    axes.set_yticks([1e-3, 0.01, 0.1, 1, 10, 100], ["0.001", "0.01", "0.1", "1", "10", "100"])
    axes.set_yticks([], minor=True)
    axes.set_xticks(DEGREES[::3])
    axes.legend(loc="upper left", fontsize=8)


def in_words(runs: npt.NDArray) -> str:
    """Return mean and standard error, as in 0.131 ± 0.002."""
    mean, error = plots.mean_and_error(runs)
    return f"{mean:.3f} ± {error:.3f}"


def capacity(degree: int = 3, N: int = 15) -> Explorer:
    """Return the explorer of model capacity: degree of the polynomial, number of samples, and which data set is drawn.

    Args:
        degree: at first, 0 to 14.
        N: training samples at first, one of ``SIZES``.
    """
    data, fits, train, test = {}, {}, {}, {}
    for size in SIZES:
        x, y = data[size] = curves.draw(size, DATASETS, np.random.default_rng(size))
        fits[size] = [curves.fit(x, y, int(K)) for K in DEGREES]
        both = np.array([curves.errors(x, y, w) for w in fits[size]])
        train[size], test[size] = both[:, 0], both[:, 1]

    def draw(degree: int, N: int, which: int) -> tuple[Figure, str, str]:
        (x, y), w = data[N], fits[N][degree]
        figure, left, right = two_panels()
        draw_fit(left, x, y[:, which - 1], w[:, which - 1])
        degree_curves(right, train[N], test[N], degree)
        best = int(test[N].mean(axis=1).argmin())
        bias, variance = curves.bias_and_variance(x, degree)
        alt = (
            f"Left: {N} noisy samples, the true function and the polynomial fitted to them. Right: training and test "
            "error by degree on a logarithmic scale, with a vertical line at the degree of the slider."
        )
        text = (
            f"Degree {degree}, {N} samples. This data set: training error {train[N][degree, which - 1]:.3f}, test "
            f"error {test[N][degree, which - 1]:.3f}. Mean of {DATASETS} data sets: training "
            f"{in_words(train[N][degree])}, test {in_words(test[N][degree])}; expected: bias² {bias:.3f} + variance "
            f"{variance:.3f} + noise {curves.NOISE**2:.3f} = {bias + variance + curves.NOISE**2:.3f}. Least test error "
            f"with {N} samples: at degree {best}."
        )
        if degree >= N - 1:
            text += " The fit goes through every sample: nothing is left to learn from."
        return figure, alt, text

    return Explorer(
        draw,
        degree=ipywidgets.IntSlider(degree, min=0, max=14, description="Degree of the polynomial"),
        N=ipywidgets.SelectionSlider(options=SIZES, value=N, description="Training samples"),
        which=ipywidgets.IntSlider(1, min=1, max=10, description="Data set number"),
    )


def error_map(degree: int, x: npt.NDArray, y: npt.NDArray) -> tuple[npt.NDArray, npt.NDArray]:
    """Training and test errors of every setting, (decays, noises, datasets) each."""
    grid = [[curves.errors(x, y, curves.fit(x, y, degree, decay, s)) for s in NOISES] for decay in DECAYS]
    return np.moveaxis(np.array(grid), 2, 0)


def noise_and_decay(degree: int = 12, N: int = 15, datasets: int = 50) -> Explorer:
    """Return the explorer of weight decay and input noise, for a polynomial that overfits without them.

    Args:
        degree: of the polynomial.
        N: training samples.
        datasets: over which errors are averaged.
    """
    x, y = curves.draw(N, datasets, np.random.default_rng(N))
    train, test = error_map(degree, x, y)
    mean_test = test.mean(axis=-1)
    names = ["0", *(f"{decay:.1g}" if decay < 0.01 else f"{decay:.2g}" for decay in DECAYS[1:])]
    best = np.unravel_index(mean_test.argmin(), mean_test.shape)

    def draw(decay: int, noise: float, which: int) -> tuple[Figure, str, str]:
        j = int(np.abs(np.array(NOISES) - noise).argmin())
        figure, left, right = two_panels()
        draw_fit(left, x, y[:, which - 1], curves.fit(x, y[:, which - 1], degree, DECAYS[decay], NOISES[j]))
        levels = np.linspace(-2.1, -0.7, 6)
        right.imshow(np.log(mean_test), cmap="viridis", vmin=levels[0], vmax=levels[-1], origin="lower", aspect="auto")
        right.contour(np.log(mean_test), levels, colors="white", linewidths=0.6, linestyles="-")
        mark = {"linestyle": "none", "markeredgecolor": "black"}
        right.plot(*best[::-1], marker="*", markersize=14, color="white", label="least test error", **mark)
        right.plot(j, decay, marker="o", markersize=10, color=plots.COLOURS[1], label="the sliders", **mark)
        right.set_yticks(range(0, len(names), 4), names[::4])
        right.set_xticks(range(0, len(NOISES), 10), [f"{s:g}" for s in NOISES[::10]])
        right.set(xlabel="sd of the input noise", ylabel="weight decay λ")
        right.grid(False)
        right.legend(loc="upper right", fontsize=8, frameon=True)
        alt = (
            f"Left: {N} noisy samples, the true function and the polynomial of degree {degree} fitted with this weight "
            "decay and input noise. Right: map of the test error over both, lighter where it is larger: large along "
            "the top and the right edge, and in the corner without either; least in between."
        )
        text = (
            f"λ = {names[decay]}, input noise {NOISES[j]:g}: training error {in_words(train[decay, j])}, test error "
            f"{in_words(test[decay, j])} (means of {datasets} data sets). Without either: training "
            f"{train[0, 0].mean():.3f}, test {in_words(test[0, 0])}. Least test error on the map: "
            f"{mean_test[best]:.3f} at λ = {names[best[0]]}, noise {NOISES[best[1]]:g}; the noise in the outputs alone "
            f"makes {curves.NOISE**2:.3f}."
        )
        return figure, alt, text

    decays = list(zip(names, range(len(names)), strict=True))
    noises = {"min": 0, "max": NOISES[-1], "step": 0.02, "readout_format": ".2f"}
    return Explorer(
        draw,
        decay=ipywidgets.SelectionSlider(options=decays, value=0, description="Weight decay λ"),
        noise=ipywidgets.FloatSlider(0, **noises, description="Input noise, sd"),
        which=ipywidgets.IntSlider(1, min=1, max=10, description="Data set number"),
    )
