"""Whether a student's own experiment in assignment 6 is sound: its design, and what it reports.

As in `experiment_parts`, faults are found in plain values, by the friendly check and by the grader alike.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import a, as_array
from course_utils.checks.report import NotYet, fail
from course_utils.data import Dataset, load_small_digits

MAX_TOGETHER = 40  # settings and seeds


def design(
    settings: object, seeds: object, valid_errors: object, chosen: object, test_errors: object, example: dict
) -> dict:
    """Write a student's experiment as plain values, or fail with a sentence on what cannot be read."""
    if settings is None or (isinstance(settings, dict) and not settings) or valid_errors is None or test_errors is None:
        raise NotYet("settings, seeds and the errors are still empty.")
    if not isinstance(settings, dict) or not all(isinstance(one, dict) for one in settings.values()):
        fail(f"settings is {a(settings)}, expected a dictionary: name -> dictionary like EXAMPLE.")
    for name, one in settings.items():
        if set(one) != set(example):
            odd = sorted(set(one) ^ set(example), key=str)
            fail(f"settings['{name}'] has not the entries of EXAMPLE: look at {', '.join(map(str, odd))}.")
    if not isinstance(seeds, tuple | list | range) or not all(
        isinstance(s, int | np.integer) and abs(s) < 2**53 for s in seeds
    ):
        fail(f"seeds is {a(seeds)}, expected a list of whole numbers.")
    if not isinstance(valid_errors, dict) or set(valid_errors) != set(settings):
        fail("valid_errors should be a dictionary with the same names as settings, as experiment(…) returns it.")
    if max(len(settings), len(seeds)) > MAX_TOGETHER:
        fail(f"{len(settings)} settings and {len(seeds)} seeds are more than {MAX_TOGETHER}: choose.")
    valid = [one_a_seed(f"valid_errors['{name}']", valid_errors[name], len(seeds)) for name in settings]
    test = one_a_seed("test_errors", test_errors, len(seeds))
    if not isinstance(chosen, str) or chosen not in settings:
        fail(f"chosen is {a(chosen)}, expected the name of one of your settings.")
    return {
        "settings": {name: plain(one) for name, one in settings.items()},
        "example": plain(example),
        "seeds": np.array([int(seed) for seed in seeds], dtype=float),
        "valid": np.array(valid),
        "test": test,
        "chosen": float(list(settings).index(chosen)),
    }


def one_a_seed(name: str, errors: object, R: int) -> npt.NDArray[np.float64]:
    """Errors as an array, or fail: a number for each of the R seeds."""
    if isinstance(errors, list) and all(isinstance(e, int | float | np.number) for e in errors):
        errors = np.array(errors, dtype=float)
    if isinstance(errors, np.ndarray) and errors.shape != (R,):
        fail(f"{name} is {a(errors)}, expected one error for each of the {R} seeds.")
    return as_array(name, errors, (R,), "(seeds,)")


def plain(settings: Mapping) -> dict[str, str]:
    """Settings as text, so that they can be compared anywhere."""
    return {str(key): str(tuple(value) if isinstance(value, list) else value) for key, value in settings.items()}


def design_fault(found: Mapping) -> list[str]:
    """Say what is wrong with the plan of an experiment, or with its choice."""
    settings, example, seeds = found["settings"], found["example"], np.atleast_1d(found["seeds"])
    if len(settings) < 3:
        return [f"{len(settings)} settings: compare three at least, the example and two others."]
    if len(set(seeds.tolist())) < 3:
        said = f"The seeds are {', '.join(f'{s:.0f}' for s in seeds)}: "
        return [said + "three different ones at least. A seed repeated is the same run again and no new information."]
    if example not in settings.values():
        return ["The example itself, EXAMPLE, is not among your settings: without it, what is better than what?"]
    names = list(settings)
    distance = np.array([[sum(p[k] != q[k] for k in example) for q in settings.values()] for p in settings.values()])
    for k, l in zip(*np.triu_indices(len(names), 1), strict=True):
        if distance[k, l] == 0:
            return [f"'{names[k]}' and '{names[l]}' are the same settings under two names."]
    reached = {list(settings.values()).index(example)}
    while grown := {k for k in range(len(names)) if (distance[k, list(reached)] == 1).any()} - reached:
        reached |= grown
    for k in range(len(names)):
        if k not in reached:
            return [
                f"'{names[k]}' differs from all that it can be compared with in {np.sort(distance[k])[1]} entries"
                " or more: which of them made the difference?",
                "Change one thing at a time. A combination is fine if its parts are there as well.",
            ]
    return errors_fault(found, names)


