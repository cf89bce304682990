"""What assignment 6 asks of a split and of a single training, as facts that show in their results.

Each `..._fault` looks at plain arrays only and returns sentences, none if all is well. The friendly check and the
grader use the same ones: the grader on arrays that a probe emitted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import a
from course_utils.checks.report import NotYet, fail
from course_utils.data import Dataset
from course_utils.history import History
from course_utils.network import MLP

NAMES = ("train", "valid", "test")
SPLIT = (600, 300, 120, 180)  # N and three sizes that add up to it

# A small network and what may be changed about it: one other value for each entry, which must make a difference.
SETTINGS = {
    "hidden": (30, 20),
    "initialization": "balanced",
    "epochs": 12,
    "batch_size": 20,
    "eta": 0.1,
    "schedule": "constant",
    "weight_decay": 0.0,
    "input_noise": 0.0,
}
OTHERS = {
    "initialization": "orthogonal",
    "epochs": 1,
    "batch_size": 60,
    "eta": 0.03,
    "schedule": "linear",
    "weight_decay": 0.3,
    "input_noise": 0.5,
}


def expect_parts(value: object, N: int, sizes: Sequence[int]) -> None:
    """Fail unless a split's value is three arrays of indices of the right sizes, without repeats or overlap."""
    if not isinstance(value, tuple | list) or len(value) != 3:
        fail(f"split returned {a(value)}, expected three arrays: return train, valid, test")
    for name, part, size in zip(NAMES, value, sizes, strict=True):
        if isinstance(part, np.ma.MaskedArray) or not isinstance(part, np.ndarray):
            fail(f"{name} is {a(part)}, expected an array of {size} indices.")
        if part.dtype == bool:
            fail(f"{name} is a mask of {part.shape} True and False; expected the indices: np.flatnonzero(mask)")
        if part.dtype.kind not in "iu":
            fail(f"{name} is {a(part)}, expected whole numbers: indices of images.")
        if part.shape != (size,):
            one_off = part.ndim == 1 and abs(len(part) - size) == 1
            all_left = part.ndim == 1 and sum(np.size(p) for p in value) == N != sum(sizes)
            fail(
                f"split({N}, {', '.join(map(str, sizes))}, rng): {name} has shape {part.shape}, expected ({size},).",
                *(["One off: x[a:b] holds b − a entries, from a to b − 1."] if one_off else []),
                *(["All N images are handed out; the three sizes may add up to less."] if all_left else []),
            )
        if part.size and (part.min() < 0 or part.max() >= N):
            fail(f"{name} has the index {part.min() if part.min() < 0 else part.max()}, expected 0 to {N - 1}.")
    disjoint_or_fail = common_fault([np.asarray(part, float) for part in value])
    if disjoint_or_fail:
        fail(*disjoint_or_fail)


def common_fault(three: Sequence[npt.NDArray]) -> list[str]:
    """Say which image is in a split twice."""
    for name, part in zip(NAMES, three, strict=True):
        values, counts = np.unique(part, return_counts=True)
        if (counts > 1).any():
            twice = int(values[counts > 1][0])
            return [f"Image {twice} is in {name} {counts.max()} times.", "Draw without replacement: replace=False."]
    for k, l in ((0, 1), (0, 2), (1, 2)):
        both = np.intersect1d(three[k], three[l])
        if len(both) == 1 and len(three[k]) > 1:
            return [
                f"Image {int(both[0])} is in {NAMES[k]} and in {NAMES[l]}.",
                "They share one image: a slice must begin where the one before has ended, x[a:b] and then x[b:c].",
            ]
        if len(both):
            return [
                f"{len(both)} images are in {NAMES[k]} and in {NAMES[l]} at once, image {int(both[0])} for one.",
                "Three independent draws overlap: cut all three parts out of one shuffled list.",
            ]
    return []


