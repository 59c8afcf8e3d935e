"""What the class was graded on: the exercises of a book with their checks, in the order of the suites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from grader.gradebook.book import Book, Mark, Row
from grader.reporters import telling
from grader.reporters.layout import short
from grader.result import CheckResult


class Column(NamedTuple):
    """One check of an exercise: what it is called and worth, its place in the suite counted from 1."""

    id: str
    title: str
    max_points: float
    stretch: bool
    place: int


class Section(NamedTuple):
    """One exercise with the checks that any of its results holds; `short` is what it is called in little room."""

    name: str
    short: str
    title: str
    max_points: float
    columns: tuple[Column, ...]


def sections(book: Book) -> list[Section]:
    """One for each exercise of the book.

    Where a suite was changed between two runs the checks of both stand there, with the words of the later result.
    """
    latest: dict[str, dict[str, CheckResult]] = {name: {} for name in book.exercises}
    called: dict[str, str] = {}
    marks = [(name, mark) for name in book.exercises for _, mark in marks_of(book, name)]
    for name, mark in sorted(marks, key=lambda each: each[1].entry.run):
        called[name] = telling.sentence(mark.entry.result.title)
        latest[name].update({check.id: check for check in mark.entry.result.checks})
    return [
        Section(name, short(name), called.get(name, ""), book.max_points.get(name, 0.0), _columns(latest[name]))
        for name in book.exercises
    ]


def marks_of(book: Book, exercise: str) -> Iterator[tuple[Row, Mark]]:
    """Who handed in something for the exercise, with the mark."""
    for row in book.rows:
        if exercise in row.marks:
            yield row, row.marks[exercise]


def _columns(checks: dict[str, CheckResult]) -> tuple[Column, ...]:
    return tuple(
        Column(each.id, telling.name(each), each.max_points, each.stretch, place)
        for place, each in enumerate(checks.values(), 1)
    )
