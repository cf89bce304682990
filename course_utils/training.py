"""Training: many small steps down the gradient of a batch, and a record of how it went."""

from __future__ import annotations

import copy
import math
import numbers
import time
import warnings
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from course_utils.data import Dataset, check_images_and_labels
from course_utils.history import History
from course_utils.network import MLP, Cache
from course_utils.optimizers import Optimizer, make_optimizer

# How the stepsize changes: from the fraction of training done, 0 to 1, to a factor of eta. "Important to anneal
# stepsize towards the end" (slide 22).
SCHEDULES: dict[str, Callable[[float], float]] = {
    "constant": lambda done: 1.0,
    "linear": lambda done: 1 - done,
    "cosine": lambda done: (1 + math.cos(math.pi * done)) / 2,
    "anneal": lambda done: min(1.0, 2 * (1 - done)),
}


class DivergenceWarning(UserWarning):
    """The criterion became infinite or not a number, and training stopped."""


class Diverged(ArithmeticError):
    """Ends an epoch whose criterion or parameters are no longer finite."""


def train(
    net: MLP,
    data: Dataset | tuple[npt.NDArray, npt.NDArray],
    epochs: int = 10,
    batch_size: int = 100,
    eta: float = 0.1,
    *,
    rng: np.random.Generator,
    optimizer: str | Optimizer = "sgd",
    schedule: str | Callable[[float], float] = "constant",
    input_noise: float = 0.0,
    weight_decay: float = 0.0,
    trainable: slice = slice(None),
    callbacks: Sequence[Callable[[MLP, History], object]] = (),
    progress: bool = True,
) -> History:
    """Train a network by mini-batches (slide 22); it is changed in place.

    Interrupting (the stop button, Ctrl-C) ends the training early and keeps what was learned. So does a criterion that
    becomes infinite: then the network goes back to the end of the last good epoch, and a warning says so.

    Args:
        net: the network.
        data: a data set, whose validation part is watched if it has one, or a pair (X, y).
        epochs: how often all samples are seen.
        batch_size: samples a step.
        eta: stepsize.
        rng: where the order of the samples and the noise are drawn from.
        optimizer: "sgd", "momentum", "adagrad", "adadelta", "adam", or one with settings of its own, which is copied.
        schedule: "constant", "linear", "cosine", "anneal" (constant, then linearly to zero over the second half), or a
            function from the fraction of training done to a factor of eta.
        input_noise: standard deviation of Gaussian noise added to every input, another piece of it for every batch
            (Sietsma and Dow 1991).
        weight_decay: lambda; each step also shrinks all parameters by the factor 1 - eta lambda. For gradient descent
            that is the gradient of lambda/2 ||theta||^2 added to the criterion (Tikhonov 1943; slide 37); the other
            optimizers' rescaling is spared the decay (Loshchilov and Hutter 2019).
        trainable: the part of ``net.theta`` that training changes, all of it by default. Layer 1 comes first, so that
            ``slice(net.W[1].size + net.b[1].size)`` trains the first layer only (slide 34).
        callbacks: called as ``callback(net, history)`` after each epoch; a true value returned ends the training.
        progress: show a progress bar.

    Returns:
        The record of every finished epoch.

    Raises:
        ValueError, TypeError: an argument is out of range or of the wrong type, or the data has wrong shapes, labels or
            values; nothing was trained.
    """
    X, y, X_valid, y_valid = check_data(net, data)
    check_settings(len(X), epochs, batch_size, eta, input_noise, weight_decay, rng)
    check_trainable(net, trainable)
    rule = copy.deepcopy(make_optimizer(optimizer))
    epoch = Epoch(net, X, y, batch_size, rule, input_noise, weight_decay, rng, trainable)
    factor = make_schedule(schedule)
    history = History()
    bar = progress_bar(epochs, progress)
    try:
        for done in range(epochs):
            start = time.perf_counter()
            last_good = copy.deepcopy(net.state)
            loss, step = epoch.run(lambda part, done=done: eta * factor((done + part) / epochs))
            with np.errstate(over="ignore", invalid="ignore"):
                error = [net.error_percent(X_valid, y_valid)] if len(X_valid) else []
            history.add(done + 1, loss, error, step, time.perf_counter() - start)
            bar.set_postfix_str(history.last_in_words(), refresh=False)
            bar.update()
            if any([callback(net, history) for callback in callbacks]):
                history.stopped = f"A callback ended the training after epoch {done + 1}."
                break
    except KeyboardInterrupt:
        history.stopped = f"Interrupted in epoch {done + 1}: the network keeps what it has learned."
        bar.write(history.stopped)
    except Diverged as reason:
        restore(net, last_good)
        history.stopped = (
            f"Training diverged in epoch {done + 1} and stopped: {reason}. The network is as it was after epoch {done}."
            f" Try a stepsize smaller than eta = {eta:g}."
        )
        warnings.warn(history.stopped, DivergenceWarning, stacklevel=2)
    finally:
        bar.close()
    return history