def splits(split: Callable, seed: int) -> list[list[npt.NDArray]]:
    """The same split by two generators of the same seed, and by one of another."""
    draws = [split(*SPLIT, np.random.default_rng(one)) for one in (seed, seed, seed + 1)]
    return [[np.asarray(part) for part in draw] for draw in draws]


def sizes_fault(draws: Sequence) -> list[str]:
    """Say whether sizes and indices of several splits are wrong."""
    N, *sizes = SPLIT
    for draw in draws:
        if [np.shape(part) for part in draw] != [(size,) for size in sizes]:
            return [f"Sizes {[np.shape(p) for p in draw]}, expected {sizes}."]
        if any((p < 0).any() or (p >= N).any() or (p != np.round(p)).any() for p in draw):
            return [f"Indices are whole numbers from 0 to {N - 1}."]
    return []


def split_fault(draws: Sequence) -> list[str]:
    """Say whether several splits overlap, are not random, or not the generator's."""
    for draw in draws:
        if common_fault(draw):
            return common_fault(draw)
    where = np.zeros(SPLIT[0])
    for k, part in enumerate(draws[0]):
        where[part.astype(int)] = k
    changes = int((np.diff(where) != 0).sum())
    if changes < 150:  # about 370 when shuffled
        return [
            f"Of {SPLIT[0]} images, the parts are blocks: next to one another, they change part {changes} times only.",
            "Images are often stored sorted, by class or by writer. Shuffle before you cut.",
        ]
    same = [all(np.array_equal(p, q) for p, q in zip(draws[0], other, strict=True)) for other in draws[1:]]
    if not same[0]:
        return ["Two generators with the same seed gave two different splits.", "Let every draw come from rng."]
    if same[1]:
        return ["Generators with different seeds gave the same split.", "Let the draws come from rng, the argument."]
    return []


def digits_of_the_check(seed: int) -> Dataset:
    """Made-up images: class 8 occurs among the validation images only, class 9 among the test images only.

    Most validation images are of the classes to be learned, and hard: who keeps the network that is best on them keeps
    a late one.
    """
    rng = np.random.default_rng(seed)
    prototypes = (rng.random((10, 784)) < 0.1).astype(np.float32)
    classes = {"train": np.arange(120) % 8, "valid": np.arange(180) % 9, "test": np.full(60, 9)}
    clear = {"train": 0.9, "valid": 0.55, "test": 0.9}  # after the first epoch, validation images are still too hard
    noise = {k: rng.random((len(y), 784), dtype=np.float32) for k, y in classes.items()}
    X = {k: clear[k] * prototypes[y] + (1 - clear[k]) * noise[k] for k, y in classes.items()}
    y = {k: v.astype(np.int64) for k, v in classes.items()}
    return Dataset(X["train"], y["train"], X["test"], y["test"], X["valid"], y["valid"], name="made up")


def expect_network(net: object) -> MLP:
    """Fail unless train_one returned a network."""
    if isinstance(net, History):
        fail("train_one returned the record of the training, expected the network itself: return net")
    if isinstance(net, tuple) and any(isinstance(part, MLP) for part in net):
        fail("train_one returned several values, expected the network alone: return net")
    if net is None or net is ...:
        raise NotYet("train_one returned nothing.")
    if not isinstance(net, MLP):
        fail(f"train_one returned {a(net)}, expected the trained network, an MLP.")
    return net


def sample(net: MLP) -> npt.NDArray:
    """Every 29th parameter: enough to tell two networks apart."""
    return net.theta[::29].astype(np.float64)


