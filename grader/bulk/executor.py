"""What grades tickets: this machine's cores, or a cluster. Both run the same desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec import Raw, Struct

from grader.submission import Submission


class Ticket(Struct, frozen=True, kw_only=True):
    """A submission that waits to be graded; `number` tells it from all others of the run.

    `given_up` says why nobody shall try to grade it any more, as it has ended too many desks: its result is errored.
    """

    number: int
    exercise: str
    submission: Submission
    given_up: str = ""


class Done(Struct, frozen=True, kw_only=True):
    """The result of a ticket, in `grade/v1` as JSON."""

    number: int
    result: Raw


class Executor(Protocol):
    """Grades tickets, in whatever order and on however many machines."""

    def run(self, tickets: Iterable[Ticket]) -> Iterator[Done]:
        """Give each ticket's result once, in any order, whatever the submission does.

        Tickets are drawn only as room for them comes, so that memory does not grow with the class.
        Raises `GraderError` where nothing can be graded at all; what was given until then stands.
        """
        ...

    def close(self) -> None:
        """End every process that was started."""
        ...
