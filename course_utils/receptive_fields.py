"""Local receptive fields: hidden units on a grid, each of which sees a window of the image and nothing else.

It is sparsity of the weights (slide 37) where one knows beforehand which of them to leave out: pixels far apart have
little to say to each other. A convolution goes one step further and shares the weights of all windows as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from course_utils.batch_norm import BatchNormMLP


def local_fields(side_in: int, side_out: int, width: int) -> npt.NDArray[np.float32]:
    """Return which pixels each unit sees, when windows are spread evenly over the image.

    Args:
        side_in: height and width of the image in pixels.
        side_out: height and width of the grid of units.
        width: height and width of a unit's window in pixels.

    Returns:
        (side_out ** 2, side_in ** 2) of zeros and ones, shaped like the weights: units out times pixels in.

    Raises:
        ValueError: the window does not fit into the image, or there is no unit.
    """
    if not 1 <= width <= side_in or side_out < 1:
        raise ValueError(
            f"local_fields: width is {width} and side_out {side_out}, expected 1 to {side_in} and at least 1"
        )
    first = np.round(np.linspace(0, side_in - width, side_out)).astype(int)  # first row (or column) of each window
    pixel = np.arange(side_in)
    sees = (first[:, None] <= pixel) & (pixel < first[:, None] + width)
    # A unit at (r, c) sees the pixel at (i, j) if its rows hold i and its columns hold j.
    return np.kron(sees, sees).astype(np.float32)


class LocalBatchNormMLP(BatchNormMLP):
    """A network with batch normalization whose first hidden layer has local receptive fields.

    Args:
        sizes: as in MLP; input and first hidden layer must be squares, 784 = 28 × 28 and 225 = 15 × 15.
        width: of the windows, in pixels. 14 is half of 28, and with it the windows of the 15 × 15 units lie one pixel
            apart.
        **settings: as in :class:`course_utils.batch_norm.BatchNormMLP`, rng among them.

    Attributes:
        fields: (n_1, n_0) ones where a weight of layer 1 exists; all others stay zero.

    Raises:
        ValueError: sizes or width do not fit.
    """

    def __init__(self, sizes: Sequence[int] = (784, 225, 144, 10), width: int = 14, **settings) -> None:
        sides = [math.isqrt(n) for n in sizes[:2]]
        if [side**2 for side in sides] != list(sizes[:2]):
            raise ValueError(f"LocalBatchNormMLP: sizes begin with {tuple(sizes[:2])}, expected two square numbers")
        super().__init__(sizes, **settings)
        self.fields = local_fields(*sides, width).astype(self.dtype)
        self.W[1] *= self.fields

    def loss_and_gradient(self, X, y, cache, rng):
        """As in BatchNormMLP; a weight that does not exist has no gradient."""
        C, gradient = super().loss_and_gradient(X, y, cache, rng)
        cache.gradient.W[1] *= self.fields
        return C, gradient
