"""Checks of assignment 5: averaging never hurts the expected log-loss, derived and measured."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp

from course_utils.checks.answers import call
from course_utils.checks.compare import close, expect
from course_utils.checks.derivation import Derivation, ended
from course_utils.checks.expression import Expression
from course_utils.checks.functions import Unreadable
from course_utils.checks.report import CheckFailed, check, fail
from course_utils.checks.shrinkage import several

RELATION = re.compile(r"^\s*(>=|<=|=|≥|≤|>|<)\s*(.*)$", re.DOTALL)
TERM = "log(pbar / p[k]) is −log u with u = p[k] / pbar, and log u ≤ u − 1 turns round: −log u ≥ 1 − u."


def draw(rng: np.random.Generator) -> dict[str, npt.ArrayLike]:
    K = int(rng.choice((3, 5, 6)))
    p = rng.uniform(0.05, 0.95, K)
    return {"p": p, "pbar": p.mean(), "K": K}


def gap(x: dict[str, npt.NDArray]) -> float:
    """What averaging gains: the members' mean loss less the loss of the mean."""
    return float(np.mean([-np.log(one) for one in x["p"]]) + np.log(np.mean(x["p"])))


# Only for reading the lines and for naming slips; the relations are compared below.
LINES = Derivation(left="the gap", draw=draw, target=gap, indices=lambda x: {"k": len(x["p"])}, least_lines=4)
SLIPS = {
    "The sign is turned round: log of a quotient is the difference, log(a/b) = log a − log b.": lambda x: -gap(x),
    "The sum stands where the mean belongs: divide by K.": lambda x: x["K"] * gap(x),
    "The logarithm of the mean is not the mean of the logarithms.": lambda x: 0.0,
}


def split(line: object) -> tuple[str, str]:
    """The relation to the line before, "=" if none is written, and the formula."""
    found = RELATION.match(line) if isinstance(line, str) else None
    return (found[1].replace("≥", ">=").replace("≤", "<="), found[2]) if found else ("=", line)


def chain(lines: object, seed: int | None = None) -> None:
    """Fail unless the lines lead from the gap down to 0, by equalities and one step of log u <= u - 1."""
    if isinstance(lines, list | tuple):
        relations, formulas = zip(*map(split, lines), strict=True) if lines else ((), ())
        lines = list(formulas)
    expressions = LINES.read(lines)
    rng = np.random.default_rng(seed)

    def judge() -> None:
        follow(expressions, relations, {name: np.asarray(value) for name, value in draw(rng).items()})

    for _ in range(LINES.points):
        try:
            judge()
        except CheckFailed as reason:
            fail(str(reason), *LINES.other_sizes(judge))
    if ">=" not in relations:
        fail("No line begins with >=. Where does the inequality log u ≤ u − 1 come in?")
    bounded = expressions[relations.index(">=")]
    if "log" in bounded.names() or "p" not in bounded.names():
        fail(
            f"Line {relations.index('>=') + 1} is true, but the step to it is not shown.",
            "Put log u ≤ u − 1 to work: after >= there should be no logarithm, but still p[k] and pbar.",
        )


