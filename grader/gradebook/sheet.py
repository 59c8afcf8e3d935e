"""The gradebook as a table: `gradebook.csv`, a line for each student, columns for each exercise and check."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from grader.gradebook.book import Book, Mark, Row
from grader.gradebook.telling import adjusted, number

# Excel takes UTF-8 for UTF-8 only behind a byte order mark; pandas and LibreOffice pass it over.
_START = codecs.BOM_UTF8
# What a spreadsheet takes for the start of a formula; the last four are the wide forms of East Asian keyboards.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def sheet(book: Book) -> bytes:
    """Return the table: RFC 4180, UTF-8 with a byte order mark, points with a decimal point.

    A text that a spreadsheet would take for a formula has an apostrophe in front.
    """
    return table(_lines(book))


def table(lines: Iterable[Sequence[str | float | None]]) -> bytes:
    """Return lines of cells as such a file; None is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_cell(cell) for cell in line] for line in lines)
    return _START + text.getvalue().encode("utf-8", "backslashreplace")


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _cell(cell: str | float | None) -> str:
    if cell is None:
        return ""
    # A null character ends a cell, or the file, for most readers.
    return inert(cell.replace("\0", "\\x00")) if isinstance(cell, str) else number(cell)


def _lines(book: Book) -> Iterator[list[str | float | None]]:
    checks = {exercise: _checks(book, exercise) for exercise in book.exercises}
    heads: list[str | float | None] = ["student", "name", "total", "max total", "percent"]
    for exercise, ids in checks.items():
        heads += [exercise, *(f"{exercise} {part}" for part in ("max", "status", "late", "notes", *ids))]
    yield heads
    for row in book.rows:
        yield [*_head(row), *(cell for exercise, ids in checks.items() for cell in _marked(row, exercise, ids))]
    for student, name in book.missing.items():
        absent = [cell for ids in checks.values() for cell in (None, None, "missing", None, None, *[None] * len(ids))]
        yield [student, name, None, None, None, *absent]


def _head(row: Row) -> list[str | float | None]:
    return [row.student, row.name, row.total, row.max_total, percent(row)]


def percent(row: Row) -> float | None:
    """Return the share of the points that count, in per cent; None where none count."""
    return round(100 * row.total / row.max_total, 2) if row.max_total else None


def _checks(book: Book, exercise: str) -> list[str]:
    """Return the ids of an exercise's checks, in the order in which results have them."""
    marks = (row.marks[exercise] for row in book.rows if exercise in row.marks)
    return list(dict.fromkeys(check for mark in marks for check in mark.checks))


def _marked(row: Row, exercise: str, checks: Sequence[str]) -> Iterator[str | float | None]:
    mark = row.marks.get(exercise)
    notes = ["Not counted: among the lowest."] if exercise in row.dropped else []
    if mark is None:
        yield from (None, None, "missing", None, " ".join(notes), *[None] * len(checks))
        return
    notes = [*(adjusted(each, mark) for each in mark.adjustments), *notes]
    yield from (mark.points if mark.scored else None, mark.max_points, mark.entry.result.status)
    yield from ("late" if mark.late else None, " ".join(notes))
    yield from (_points(mark, check) for check in checks)


def _points(mark: Mark, check: str) -> float | None:
    """Return the points of a check; None where there is no such check, or nobody knows what it is worth."""
    return mark.checks.get(check) if mark.scored or _decided(mark, check) else None


def _decided(mark: Mark, check: str) -> bool:
    return any(each.check == check for each in mark.adjustments)
