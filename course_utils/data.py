"""The data: MNIST's handwritten digits, or scikit-learn's small ones where MNIST cannot be had."""

import numbers
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from course_utils.mnist_files import Found, in_one, look_in_cache_and_mirrors, look_in_data_dir, to_unit_floats

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Images of digits and their labels, for training, validation and testing.

    X_train, X_valid, X_test: shape (N, 784), float32 in [0, 1], one 28×28 image a row; 0 is paper, 1 is ink.
    y_train, y_valid, y_test: shape (N,), int64, the digits 0 to 9. The validation set is empty until `split`.
    name: "MNIST" or "scikit-learn digits". source: one sentence that says where the data came from.
    """

    X_train: npt.NDArray[np.float32]
    y_train: npt.NDArray[np.int64]
    X_test: npt.NDArray[np.float32]
    y_test: npt.NDArray[np.int64]
    X_valid: npt.NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 784), np.float32))
    y_valid: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    name: str = "MNIST"
    source: str = ""

    def __repr__(self) -> str:
        n_train, n_valid, n_test = len(self.X_train), len(self.X_valid), len(self.X_test)
        return f"<{self.name}: {n_train} training, {n_valid} validation and {n_test} test images>"

    def split(self, n_valid: float) -> "Dataset":
        """Return a Dataset whose validation set is the last `n_valid` training images.

        n_valid: how many, 0 to N - 1; or a float between 0 and 1, the fraction of the training images, which
        suits both data sets. Nothing is copied: the new arrays are views of the old. ValueError for any other
        number, and for a set already split (a cell run twice would quietly shrink the training set).
        """
        if len(self.X_valid):
            raise ValueError(
                f"split: the set already has {len(self.X_valid)} validation images, expected none; "
                "split the one that load_mnist() returned"
            )
        n_total = len(self.X_train)
        n_left = n_total - _count("n_valid", n_valid, n_total, least=0, most=n_total - 1)
        return replace(
            self,
            X_train=self.X_train[:n_left],
            y_train=self.y_train[:n_left],
            X_valid=self.X_train[n_left:],
            y_valid=self.y_train[n_left:],
        )

    def subset(self, n_train: float, rng: np.random.Generator) -> "Dataset":
        """Return a Dataset with `n_train` training images drawn at random without replacement.

        n_train: how many, 1 to N; or a float between 0 and 1, the fraction. Validation and test set stay as
        they are. ValueError for any other number, TypeError when rng is no NumPy Generator.
        """
        if not isinstance(rng, np.random.Generator):
            raise TypeError(f"rng: got {type(rng).__name__}, expected a Generator, as np.random.default_rng(0) makes")
        n_total = len(self.X_train)
        chosen = rng.choice(n_total, _count("n_train", n_train, n_total, least=1, most=n_total), replace=False)
        return replace(self, X_train=self.X_train[chosen], y_train=self.y_train[chosen])


def _count(name: str, n: float, n_total: int, least: int, most: int) -> int:
    """The number of images that `n` asks for: n itself, or n * n_total for a fraction between 0 and 1."""
    is_count = isinstance(n, numbers.Integral) and not isinstance(n, bool)
    if not is_count and not (isinstance(n, numbers.Real) and 0 < n < 1):
        raise ValueError(f"{name}: got {n!r}, expected a whole number of images or a fraction between 0 and 1")
    count = int(n) if is_count else round(n * n_total)
    if not least <= count <= most:
        raise ValueError(f"{name}: asks for {count} images, expected {least} to {most} (the set has {n_total})")
    return count


def check_images_and_labels(
    X: npt.NDArray, y: npt.NDArray, n_classes: int = 10, names: tuple[str, str] = ("X", "y")
) -> None:
    """Raise an error in one sentence if `X` and `y` cannot be trained on; `names` are what it calls them.

    X: shape (N, D), floating point, finite. y: shape (N,), integers 0 to n_classes - 1.
    TypeError for what is no array or has the wrong dtype, ValueError for the rest.
    """
    X_name, y_name = names
    for name, array, kinds, expected in ((X_name, X, "f", "floating point"), (y_name, y, "iu", "integers")):
        if not isinstance(array, np.ndarray):
            raise TypeError(f"{name}: got {type(array).__name__}, expected a NumPy array of {expected}")
        if array.dtype.kind not in kinds:
            raise TypeError(f"{name}: has dtype {array.dtype}, expected {expected}")
    if X.ndim != 2:
        raise ValueError(f"{X_name}: has shape {X.shape}, expected (N, D), one image a row")
    if X.size == 0:
        raise ValueError(f"{X_name}: is empty, shape {X.shape}, expected at least one image")
    if y.shape != (len(X),):
        raise ValueError(f"{y_name}: has shape {y.shape}, expected ({len(X)},), one label for each row of {X_name}")
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError(f"{y_name}: labels run from {y.min()} to {y.max()}, expected 0 to {n_classes - 1}")
    # A row's least and greatest value are finite only if all of it is; np.isfinite(X) would need N × D bytes.
    with np.errstate(invalid="ignore"):
        bad = np.flatnonzero(~(np.isfinite(X.min(axis=1)) & np.isfinite(X.max(axis=1))))
    if len(bad):
        raise ValueError(f"{X_name}: row {bad[0]} has NaN or infinity ({len(bad)} such rows), expected finite numbers")


def load_mnist(
    cache_dir: str | os.PathLike | None = None, mirrors: Sequence[str] = MIRRORS, timeout: float = 5.0
) -> Dataset:
    """Load MNIST (LeCun, Cortes and Burges, 1998), slide 6: 60 000 training and 10 000 test images of 28×28.

    Each of its four files comes from the first place that has it: the folder in the environment variable
    COURSE_DATA_DIR, the cache, a download. If one is missing everywhere, scikit-learn's digits stand in, in
    the same shape. What did not go as expected is printed as one sentence, the Dataset's `source`.

    cache_dir: folder to keep downloads in; the user's cache by default. mirrors: addresses to download from,
    in turn (never with COURSE_OFFLINE=1). timeout: seconds that a mirror may be silent.
    Raises DataFileError (a ValueError) if a file in COURSE_DATA_DIR is damaged: that folder was asked for.
    """
    found = Found()
    look_in_data_dir(found)
    if found.missing():
        look_in_cache_and_mirrors(found, cache_dir, mirrors, timeout)
    if found.missing():
        source = f"scikit-learn's digits (8×8, scaled to 28×28) stand in for MNIST: {in_one(found.notes)}."
        print(source)
        return load_small_digits(source)
    source = f"MNIST, from {in_one(found.origins + found.notes)}."
    if found.notes:
        print(source)
    bytes_of = found.arrays
    return Dataset(
        X_train=to_unit_floats(bytes_of.pop("train-images-idx3-ubyte")),  # pop: no need to keep them twice
        y_train=bytes_of.pop("train-labels-idx1-ubyte").astype(np.int64),
        X_test=to_unit_floats(bytes_of.pop("t10k-images-idx3-ubyte")),
        y_test=bytes_of.pop("t10k-labels-idx1-ubyte").astype(np.int64),
        name="MNIST",
        source=source,
    )


def load_small_digits(source: str) -> Dataset:
    """scikit-learn's 8×8 digits as 1500 training and 297 test images of 28×28, always the same.

    From E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI repository, 1998.
    """
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    digits = load_digits()
    # Linear interpolation as a (28, 8) matrix: 20 rows spread over the 8 pixels, and 4 empty ones on either
    # side, for MNIST's digits, too, fill 20×20 of the 28×28 pixels.
    position = np.clip((np.arange(20) + 0.5) * 8 / 20 - 0.5, 0, 7)
    A = np.zeros((28, 8), np.float32)
    A[4:24] = np.maximum(0, 1 - np.abs(position[:, np.newaxis] - np.arange(8)))
    images = A @ (digits.images / 16).astype(np.float32) @ A.T  # (1797, 28, 28)
    X = np.clip(images, 0, 1).reshape(-1, 784)
    X_train, X_test, y_train, y_test = train_test_split(
        X, digits.target.astype(np.int64), train_size=1500, stratify=digits.target, random_state=0
    )
    return Dataset(X_train, y_train, X_test, y_test, name="scikit-learn digits", source=source)