def trainings(train: Callable, seed: int) -> dict[str, npt.NDArray]:
    """Train small networks that differ in one thing each; return some parameters and predictions."""
    data = digits_of_the_check(seed)

    def train_one(settings: Mapping, seed: int, data: Dataset) -> MLP:
        return train(dict(settings), seed, data)  # a copy each, whatever becomes of it

    net, other = (train_one(SETTINGS, one, data) for one in (seed, seed + 1))
    done = {"sizes": np.array(net.sizes), "theta": sample(net), "another seed": sample(other)}
    for part, X in (("train", data.X_train), ("valid", data.X_valid[data.y_valid == 8]), ("test", data.X_test)):
        done[part] = np.array([net.predict(X), other.predict(X)])
    done["labels"] = data.y_train
    done["again"] = sample(train_one(SETTINGS, seed, data))
    still = SETTINGS | {"eta": 1e-12, "epochs": 1}
    done["start"], done["another start"] = (sample(train_one(still, one, data)) for one in (seed, seed + 1))
    done["no hidden layer"] = np.array(train_one(SETTINGS | {"hidden": ()}, seed, data).sizes)
    for key, other in OTHERS.items():
        done[key] = sample(train_one(SETTINGS | {key: other}, seed, data))
    return done


def learning_fault(done: Mapping[str, npt.NDArray]) -> list[str]:
    """Say whether the network has learned from something else than the training images, or not at all."""
    # Both networks, for one alone might answer 8 or 9 by chance.
    valid, test = (np.mean(done[part] == k, axis=1).min() for part, k in (("valid", 8), ("test", 9)))
    if valid > 0.5:
        return [
            "The network knows class 8, which occurs among the check's validation images only: it was trained on them.",
            "Validation images are for choosing; train on data.X_train, or hand data itself to train.",
        ]
    if test > 0.5:
        return ["The network knows class 9, which occurs among the check's test images only: it was trained on them."]
    wrong = np.mean(done["train"] != done["labels"])
    if wrong > 0.3:
        return [
            f"The network returned errs on {100 * wrong:.0f}% of its own training images, easy ones.",
            "Was it trained? Is the one that was trained the one returned?",
        ]
    return []


def seeds_fault(done: Mapping[str, npt.NDArray]) -> list[str]:
    """Say whether the seed does not decide what is random."""
    if not np.array_equal(done["theta"], done["again"]):
        return [
            "Trained twice with the same settings and seed, the two networks differ: nobody can repeat the experiment.",
            "Let every draw come from one generator, np.random.default_rng(seed), made anew in each call.",
        ]
    if np.array_equal(done["theta"], done["another seed"]):
        return ["Two seeds gave the same network: the seed is not used.", "np.random.default_rng(seed)"]
    if np.abs(done["start"] - done["another start"]).max() < 1e-6:
        return [
            "Two seeds start from the same initial weights; only the order of the images differs.",
            "MLP draws the initial weights from its rng: that one, too, has to come from seed.",
        ]
    return []


def settings_fault(done: Mapping[str, npt.NDArray]) -> tuple[float, list[str]]:
    """Return which fraction of the settings is used, and sentences about the first that is not."""
    unused = []
    for case, hidden in (("sizes", SETTINGS["hidden"]), ("no hidden layer", ())):
        got, expected = tuple(int(n) for n in done[case]), (784, *hidden, 10)
        if got != expected and "hidden" not in unused:
            sentence = f"With hidden = {hidden} the network has the sizes {got}, expected {expected}."
            unused.append("hidden")
            first = [sentence, "hidden lists the hidden layers only: inputs and classes go around it."]
    unused += [key for key in OTHERS if np.array_equal(done[key], done["theta"])]
    small, usual = np.linalg.norm(done["weight_decay"]), np.linalg.norm(done["theta"])
    if "weight_decay" not in unused and small > 0.97 * usual:
        unused.append("weight_decay")
    if not unused:
        return 1.0, []
    if unused[0] != "hidden":
        other = OTHERS[unused[0]]
        first = [
            f"settings['{unused[0]}'] has no effect: the same network for {SETTINGS[unused[0]]!r} and {other!r}.",
            "Which call should be told, MLP or train? And does it get the value from settings?",
        ]
        if unused[0] == "weight_decay" and not np.array_equal(done["weight_decay"], done["theta"]):
            first = ["With settings['weight_decay'] = 0.3 the weights are no smaller than without.", first[1]]
    return 1 - len(unused) / (1 + len(OTHERS)), first
