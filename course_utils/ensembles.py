"""Several networks that answer together (slide 37)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from course_utils.data import check_images_and_labels
from course_utils.network import MLP


class Ensemble:
    """The mean of several networks' probabilities (Hansen and Salamon 1990).

    Args:
        nets: networks with the same classes.
    """

    def __init__(self, nets: Sequence[MLP]) -> None:
        if not nets:
            raise ValueError("Ensemble: nets is empty, expected at least one network")
        self.nets = list(nets)

    def probabilities(self, X: npt.NDArray) -> npt.NDArray:
        """The mean of P(y | x) over the networks: (N, D) -> (N, K)."""
        return np.mean([net.probabilities(X) for net in self.nets], axis=0)

    def loss(self, X: npt.NDArray, y: npt.NDArray) -> float:
        """The criterion C of the mean probabilities, in nats: X (N, D), y (N,)."""
        check_images_and_labels(X, y)
        p = self.probabilities(X)[np.arange(len(y)), y]
        return float(-np.log(np.maximum(p, np.finfo(p.dtype).tiny)).mean())  # a probability may round to 0

    def error_percent(self, X: npt.NDArray, y: npt.NDArray) -> float:
        """Percentage of rows of X (N, D) whose most probable class is not the label in y (N,)."""
        check_images_and_labels(X, y)
        return 100 * float(np.mean(self.probabilities(X).argmax(axis=1) != y))
