"""The memory that a network with batch normalization works in: its parameters, and what a batch leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from course_utils.network import Cache, Parameters, batch_buffer


class NormalisedParameters(Parameters):
    """Weights, biases and scales of a network in one vector.

    Attributes:
        gamma: hidden layer l -> (n_l,) scales; views of the vector, as W and b are. b[l] is the shift, beta.
    """

    def __init__(self, sizes: Sequence[int], dtype: npt.DTypeLike = np.float32) -> None:
        plain = Parameters(sizes, dtype)
        self.vector = np.zeros(plain.vector.size + sum(sizes[1:-1]), dtype)
        self.W, self.b, self.gamma = {}, {}, {}
        start = 0
        for l, (n_j, n_i) in enumerate(pairwise(sizes), start=1):
            self.W[l] = self.vector[start : start + n_j * n_i].reshape(n_j, n_i).T
            self.b[l] = self.vector[start + n_j * n_i : start + n_j * n_i + n_i]
            start += n_j * n_i + n_i
        for l, n in enumerate(sizes[1:-1], start=1):
            self.gamma[l] = self.vector[start : start + n]
            start += n


class NormalisedCache(Cache):
    """What a network with batch normalization keeps for the backward pass besides the signals.

    Attributes:
        normalised: hidden layer l -> (N, n_l) pre-activations with mean 0 and variance 1.
        inverse: hidden layer l -> (n_l,) what they were multiplied by: 1 / sqrt(variance + epsilon).
        noise: hidden layer l -> (N, n_l) the noise that was added to them; empty without.
        scratch: hidden layer l -> (N, n_l) memory for the backward pass.
        training: whether mean and variance were the batch's, which depend on the signals, or the running ones.
    """

    def __init__(self, sizes: Sequence[int], N: int, dtype: npt.DTypeLike) -> None:
        super().__init__(sizes, N, dtype)
        self.gradient = NormalisedParameters(sizes, dtype)
        self.normalised = {l: batch_buffer(N, n, dtype) for l, n in enumerate(sizes[1:-1], start=1)}
        self.scratch = {l: np.empty_like(Z) for l, Z in self.normalised.items()}
        self.inverse: dict[int, npt.NDArray] = {}
        self.noise: dict[int, npt.NDArray] = {}
        self.training = False
        self.supply, self.left = np.empty(0, dtype), 0

    def draw_noise(self, deviation: float, rng: np.random.Generator) -> None:
        """Take Gaussian noise for one batch from a supply for 32, which is drawn anew every 600 batches.

        A Gaussian number costs as much time as dozens of products.
        """
        each = sum(Z.size for Z in self.normalised.values())
        if not self.left:
            self.supply, self.left = rng.standard_normal(32 * each, dtype=self.supply.dtype), 600
            self.supply *= deviation
        self.left -= 1
        start = int(rng.integers(self.supply.size - each + 1))
        for l, Z in self.normalised.items():
            N, n = Z.shape
            self.noise[l] = self.supply[start : start + Z.size].reshape(n, N).T
            start += Z.size
