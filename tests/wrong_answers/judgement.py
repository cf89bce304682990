"""Whether the checkers judged an answer as they should."""

import re
from collections import Counter
from dataclasses import dataclass, field

from tests.wrong_answers import Answer, Outcome


@dataclass
class Verdict:
    """Counts for the table, and sentences about what to mend."""

    counts: Counter = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)


def judged(answer: Answer, outcome: Outcome) -> Verdict:
    """Compare how an answer fared with how it should have."""
    verdict = Verdict()
    where = f"{answer.assignment} / {answer.cell} / {answer.name}"
    if outcome.crash:
        verdict.complaints.append(f"CRASH OF THE CHECK  {where}: {outcome.crash}")
    if answer.right:
        accepted = not outcome.refused and not outcome.crash
        verdict.counts.update(right=1, accepted=int(accepted))
        if not accepted:
            verdict.complaints.append(f"RIGHT BUT REFUSED   {where}: {outcome.message or outcome.failed_probes}")
        return verdict
    named = bool(answer.says and re.search(answer.says, " ".join(outcome.message.split()), re.IGNORECASE))
    verdict.counts.update(wrong=1, refused=int(outcome.refused), named=int(named and outcome.refused))
    if not outcome.refused:
        verdict.complaints.append(f"WRONG BUT ACCEPTED  {where}")
    elif not named:
        verdict.complaints.append(f"slip not named      {where}: {outcome.message or outcome.failed_probes}")
    return verdict