def follow(lines: Sequence[Expression], relations: Sequence[str], x: dict[str, npt.NDArray]) -> None:
    """Fail at the first line that does not stand in the relation it claims to the line before."""
    before = gap(x)
    for number, (line, relation) in enumerate(zip(lines, relations, strict=True), start=1):
        here = f"Line {number}: {relation} {line.text.strip()[:80]}"
        if relation in ("<=", "<", ">") or (relation == ">=" and number == 1):
            fail(
                f"Line {number} begins with {relation}. The chain leads down from the gap: = or >= only, = first.", here
            )
        try:
            value = line.value(x, LINES.sizes(x), ())
        except Unreadable as reason:
            fail(f"Line {number} has no value: {ended(reason)}", here)
        if value.shape:
            fail(
                f"Line {number} is an array of shape {value.shape}, expected a number: is a mean over k missing?", here
            )
        value = float(value)
        named = [sentence for sentence, slip in SLIPS.items() if close(np.array(value), np.array(slip(x)))]
        wrong = relation == "=" and not abs(value - before) <= 1e-9 + 1e-6 * abs(before)
        what = f"line {number - 1}" if number > 1 else "the gap"
        numbers = f"At a random point it is {value:.5g}, and {what} is {before:.5g}."
        if wrong and abs(value) < 1e-9 and before > 0:
            named = ["It is smaller, so write >=." if "log" not in line.names() else list(SLIPS)[2]]
        if wrong:
            fail(f"Line {number} is not equal to {what}.", here, numbers, *named[:1])
        if relation == ">=" and not value <= before + 1e-9:
            fail(f"Line {number} is not below {what}, as >= says.", here, numbers, TERM)
        before = value
    if abs(before) > 1e-9:
        fail(f"Every line is right, but the last one is {before:.4g} at a random point. Go on, down to 0.")


@check("averaging never hurts the expected log-loss")
def averaging_never_hurts(lines: object) -> None:
    chain(lines)


@check("the loss of an average, measured")
def ensemble_losses(answer: object) -> None:
    rng = np.random.default_rng()
    members, N, classes = 3, 6, 4
    Z = rng.normal(0, 2, (members, N, classes))
    log_p = Z - logsumexp(Z, axis=2, keepdims=True)
    y = rng.integers(classes, size=N)
    log_p = log_p[np.argsort(log_p[:, np.arange(N), y].mean(axis=1))]  # the first member is not the best
    P = np.exp(log_p)
    got = several("ensemble_losses", call("ensemble_losses", answer, P, y), "loss_of_average, average_loss")
    right = np.array([[log_p[k, n, y[n]] for n in range(N)] for k in range(members)])
    together = float(np.mean(np.log(members) - logsumexp(right, axis=0)))
    geometric = np.mean(log_p, axis=0)
    best = P.mean(axis=0).max(axis=1)
    slips = {
        "The logarithms were averaged, and not the probabilities: so the two are the same.": -right.mean(),
        "The logarithms were averaged, and the result normalised. Average the probabilities themselves.": (
            -np.mean([geometric[n, y[n]] - logsumexp(geometric[n]) for n in range(N)])
        ),
        "The probabilities were added up, expected their mean over the members.": together - np.log(members),
        "The sum over the samples was taken, expected the mean.": together * N,
        "The sign is wrong: a loss is minus the logarithm.": -together,
        "The logarithm was taken of the mean over samples too: first the logarithm, then the mean over samples.": (
            -np.log(np.exp(right).mean())
        ),
        "The largest probability was taken, expected that of the label y.": -np.mean(np.log(best)),
        "The logarithm has base 2, expected the natural one.": together / np.log(2),
        "That is the mean over members and over all classes: pick the label's.": -log_p.mean(),
        "The mean probability is there, but not its logarithm.": np.exp(right).mean(),
    }
    expect("loss_of_average", got[0], together, slips, rtol=1e-4)
    slips = {
        "That is the loss of the average once more. Here each member has its own loss: average these.": together,
        "The logarithm was taken after averaging over samples: take it first.": (
            -np.mean(np.log(np.exp(right).mean(axis=1)))
        ),
        "The members' losses were added up, expected their mean.": -members * right.mean(),
        "The sum over the samples was taken, expected the mean.": -N * right.mean(),
        "The sign is wrong: a loss is minus the logarithm.": right.mean(),
        "That is the loss of the first member only.": -right[0].mean(),
        "That is the best member's loss. Take the mean over the members.": min(-right.mean(axis=1)),
        "The logarithm has base 2, expected the natural one.": -right.mean() / np.log(2),
    }
    expect("average_loss", got[1], -right.mean(), slips, rtol=1e-4)
