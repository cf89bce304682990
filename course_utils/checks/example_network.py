"""Checks of assignment 1, An example network: the signals and the criterion; the rest is imported here.

The references are SciPy's functions and the course's own network.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.special as special

from course_utils.checks import (
    example_network_gradients,
    example_network_patience,
    example_network_penalties,
    example_network_training,
)
from course_utils.checks.answers import call
from course_utils.checks.compare import expect, expect_function
from course_utils.checks.example_network_gradients import (
    gradient_at_truth,
    gradient_by_logits,
    hidden_gradient,
    logistic_gradient,
)
from course_utils.checks.example_network_patience import SimulatedRun, train_until_patient, update_patience
from course_utils.checks.example_network_penalties import penalty, penalty_gradient
from course_utils.checks.example_network_training import minibatches, sgd_epoch
from course_utils.checks.report import check, fail
from course_utils.checks.report import summary as summary_of
from course_utils.network import MLP

__all__ = ["SimulatedRun", "cross_entropy", "forward", "gradient_at_truth", "gradient_by_logits", "hidden_gradient"]
__all__ += [
    "logistic_gradient",
    "minibatches",
    "penalty",
    "penalty_gradient",
    "relu",
    "sgd_epoch",
    "softmax",
    "summary",
]
__all__ += ["train_until_patient", "update_patience"]

RTOL = 1e-4  # float32 is welcome


@check("relu")
def relu(answer: object) -> None:
    """max(0, z) of vectors and batches."""
    rng = np.random.default_rng()
    cases = {
        "(-2, -0.5, 3, 0.25)": (np.array([-2.0, -0.5, 3.0, 0.25]),),
        "a batch": (rng.normal(size=(4, 3)) * 3,),
        "large numbers": (np.array([-800.0, 1000.0, 0.25]),),
    }
    slips = {
        "That is 0 or 1: relu's derivative, not relu.": lambda Z: np.heaviside(Z, 0.5),
        "That is the absolute value: negative numbers become 0, not positive.": np.abs,
        "That is the smaller of 0 and z; the larger is asked for.": lambda Z: (Z - np.abs(Z)) / 2,
        "Negative numbers leak through: relu makes them exactly 0.": lambda Z: np.where(Z < 0, 0.01 * Z, Z),
        "That is softplus, relu's smooth relative.": lambda Z: np.logaddexp(0, Z),
        "That is the sigmoid.": special.expit,
        "It is cut off at 1, and relu has no upper limit.": lambda Z: np.clip(Z, 0, 1),
        "It is z itself: negative numbers should become 0.": lambda Z: Z,
    }
    expect_function("relu", answer, lambda Z: (Z + np.abs(Z)) / 2, cases, slips, rtol=RTOL)


@check("softmax")
def softmax(answer: object) -> None:
    """Row by row, of any logits."""
    rng = np.random.default_rng()
    cases = {"a batch": (rng.normal(size=(3, 4)),), "a square batch": (rng.normal(size=(5, 5)) + 1,)}
    slips = {
        "It is normalized down the columns (axis=0); each row, one sample, should sum to 1.": lambda Z: special.softmax(
            Z, axis=0
        ),
        "All entries together sum to 1; each row should: over which axis does the sum run?": special.softmax,
        "The rows are not normalized: something is left to divide by.": np.exp,
        "The rows are not normalized: something is left to divide by. ": lambda Z: np.exp(
            Z - Z.max(axis=1, keepdims=True)
        ),
        "That is the sigmoid of each entry; softmax makes the entries of a row compete.": special.expit,
        "That is the logarithm of the softmax.": lambda Z: special.log_softmax(Z, axis=1),
        "The logits are divided by their sum; their exponentials should be.": lambda Z: Z / Z.sum(1, keepdims=True),
        "The sum of another row is used: keepdims=True keeps each row's sum in its row.": lambda Z: (
            np.exp(Z) / np.exp(Z).sum(1) if Z.shape[0] == Z.shape[1] else np.nan
        ),
    }
    expect_function("softmax", answer, lambda Z: special.softmax(Z, axis=1), cases, slips, rtol=RTOL)
    for Z in (np.array([[1000.0, 0.0, 999.0]]), np.array([[1000.0, 0.0, 999.0], [-1000.0, -1000.0, -1000.0]])):
        value = np.asarray(call("softmax", answer, Z), dtype=np.float64)
        if not np.isfinite(value).all():
            fail(
                f"softmax of the rows {Z.tolist()} has {'NaN' if np.isnan(value).any() else 'inf'}: overflow.",
                "exp(1000) is too large for any float, and exp(-1000) rounds to 0. What can be added to all logits "
                "of a row, each row for itself, without changing its softmax?",
            )
        expect("softmax of the rows (1000, 0, 999), …", value, special.softmax(Z, axis=1), rtol=RTOL)


@check("cross_entropy")
def cross_entropy(answer: object) -> None:
    """The criterion of logits and labels."""
    rng = np.random.default_rng()
    Z, y = 2 * rng.normal(size=(6, 4)), rng.integers(0, 4, size=6)

    def costs(Z: npt.NDArray, y: npt.NDArray) -> npt.NDArray:
        return -np.array([special.log_softmax(z)[k] for z, k in zip(Z, y, strict=True)])

    P = special.softmax(Z, axis=1)
    p = np.exp(-costs(Z, y))
    slips = {
        "The logarithm is to base 2 (bits); nats want the natural one, np.log.": costs(Z, y).mean() / np.log(2),
        "The logarithm is to base 10; nats want the natural one, np.log.": costs(Z, y).mean() / np.log(10),
        "It is too small by the factor K, the number of classes: the mean is to run over samples only, not over all "
        "entries of a matrix.": costs(Z, y).mean() / 4,
        "The logarithm is missing: that is minus the mean probability.": -p.mean(),
        "The logarithm of the mean probability is not the mean of the logarithms.": -np.log(p.mean()),
        "The softmax is missing: the logits are not yet logarithms of probabilities.": -Z[np.arange(6), y].mean(),
        "It looks at the most probable class; it should look at the right one, y.": -np.log(P.max(axis=1)).mean(),
        "It adds up all pairs of samples: Z[:, y] picks whole columns. One entry of each row is wanted.": -np.log(
            P[:, y]
        ).mean(),
        "The softmax runs down the columns; each row is a sample.": -np.log(
            special.softmax(Z, axis=0)[np.arange(6), y]
        ).mean(),
    }
    value = call("cross_entropy", answer, Z, y)
    look = "C is the mean over the batch of minus the log of the probability of the right class."
    expect("cross_entropy", value, costs(Z, y).mean(), slips, N=6, rtol=RTOL, look=look)
    large = np.array([[1000.0, 0.0, 0.0]])
    value = call("cross_entropy", answer, large, np.array([1]))
    if isinstance(value, int | float | np.floating) and not abs(value - 1000) < 0.1:
        fail(
            f"cross_entropy of the logits (1000, 0, 0) and label 1 is {float(value):.6g}, expected 1000.",
            "The probability rounds to 0 before its logarithm is taken (or is clipped, which hides the cost). Write "
            "log P as a difference on paper, then program that.",
        )
    Z = rng.normal(size=(5, 3)) * 2000
    y = rng.integers(0, 3, size=5)
    expect("cross_entropy of large logits", call("cross_entropy", answer, Z, y), costs(Z, y).mean(), rtol=RTOL)


def network(W: dict, b: dict, activation: str = "relu") -> MLP:
    """The course's network with these parameters."""
    sizes = (W[1].shape[1], *(len(b[l]) for l in sorted(b)))
    net = MLP(sizes, activation, dtype=np.float64, rng=np.random.default_rng(0))
    for l in W:
        net.W[l][...], net.b[l][...] = W[l], b[l]
    return net


