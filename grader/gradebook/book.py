"""The gradebook as every export and report reads it: a row for each student, a mark for each exercise."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from grader.bulk.entries import Entry, Left, Run
from grader.result import Status

SCHEMA = "gradebook/v1"

Kind = Literal["late", "override", "best of"]


class Adjustment(Struct, frozen=True, kw_only=True):
    """What a rule of the gradebook did to a mark.

    `points` is the change, 0 where the rule left the points as they were; `reason` is a sentence for the student.
    `check` is the id of the one check that was changed, empty for the exercise as a whole.
    """

    kind: Kind
    points: float
    reason: str
    check: str = ""


class Mark(Struct, frozen=True, kw_only=True):
    """What one student has for one exercise; `points` and `max_points` are what every export shows.

    `entry` is the work that counts, with its result as it was graded. `checks` are the points of its checks by id,
    after overrides and before penalties: they add up to `points` where no adjustment is of the exercise as a whole.
    `scored` is False where the grader failed and nobody has said what the work is worth: `points` is then 0 and counts
    nowhere. `late` is what the due time says where it and that of the work are known, else the platform's late mark.
    """

    entry: Entry
    points: float
    max_points: float
    checks: dict[str, float]
    adjustments: tuple[Adjustment, ...] = ()
    scored: bool = True
    late: bool = False

    @property
    def is_errored(self) -> bool:
        """Whether the grader failed on this work."""
        return self.entry.result.status is Status.ERROR


class Row(Struct, frozen=True, kw_only=True):
    """One student; `name` is empty where none is known. `marks` holds the exercises that were handed in, by name.

    `total` and `max_total` are of all exercises by their weights, without those in `dropped`, and without those that
    the grader failed on. What was not handed in counts 0 points.
    """

    student: str
    name: str = ""
    marks: dict[str, Mark]
    total: float
    max_total: float
    dropped: tuple[str, ...] = ()


class Book(Struct, frozen=True, kw_only=True):
    """The gradebook of a class: `rows` in the order of the students' ids, `exercises` in that of the course.

    `max_points` is what each exercise is worth. `missing` are students of whom nothing was handed in, ids with names;
    `left` is what could be placed with nobody. `warnings` are sentences for the instructor. `run` is the last one.
    """

    title: str
    exercises: tuple[str, ...]
    max_points: dict[str, float]
    rows: tuple[Row, ...]
    left: tuple[Left, ...] = ()
    missing: dict[str, str] = {}
    warnings: tuple[str, ...] = ()
    run: Run


class Document(Book, frozen=True, kw_only=True):
    """The whole book as `gradebook.json` has it."""

    schema: str = SCHEMA