def errors_fault(found: Mapping, names: Sequence[str]) -> list[str]:
    """Say whether errors are no percentages, seeds made no difference, or the choice is not validation's."""
    valid, chosen = found["valid"], int(found["chosen"])
    if not (np.isfinite(valid).all() and (valid >= 0).all() and (valid <= 100).all()):
        return ["valid_errors has entries that are no percentages."]
    if (np.ptp(valid, axis=1) == 0).all():
        return ["All seeds of each setting have exactly the same error: do they differ in anything but their number?"]
    means = valid.mean(axis=1)
    if means[chosen] > means.min() + 1e-9:
        best = names[int(means.argmin())]
        return [
            f"chosen is '{names[chosen]}' with a mean validation error of {means[chosen]:.2f}%;"
            f" '{best}' has {means.min():.2f}%.",
            "Choose by the mean validation error, not by the test set, nor by what you had hoped for.",
        ]
    return []


def rerun(
    train: Callable, settings: Mapping, seeds: Sequence, found: Mapping, which: str, X: npt.NDArray, seed: int
) -> dict:
    """Train one of the experiment's networks again, by lot: what it predicts, and what was reported."""
    draw = np.random.default_rng(seed).random(2)
    k, r = place(found, draw, which)
    predicted = train(dict(list(settings.values())[k]), seeds[r]).predict(X)
    return {"draw": draw, "predicted": predicted, "valid": found["valid"], "test": found["test"], "chosen": k}


def place(found: Mapping, draw: npt.NDArray, which: str) -> tuple[int, int]:
    """Setting and seed that the lot falls on."""
    S, R = np.shape(found["valid"])
    return (int(draw[0] * S) if which == "valid" else int(found["chosen"])), int(draw[1] * R)


def rerun_fault(again: Mapping, draw: npt.NDArray, y: npt.NDArray, which: str) -> list[str]:
    """Say whether a training that was run again has another error than reported; one image is forgiven."""
    k, r = place(again, draw, which)
    reported = float(again["valid"][k, r] if which == "valid" else again["test"][r])
    error = 100 * float(np.mean(again["predicted"] != y))
    if abs(error - reported) <= 101 / len(y):
        return []
    what = {"valid": "validation", "test": "test"}[which]
    advice = "Report what the runs give: run the cells from the top again, in order. Are numbers typed in or left over?"
    if abs(error - 100 * reported) <= 101 / len(y) and error:
        advice = "You report a fraction; expected is a percentage."
    return [
        f"Run again, setting {k + 1} with seed {r + 1} of your list has a {what} error of {error:.2f}%,"
        f" reported {reported:.2f}%.",
        advice,
    ]


def small_digits() -> Dataset:
    """1000 of scikit-learn's digits for training and 500 for validation, the same everywhere; no test images."""
    digits = load_small_digits("")
    X, y = digits.X_train, digits.y_train
    none = np.empty((0, 784), np.float32), np.empty(0, np.int64)
    return Dataset(X[:1000], y[:1000], *none, X[1000:], y[1000:], name="scikit-learn digits")


def unpacked(text: str) -> npt.NDArray[np.float32]:
    """Images of 8×8 pixels with 16 grey levels, packed as text, scaled to 28×28 like the small digits: (N, 784)."""
    packed = np.frombuffer(zlib.decompress(base64.b85decode("".join(text.split()))), np.uint8)
    images = np.column_stack([packed >> 4, packed & 15]).reshape(-1, 8, 8) / 15
    position = np.clip((np.arange(20) + 0.5) * 8 / 20 - 0.5, 0, 7)
    A = np.zeros((28, 8))
    A[4:24] = np.maximum(0, 1 - np.abs(position[:, np.newaxis] - np.arange(8)))
    return np.clip(A @ images @ A.T, 0, 1).reshape(-1, 784).astype(np.float32)
