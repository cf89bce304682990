"""Judges of assignment 6: what a probe emitted is looked at in the trusted process, with the functions that the
friendly checks use too.

The last probe asks for predictions on 200 images that are in no data set: blends of two similar digits of
scikit-learn's, turned, stretched and shifted a little. Their labels are known here only. To make new ones, change
FRESH_SEED and run `python -m scoring` in this folder: it prints the images for the probe and the labels.
"""

import base64
import zlib

import numpy as np

from course_utils.checks import experiment_parts as parts
from course_utils.checks import own_experiment

FRESH_SEED = 921956408245558489
LABELS = (
    "7492167293435750404464085361146952232318074362004456712548803769278300037828485859405580436316132797"
    "2877944614788315890721127164900788988970732916249239849296165401494833112500985859300404491765011980"
)
# Mean error on the fresh images in percent -> the fraction of the points that it earns.
LEVELS = {6.5: 1.0, 8.5: 0.75, 12.0: 0.5, 25.0: 0.25}


def careful(judge):
    """A judge that refuses what it cannot read."""

    def refuses(got, expected):
        try:
            return judge(got, expected)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return 0.0, "What your functions returned has not the form that was asked for."

    return refuses


def all_or_nothing(fault):
    """All points if a function of what was emitted finds no fault."""

    @careful
    def judge(got, expected):
        if type(got) is not type(expected) or len(got) != len(expected):
            raise TypeError  # in nothing there is no fault either
        sentences = fault(got)
        return (0.0, " ".join(sentences)) if sentences else (1.0, "")

    return judge


def mixing(draws):
    """No fault of any kind in three splits."""
    return parts.sizes_fault(draws) or parts.split_fault(draws)


def disjoint(draws):
    """No image twice, in splits of the right sizes."""
    return parts.sizes_fault(draws) or [line for draw in draws for line in parts.common_fault(draw)]


split_disjoint = all_or_nothing(disjoint)
split_random = all_or_nothing(mixing)
train_data = all_or_nothing(lambda done: learned(done) or parts.learning_fault(done))
train_seeds = all_or_nothing(lambda done: learned(done) or parts.seeds_fault(done))


def learned(done):
    """Whether there are parameters at all."""
    return [] if done["theta"].size > 100 and np.isfinite(done["theta"]).all() else ["There is no network."]


@careful
def train_settings(got, expected):
    """Points for every setting that is used."""
    if learned(got):
        return 0.0, "There is no network."
    fraction, sentences = parts.settings_fault(got)
    return fraction, " ".join(sentences)


@careful
def design(got, expected):
    """The plan of the student's experiment, compared with the solution's example."""
    fault = own_experiment.design_fault({**got, "example": expected["example"]})
    return (0.0, " ".join(fault)) if fault else (1.0, "")


@careful
def rerun_valid(got, expected):
    """A reported validation error, against predictions of a second run."""
    fault = own_experiment.rerun_fault(got, expected["draw"], expected["labels"], "valid")
    return (0.0, " ".join(fault)) if fault else (1.0, "")


@careful
def rerun_test(got, expected):
    """A reported test error, against predictions of a second run; of the setting that validation chose."""
    fault = own_experiment.rerun_fault(got, expected["draw"], expected["labels"], "test")
    return (0.0, " ".join(fault)) if fault else (1.0, "")


@careful
def fresh_images(got, expected):
    """Points by the mean error of three networks on the images whose labels are here."""
    labels = np.array([int(digit) for digit in "".join(LABELS)])
    if np.shape(got) != (3, len(labels)):
        return 0.0, "Expected are one prediction for each image by each of three networks."
    error = 100 * float(np.mean(got != labels))
    fraction = max((part for level, part in LEVELS.items() if error <= level), default=0.0)
    return fraction, "" if fraction == 1 else f"Your recipe errs on {error:.1f}% of the fresh images."


def fresh(seed, n):
    """Draw n images of 8×8 pixels with 16 grey levels, and their labels."""
    import scipy.ndimage
    from sklearn.datasets import load_digits

    rng, digits = np.random.default_rng(seed), load_digits()
    distances = ((digits.data[:, None] - digits.data) ** 2).sum(axis=-1)
    distances[digits.target[:, None] != digits.target] = np.inf
    similar, labels, images = distances.argsort(axis=1)[:, 1:6], rng.integers(10, size=n), []
    for label in labels:
        one = rng.choice(np.flatnonzero(digits.target == label))
        share, angle, middle = rng.uniform(0.5, 1), rng.normal(0, 0.1), np.array([3.5, 3.5])
        blend = share * digits.images[one] + (1 - share) * digits.images[rng.choice(similar[one])]
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        turn = turn @ np.diag(rng.normal(1, 0.05, 2))
        offset = middle - turn @ middle + rng.normal(0, 0.15, 2)
        image = scipy.ndimage.affine_transform(blend / 16, turn, offset, order=1, mode="grid-constant")
        images.append(np.round(15 * np.clip(image, 0, 1)))
    return np.array(images, dtype=np.uint8), labels


def packed(images):
    """Two pixels a byte, compressed, as text."""
    pairs = images.reshape(-1, 2)
    return base64.b85encode(zlib.compress((16 * pairs[:, 0] + pairs[:, 1]).tobytes(), 9)).decode()


if __name__ == "__main__":
    drawn, answers = fresh(FRESH_SEED, 200)
    print(packed(drawn), "".join(map(str, answers)), sep="\n\n")
