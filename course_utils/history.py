"""The record of a training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class History:
    """What happened in each epoch, one entry an epoch.

    Attributes:
        epoch: 1, 2, 3, ...
        loss: mean criterion over the epoch's batches in nats, each before its step.
        valid_error: percentage of validation samples classified wrongly; empty without a validation set.
        eta: stepsize at the end of the epoch.
        seconds: time the epoch took.
        stopped: why training ended before the last epoch, in a sentence; None if it did not.
    """

    epoch: list[int] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)
    valid_error: list[float] = field(default_factory=list)
    eta: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    stopped: str | None = None

    def add(self, epoch: int, loss: float, valid_error: Sequence[float], eta: float, seconds: float) -> None:
        """Record an epoch; valid_error is a list of one number, or empty."""
        self.epoch.append(epoch)
        self.loss.append(loss)
        self.valid_error.extend(valid_error)
        self.eta.append(eta)
        self.seconds.append(seconds)

    def last_in_words(self) -> str:
        """The last epoch's loss and validation error, as on the progress bar."""
        valid = f", validation error {self.valid_error[-1]:.2f}%" if self.valid_error else ""
        return f"loss {self.loss[-1]:.4f}{valid}"

    def __repr__(self) -> str:
        what = f"{len(self.epoch)} epochs, {self.last_in_words()}" if self.epoch else "no finished epoch"
        return f"History: {what}." + (f" {self.stopped}" if self.stopped else "")