def parameters(rng: np.random.Generator, *n: int) -> tuple[dict, dict]:
    """Random W and b of a network with these layers."""
    W = {l: rng.normal(size=(n[l], n[l - 1])) * np.sqrt(3 / n[l - 1]) for l in range(1, len(n))}
    return W, {l: rng.normal(size=n[l]) for l in range(1, len(n))}


@check("forward")
def forward(answer: object) -> str:
    """The network with two hidden layers, small and of full size."""
    rng = np.random.default_rng()
    for n in ((6, 5, 4, 3), (784, 225, 144, 10)):
        X, (W, b) = rng.normal(size=(4, n[0])), parameters(rng, *n)
        net, none = network(W, b), {l: 0 * v for l, v in b.items()}
        Z, H1 = net.forward(X)[0].copy(), net.signals(X)[1].copy()
        upper = ({1: W[2], 2: W[3]}, {1: b[2], 2: b[3]})
        slips = {
            "The biases are missing.": network(W, none).probabilities(X),
            "These are the logits: the softmax is missing.": Z,
            "There is a relu on the logits: the last layer has softmax alone.": special.softmax(
                np.maximum(Z, 0), axis=1
            ),
            "The hidden layers have no activation: the network is linear.": network(W, b, "identity").probabilities(X),
            "The second hidden layer has no relu.": network(*upper, "identity").probabilities(H1),
            "The hidden layers have the sigmoid, not relu.": network(W, b, "sigmoid").probabilities(X),
            "The hidden layers have tanh, not relu.": network(W, b, "tanh").probabilities(X),
            "The softmax runs down the columns; each row is a sample.": special.softmax(Z, axis=0),
        }
        value = call("forward", answer, X, W, b)
        look = "Follow the three equations; relu belongs to both hidden layers, biases to all three."
        name = f"forward of {'-'.join(map(str, n))}"
        expect(name, value, net.probabilities(X), slips, "(samples, classes)", rtol=RTOL, look=look)
    return f"The network has {sum(V.size for V in [*W.values(), *b.values()])} parameters."


def summary() -> None:
    """How far one is."""
    parts = (
        example_network_gradients,
        example_network_penalties,
        example_network_training,
        example_network_patience,
    )
    summary_of(__name__, *(part.__name__ for part in parts))
