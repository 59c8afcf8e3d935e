"""The book on a page of the terminal: how many, how well, and which checks fail most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean, median

from grader.gradebook.book import Book, Mark, Row
from grader.gradebook.telling import adjusted, number
from grader.reporters.plain import cells, cut, visible
from grader.result import Outcome, Status

_MOST_CHECKS = 10
_LONGEST_TITLE = 60


def summary(book: Book) -> str:
    """Return the table of the exercises, the checks that fail most, and the warnings."""
    lines = [*_exercises(book), "", *_failing(book)]
    lines += ["", *(f"Warning: {visible(each)}" for each in book.warnings)] if book.warnings else []
    return "\n".join(lines).strip("\n") + "\n"


def of_student(row: Row, book: Book) -> str:
    """Return the marks of one student, with what the gradebook did to each."""
    name = f"{row.student} ({row.name})" if row.name else row.student
    lines = [f"{visible(name)}: {number(row.total)} / {number(row.max_total)}", ""]
    for exercise in book.exercises:
        mark = row.marks.get(exercise)
        lines.append(f"  {exercise}  {_points(mark)}")
        lines += [f"    {visible(adjusted(each, mark))}" for each in mark.adjustments] if mark else []
        lines += ["    Not counted: among the lowest."] if exercise in row.dropped else []
    return "\n".join(lines) + "\n"


def _points(mark: Mark | None) -> str:
    if mark is None:
        return "nothing handed in"
    if not mark.scored:
        return "the grader failed: no points"
    return f"{number(mark.points)} / {number(mark.max_points)}"


def _exercises(book: Book) -> Iterator[str]:
    lines = [("exercise", "students", "passed", "mean", "median", "of", "late", "errored")]
    for exercise in book.exercises:
        marks = [row.marks[exercise] for row in book.rows if exercise in row.marks]
        points = [mark.points for mark in marks if mark.scored]
        passed = sum(mark.entry.result.status is Status.PASSED for mark in marks)
        counts = (str(len(marks)), str(passed), *_middle(points), number(book.max_points[exercise]))
        ours = sum(not mark.scored for mark in marks)
        lines.append((exercise, *counts, str(sum(mark.late for mark in marks)), str(ours)))
    if len(book.exercises) > 1:
        totals = [row.total for row in book.rows]
        worth = number(max((row.max_total for row in book.rows), default=0))
        lines.append(("total", str(len(book.rows)), "", *_middle(totals), worth, "", ""))
    yield from _table(lines)
    yield ""
    yield f"{len(book.rows):,} students, {len(book.missing):,} handed in nothing, {len(book.left):,} files unplaced."


def _middle(points: Sequence[float]) -> tuple[str, str]:
    return (f"{fmean(points):.2f}", f"{median(points):.2f}") if points else ("-", "-")


def _failing(book: Book) -> Iterator[str]:
    """Give the checks that fewest pass, the worst first."""
    judged: dict[tuple[str, str], list[bool]] = {}
    titles: dict[tuple[str, str], str] = {}
    for row in book.rows:
        for exercise, mark in row.marks.items():
            for check in mark.entry.result.checks:
                if check.outcome is not Outcome.ERRORED:
                    judged.setdefault((exercise, check.id), []).append(check.outcome is Outcome.PASSED)
                    titles[exercise, check.id] = check.title
    rates = {name: 1 - sum(passed) / len(passed) for name, passed in judged.items()}
    worst = sorted((name for name in rates if rates[name]), key=lambda name: (-rates[name], name))
    if worst:
        yield "Not passed, by rate:"
        yield from (
            f"  {rates[name]:4.0%}  {name[0].partition('_')[0]}  {visible(cut(titles[name], _LONGEST_TITLE))}"
            for name in worst[:_MOST_CHECKS]
        )
        yield from [f"  and {len(worst) - _MOST_CHECKS:,} more checks"] if worst[_MOST_CHECKS:] else []


def _table(lines: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        right = "  ".join(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield f"{first.ljust(widths[0])}  {right}".rstrip()
