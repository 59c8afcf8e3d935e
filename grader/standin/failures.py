"""The student's failures that no test may swallow."""

from __future__ import annotations

from grader.result import Location, Outcome


class StudentFailure(BaseException):
    """A check that has failed for good, whatever the test does with the exception.

    It is no `Exception`, so that `pytest.raises(Exception)` cannot take it; and `Ledger` keeps it, so that a bare
    `except` does not help either. The message is one plain sentence for the student.
    """

    def __init__(
        self, message: str, outcome: Outcome = Outcome.FAILED, *, location: Location | None = None, exception: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.outcome = outcome
        self.location = location
        self.exception = exception
        self.exit_code: int | None = None


class InsideLost(StudentFailure):
    """The process with the student's code is gone or does not make sense: a fresh one must follow."""
