"""Weight sharing: a small convolutional network in NumPy, forward and backward (slide 37)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from course_utils.initialization import initial_weights
from course_utils.network import MLP, relu


def patches(images: npt.NDArray, size: int, stride: int = 1) -> npt.NDArray:
    """Cut every size × size square out of each image, one a row: the places where a filter looks.

    Args:
        images: (N, H, W).
        size: side of a square in pixels.
        stride: pixels from one square to the next, in both directions.

    Returns:
        (N, h, w, size * size) with h = (H - size) // stride + 1, and w likewise.

    Raises:
        ValueError: the images are no stack of pictures, or the squares do not fit in.
    """
    if images.ndim != 3 or not 1 <= size <= min(images.shape[1:]) or stride < 1:
        raise ValueError(
            f"patches: images has shape {images.shape}, size is {size} and stride {stride}, expected (N, H, W), a size"
            " from 1 to H and W, and a stride of at least 1"
        )
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    return windows.reshape(*windows.shape[:3], size * size)


def convolve(images: npt.NDArray, F: npt.NDArray, stride: int = 1) -> npt.NDArray:
    """Lay every filter on every square and sum the products.

    As everywhere in this field the filter is not mirrored, so mathematicians say cross-correlation.

    Args:
        images: (N, H, W).
        F: (K, size * size) filters, one a row.
        stride: as in :func:`patches`.

    Returns:
        (N, h, w, K).
    """
    return patches(images, math.isqrt(F.shape[1]), stride) @ F.T


def convolve_backward(dZ: npt.NDArray, P: npt.NDArray) -> npt.NDArray:
    """Compute the gradient with respect to the filters.

    Args:
        dZ: (N, h, w, K) gradient with respect to the convolution's output.
        P: (N, h, w, size * size) the patches it was made of.

    Returns:
        (K, size * size). A filter is used at N * h * w places, and its gradient is the sum over all of them.
    """
    return dZ.reshape(-1, dZ.shape[-1]).T @ P.reshape(-1, P.shape[-1])


def as_dense(F: npt.NDArray, side: int, stride: int = 1) -> npt.NDArray:
    """Write the same convolution as one large weight matrix: h * w * K rows, side * side columns, mostly zeros."""
    size = math.isqrt(F.shape[1])
    pixels = patches(np.arange(side * side).reshape(1, side, side), size, stride)[0]  # which pixels each place sees
    W = np.zeros((*pixels.shape[:2], len(F), side * side), F.dtype)
    for place in np.ndindex(pixels.shape[:2]):
        W[place][:, pixels[place]] = F
    return W.reshape(-1, side * side)


def max_pool(H: npt.NDArray) -> npt.NDArray:
    """Keep the largest of each 2 × 2 square of places, filter by filter: (N, h, w, K) -> (N, h / 2, w / 2, K)."""
    if H.ndim != 4 or H.shape[1] % 2 or H.shape[2] % 2:
        raise ValueError(f"max_pool: the signals have shape {H.shape}, expected (N, h, w, K) with h and w even")
    pairs = np.maximum(H[:, ::2], H[:, 1::2])
    return np.maximum(pairs[:, :, ::2], pairs[:, :, 1::2])


def max_pool_backward(dM: npt.NDArray, M: npt.NDArray, H: npt.NDArray) -> npt.NDArray:
    """Return the gradient with respect to H, given that with respect to M = max_pool(H): it goes where the maximum was.

    Where places tie, each gets all of it; after relu that is so where all are zero, and relu's slope is zero there.
    """
    dH = np.empty_like(H)
    for i in range(2):
        for j in range(2):
            np.multiply(dM, H[:, i::2, j::2] == M, out=dH[:, i::2, j::2])
    return dH


class ConvCache:
    """What the forward pass keeps for the backward pass.

    Attributes:
        H: 0 -> (N, side * side) the input; 1 -> (N, h, w, K) the filters' signals; 2 -> (N, h * w * K / 4) those that
            are left after max pooling; 3 -> (N, n_classes) the logits.
        P: (N, h, w, size * size) the patches of the input.
        gradient: ConvParameters, filled by the backward pass.
    """

    def __init__(self, net: ConvNet, N: int) -> None:
        self.H = {0: np.empty((N, net.sizes[0]), net.dtype)}
        self.gradient = ConvParameters(net.shapes, net.dtype)


class ConvParameters:
    """The filters F, their biases c, and the weights W and biases b of the layer above, as views of one vector."""

    def __init__(self, shapes: Sequence[tuple[int, ...]], dtype: npt.DTypeLike) -> None:
        ends = np.cumsum([math.prod(shape) for shape in shapes])
        self.vector = np.zeros(ends[-1], dtype)
        parts = np.split(self.vector, ends[:-1])
        self.F, self.c, self.W, self.b = (part.reshape(shape) for part, shape in zip(parts, shapes, strict=True))


class ConvNet(MLP):
    """h = relu(F * x + c), the same filters F at every place of the image; y = softmax(W max_pool(h) + b).

    The structure is that of the first stage of LeCun et al. (1989). train() takes it as it takes an MLP.

    Args:
        filters: K, how many.
        size: side of a filter in pixels.
        stride: pixels from one place to the next.
        side: height and width of the images; with size and stride it must give an even number of places a row.
        n_classes: outputs.
        dtype: as in MLP.
        rng: where the initial weights are drawn from.

    Attributes:
        F, c, W, b: (K, size * size), (K,), (n_classes, features), (n_classes,).
        theta: all of them in one vector, of which they are views.
        sizes: inputs, features after pooling, classes.
    """

    def __init__(
        self,
        filters: int = 16,
        size: int = 5,
        stride: int = 2,
        side: int = 28,
        n_classes: int = 10,
        dtype: npt.DTypeLike = np.float32,
        *,
        rng: np.random.Generator,
    ) -> None:
        places = (side - size) // stride + 1
        if min(filters, size, stride, n_classes) < 1 or places < 2 or places % 2:
            raise ValueError(
                f"ConvNet: {filters} filters of size {size} and stride {stride} on {side} × {side} pixels make {places}"
                " places a row, expected an even number, and at least one filter"
            )
        features = filters * (places // 2) ** 2
        self.stride, self.side, self.dtype = stride, side, np.dtype(dtype)
        self.sizes, self.L = (side * side, features, n_classes), 2
        self.shapes = ((filters, size * size), (filters,), (n_classes, features), (n_classes,))
        parameters = ConvParameters(self.shapes, dtype)
        self.theta, self.F, self.c = parameters.vector, parameters.F, parameters.c
        self.W, self.b = parameters.W, parameters.b
        self.F[...] = initial_weights(*self.F.shape, rng, "forward")
        self.W[...] = initial_weights(*self.W.shape, rng)

    def new_cache(self, N: int) -> ConvCache:
        """Memory for batches of N samples."""
        return ConvCache(self, N)

    def forward(self, X: npt.NDArray, cache: ConvCache | None = None) -> tuple[npt.NDArray, ConvCache]:
        """Compute the logits of a batch; see MLP."""
        if X.ndim != 2 or X.shape[1] != self.sizes[0]:
            raise ValueError(f"forward: X has shape {X.shape}, expected (N, {self.sizes[0]})")
        cache = self.new_cache(len(X)) if cache is None else cache
        H = cache.H
        H[0] = X
        cache.P = patches(X.reshape(-1, self.side, self.side), math.isqrt(self.F.shape[1]), self.stride)
        H[1] = cache.P @ self.F.T  # the convolution
        H[1] += self.c
        relu(H[1], out=H[1])
        H[2] = max_pool(H[1]).reshape(len(X), -1)
        H[3] = H[2] @ self.W.T + self.b
        return H[3], cache

    def backward(self, dZ: npt.NDArray, cache: ConvCache) -> ConvParameters:
        """Compute the gradient with respect to F, c, W and b from that with respect to the logits; see MLP."""
        H, gradient = cache.H, cache.gradient
        np.matmul(dZ.T, H[2], out=gradient.W)
        np.sum(dZ, axis=0, out=gradient.b)
        N, h, w, K = H[1].shape
        pooled = (N, h // 2, w // 2, K)
        dH = max_pool_backward((dZ @ self.W).reshape(pooled), H[2].reshape(pooled), H[1])
        dH *= H[1] > 0
        gradient.F[...] = convolve_backward(dH, cache.P)
        np.sum(dH, axis=(0, 1, 2), out=gradient.c)
        return gradient
