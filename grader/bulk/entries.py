"""What is known of a graded class, as the store gives it and every report reads it."""

from __future__ import annotations

from msgspec import Raw, Struct

from grader.result import Result


class Entry(Struct, frozen=True, kw_only=True):
    """One student's graded work for one exercise, in one run.

    `key` is the digest of all that the result depends on, `run` the number of the run that handed the work in.
    `late`, `attempt`, `time` (ISO 8601, empty if nothing tells it), `group` and `where` are what the place it came from
    says; `result` is as it was graded, before any rule of the gradebook.
    """

    student: str
    name: str = ""
    exercise: str
    run: int
    key: str
    result: Result
    late: bool = False
    attempt: int = 1
    time: str = ""
    group: str = ""
    where: str = ""


class Graded(Struct, frozen=True, kw_only=True):
    """A student's work as the store takes it; see `Entry`.

    `result` is `grade/v1` as JSON, or None where the store has a result for this exercise and key already.
    """

    student: str
    name: str = ""
    exercise: str
    run: int
    key: str
    result: Raw | None = None
    late: bool = False
    attempt: int = 1
    time: str = ""
    group: str = ""
    where: str = ""


class Left(Struct, frozen=True, kw_only=True):
    """A file that was handed in and belongs to no graded work, and why; `student` is empty if nobody's is known."""

    path: str
    reason: str
    student: str = ""


class Run(Struct, frozen=True, kw_only=True):
    """One `grade bulk`: what it was given, by what it graded, and when (UTC, ISO 8601); `ended` is empty until it ends.

    `only` is the id of the one student whose work was looked at, empty for the whole class.
    `suites` is the digest of each exercise's suite by name. `missing` are the students of the roster of whom nothing
    was handed in, ids with names.
    """

    number: int
    source: str
    course: str
    version: str
    python: str
    began: str
    ended: str = ""
    only: str = ""
    suites: dict[str, str] = {}
    missing: dict[str, str] = {}