class Epoch:
    """One pass over the data in random order, batch by batch.

    Args:
        net, X, y, batch_size, optimizer, input_noise, weight_decay, rng, trainable: as in :func:`train`.
    """

    def __init__(
        self,
        net: MLP,
        X: npt.NDArray,
        y: npt.NDArray,
        batch_size: int,
        optimizer: Optimizer,
        input_noise: float,
        weight_decay: float,
        rng: np.random.Generator,
        trainable: slice = slice(None),
    ) -> None:
        self.net, self.X, self.y, self.batch_size = net, X, y, batch_size
        self.optimizer, self.input_noise, self.weight_decay, self.rng = optimizer, input_noise, weight_decay, rng
        self.trainable = trainable
        self.caches: dict[int, Cache] = {}  # one for full batches, and one for a smaller last batch
        self.last_loss: float | None = None

    def run(self, stepsize: Callable[[float], float]) -> tuple[float, float]:
        """Train for one epoch.

        Args:
            stepsize: from the fraction of the epoch done to eta.

        Returns:
            The mean criterion of the batches, each before its step, and the last stepsize.

        Raises:
            Diverged: the criterion is not finite, be it after the last step only.
        """
        N, total = len(self.X), 0.0
        order = self.rng.permutation(N)
        theta = self.net.theta[self.trainable]  # a view: a step changes the network
        if self.input_noise:
            # A Gaussian number costs as much time as dozens of products: so a supply for some batches is drawn each
            # epoch, and each batch takes a piece of it from a random place.
            supply = min(N, 32 * self.batch_size) * self.X.shape[1]
            self.noise = np.float32(self.input_noise) * self.rng.standard_normal(supply, dtype=np.float32)
        with np.errstate(over="ignore", invalid="ignore"):
            for start in range(0, N, self.batch_size):
                rows = order[start : start + self.batch_size]
                total += self.loss_and_gradient(rows) * len(rows)
                step = stepsize(start / N)
                if self.weight_decay:
                    theta *= 1 - step * self.weight_decay
                self.optimizer.step(theta, self.gradient[self.trainable], step)
            self.loss_and_gradient(rows)  # once more: did the last step do harm?
        return total / N, step

    def loss_and_gradient(self, rows: npt.NDArray[np.intp]) -> float:
        """Return the criterion on a batch, given by its rows of X; ``self.gradient`` is its gradient.

        Raises:
            Diverged: the criterion is not finite.
        """
        if len(rows) not in self.caches:
            self.caches[len(rows)] = self.net.new_cache(len(rows))
        cache = self.caches[len(rows)]
        # One gather a batch: its rows are copied once, straight to where the network reads them. mode="clip" spares the
        # second copy that NumPy makes to be safe against rows that do not exist.
        X = self.X.take(rows, axis=0, out=cache.H[0], mode="clip")
        if self.input_noise:
            piece = self.rng.integers(self.noise.size - X.size + 1)
            X += self.noise[piece : piece + X.size].reshape(X.shape)
        C, self.gradient = self.net.loss_and_gradient(X, self.y[rows], cache, self.rng)
        if not math.isfinite(C):
            known = (
                f"the last finite loss was {self.last_loss:.4g}"
                if self.last_loss is not None
                else "its first loss is not finite"
            )
            raise Diverged(known)
        self.last_loss = C
        return C


