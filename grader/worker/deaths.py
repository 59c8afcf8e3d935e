"""What becomes of a case whose judge or sandbox died under it."""

from __future__ import annotations

from collections import Counter

from grader.errors import JudgeError
from grader.result import Outcome, Verdict

BOX_DIED = "the sandbox ended"
OVERDUE = "a case did not end in time"
TRIES = 2  # of a case whose judge died by itself


class Deaths:
    """Those of one submission. `seconds` is what a case may take."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._count: Counter[str] = Counter()

    def verdict(self, case: str, why: str) -> Verdict | None:
        """The verdict on the case, or empty name, in hand; None to try it once more. JudgeError where there is none."""
        if why == OVERDUE and case:
            message = f"This check did not finish within {self._seconds:g} seconds. Is there a loop that never ends?"
            return Verdict(case=case, outcome=Outcome.TIMED_OUT, message=message, seconds=self._seconds)
        if why == BOX_DIED and case:
            message = "The code brought down the sandbox it runs in."
            return Verdict(case=case, outcome=Outcome.CRASHED, message=message)
        self._count[case] += 1
        if self._count[case] < TRIES:
            return None
        if not case:
            raise JudgeError(f"the judge cannot grade this submission: {why}")
        return Verdict(case=case, outcome=Outcome.ERRORED, message=f"The grader failed on this check: {why}")
