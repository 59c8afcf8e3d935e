"""What happened at the wire during one check: its calls, its failures, its limits. One ledger serves one judge."""

from __future__ import annotations

import time
from typing import Any

from grader.result import Call
from grader.standin.failures import InsideLost, StudentFailure

MOST_CALLS = 200  # kept of one check; the last ones matter most
ENDLESS = float("inf")


class _InHand:
    """What is going on while a block runs; a generator would cost as much as half a question."""

    def __init__(self, ledger: Ledger, text: str) -> None:
        self._ledger = ledger
        self._text = text

    def __enter__(self) -> None:
        self._before, self._ledger.in_hand = self._ledger.in_hand, self._text

    def __exit__(self, *_: object) -> None:
        self._ledger.in_hand = self._before


class Ledger:
    """The current check's record. `deadline` is a reading of `time.monotonic`, in seconds.

    `unclean` says what happened after which this process judges no other submission; it outlasts the check.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.failure: StudentFailure | None = None
        self.touched = False
        self.operators = False
        self.reading = False
        self.deadline = ENDLESS
        self.submission_deadline = ENDLESS
        self.limit = ""
        self.last_result: Any = None
        self.last_call = ""
        self.silent = True
        self.in_hand = ""
        self.names: dict[str, int] = {}
        self.unclean = ""

    def open(self, seconds: float, *, operators: bool) -> None:
        """Begin a check that may take `seconds` of wall time."""
        self.calls = []
        self.failure = None
        self.touched = False
        self.operators = operators
        left = self.submission_deadline - time.monotonic()
        self.limit = f"{seconds:g} seconds" if seconds <= left else "what was left of the time for all checks"
        self.deadline = time.monotonic() + min(seconds, left)
        self.last_result = None
        self.last_call = ""
        self.silent = False
        self.names = {}

    def about(self, text: str) -> _InHand:
        """Say that this is going on, should it not end."""
        return _InHand(self, text)

    def keep(self) -> None:
        """Write nothing more: what follows only explains a comparison that has failed."""
        self.silent = True

    def close(self) -> None:
        """End the check; what happens now is nobody's."""
        self.silent = True
        self.deadline = ENDLESS

    def fail(self, failure: StudentFailure) -> StudentFailure:
        """Keep the first failure, so that the check fails whatever the test does; give it back to be raised."""
        if isinstance(failure, InsideLost):
            self.unclean = failure.message
        if self.failure is None:
            self.failure = failure
        return failure

    def forgive(self, failure: StudentFailure) -> None:
        """This one was none; an earlier one stays."""
        if self.failure is failure:
            self.failure = None

    def write(self, call: str, result: str) -> None:
        """Add one line of the transcript."""
        if not self.silent:
            self.calls.append(Call(call, result))
            del self.calls[:-MOST_CALLS]

    def left(self) -> float:
        """Seconds until the deadline, at least 0."""
        return max(0.0, self.deadline - time.monotonic())

    def variable(self, class_name: str) -> str:
        """A name for a new object in the transcript: `badge`, then `badge2`."""
        base = "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(class_name))
        base = base.strip("_") or "value"
        self.names[base] = count = self.names.get(base, 0) + 1
        return base if count == 1 else f"{base}{count}"