def restore(net: MLP, state: Sequence[npt.NDArray]) -> None:
    """Put a network back to where it was when ``state = copy.deepcopy(net.state)`` was taken."""
    for array, then in zip(net.state, state, strict=True):
        array[...] = then


def check_data(
    net: MLP, data: Dataset | tuple[npt.NDArray, npt.NDArray]
) -> tuple[npt.NDArray, npt.NDArray, npt.NDArray, npt.NDArray]:
    """Return (X, y, X_valid, y_valid) in the network's precision, or raise an error that says what is wrong."""
    if isinstance(data, tuple | list):
        if len(data) != 2:
            raise ValueError(f"data has {len(data)} parts, expected a data set or a pair (X, y)")
        X, y = data
        X_valid, y_valid = X[:0], y[:0]
    elif isinstance(data, Dataset):
        X, y, X_valid, y_valid = data.X_train, data.y_train, data.X_valid, data.y_valid
    else:
        raise TypeError(f"data is of type {type(data).__name__}, expected a data set or a pair (X, y)")
    check_images_and_labels(X, y, n_classes=net.sizes[-1], names=("X_train", "y_train"))
    if X.shape[1] != net.sizes[0]:
        raise ValueError(f"X_train has shape {X.shape}, expected (N, {net.sizes[0]}): the network has that many inputs")
    if len(X_valid):
        check_images_and_labels(X_valid, y_valid, n_classes=net.sizes[-1], names=("X_valid", "y_valid"))
    return X.astype(net.dtype, copy=False), y, X_valid, y_valid


def check_settings(
    N: int, epochs: int, batch_size: int, eta: float, input_noise: float, weight_decay: float, rng: np.random.Generator
) -> None:
    """Raise an error that names the setting which cannot be used with N training samples."""
    for name, count in (("epochs", epochs), ("batch_size", batch_size)):
        if not isinstance(count, numbers.Integral):
            raise TypeError(f"{name} is {count!r}, expected a whole number")
    for name, value in (("eta", eta), ("input_noise", input_noise), ("weight_decay", weight_decay)):
        if not isinstance(value, numbers.Real):
            raise TypeError(f"{name} is {value!r}, expected a number")
    if epochs < 1:
        raise ValueError(f"epochs is {epochs}, expected at least 1")
    if not 1 <= batch_size <= N:
        raise ValueError(f"batch_size is {batch_size}, expected from 1 to {N}, the size of the training set")
    if not (math.isfinite(eta) and eta > 0):
        raise ValueError(f"eta is {eta}, expected a positive number")
    if not (math.isfinite(input_noise) and input_noise >= 0):
        raise ValueError(f"input_noise is {input_noise}, expected a standard deviation, 0 or larger")
    if not 0 <= weight_decay * eta < 1:
        raise ValueError(f"weight_decay is {weight_decay}, expected from 0 to 1/eta = {1 / eta:g}")
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is {rng!r}, expected a Generator, as np.random.default_rng(0) makes")


def check_trainable(net: MLP, trainable: slice) -> None:
    """Raise an error if ``trainable`` is not a slice of theta: an index array would train a copy, in silence."""
    if not isinstance(trainable, slice):
        raise TypeError(f"trainable is {trainable!r}, expected a slice of theta, such as slice(0, 100)")
    if len(net.theta[trainable]) == 0:
        raise ValueError(f"trainable is {trainable!r}, expected at least one of the {len(net.theta)} parameters")


def make_schedule(schedule: str | Callable[[float], float]) -> Callable[[float], float]:
    """Return the schedule of that name, or the function given."""
    if callable(schedule):
        return schedule
    if schedule not in SCHEDULES:
        raise ValueError(f"schedule: {schedule!r} is unknown, expected one of {', '.join(SCHEDULES)}, or a function")
    return SCHEDULES[schedule]


def progress_bar(epochs: int, shown: bool):
    """A bar that counts epochs: a widget in a notebook, text in a terminal."""
    from tqdm.auto import tqdm

    return tqdm(total=epochs, desc="Training", unit="epoch", disable=not shown)
