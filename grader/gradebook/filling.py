"""Fills the points into a table that a learning platform exported, and leaves all else of it as it was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from msgspec import Struct

from grader.authored import did_you_mean
from grader.errors import InputError
from grader.files import read_at_most
from grader.gradebook.book import Book, Row
from grader.gradebook.cells import CELLS_LIMIT, Cells
from grader.gradebook.joining import Joined, Person, joined
from grader.gradebook.marking import TOTAL, rounded
from grader.gradebook.platforms import Platform, platform_of
from grader.intake.lms.handed import folded
from grader.intake.lms.roster import Roster
from grader.reporters.plain import cut, visible

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_MOST_NAMED = 10  # students in a sentence


class Filled(Struct, frozen=True, kw_only=True):
    """A table with the points of `exercises` in it, and the people of its lines that are students of the book.

    `said` are sentences on what was filled in and what was not.
    """

    content: bytes
    platform: str
    exercises: tuple[str, ...]
    people: tuple[tuple[Person, Row], ...]
    said: tuple[str, ...]


class Wish(Struct, frozen=True):
    """Which column takes what: `columns` are heads by exercise or `total`, as the instructor names them."""

    columns: Mapping[str, str] = {}
    roster: Roster = Roster()


def fill(path: Path, book: Book, wish: Wish) -> Filled:
    """Return the table at `path` with the points of the book.

    Raises `InputError` where it cannot be read, has no column for any exercise, or a column that was named is not
    there or takes no points.
    """
    cells = Cells(read_at_most(path, CELLS_LIMIT, f"the file to fill in, `{path}`,"), f"`{path}`")
    platform = platform_of(cells)
    columns = _columns(platform, book, wish.columns, path)
    people = {line: person for line in cells.rows if (person := platform.person(line)) is not None}
    rows = joined(book, people, wish.roster)
    said = [_counted(platform, rows)]
    for exercise, column in columns.items():
        said += _filled(platform, column, exercise, rows)
    columnless = [] if wish.columns else [name for name in book.exercises if name not in columns]
    said += [f"No column surely means {', '.join(f'`{name}`' for name in columnless)}."] if columnless else []
    return Filled(
        content=cells.content,
        platform=platform.name,
        exercises=tuple(columns),
        people=tuple((people[line], each.row) for line, each in rows.items()),
        said=(*said, *_not_found(book, cells, people, rows)),
    )


def _columns(platform: Platform, book: Book, wanted: Mapping[str, str], path: Path) -> dict[str, int]:
    """Return the columns to fill in by exercise."""
    cells = platform.cells
    if wanted:
        found = {exercise: _named(cells, head, path) for exercise, head in wanted.items()}
    else:
        alone = len(book.exercises) == 1
        own = {name: platform.column(name, _title(book, name), alone=alone) for name in book.exercises}
        found = {name: column for name, column in own.items() if column is not None}
    if not found:
        what = " or ".join(f"`{name}`" for name in book.exercises)
        heads = ", ".join(f"`{visible(cut(head, 60))}`" for head in cells.heads[:_MOST_NAMED])
        raise InputError(
            f"`{path}` has no column that is surely for {what}; its columns are {heads}",
            hint="Say which one with `--column EXERCISE=HEAD`, and which exercise with `--exercise`.",
        )
    twice = [column for column, count in Counter(found.values()).items() if count > 1]
    if twice:
        raise InputError(f"two exercises would go to the column `{cells.heads[twice[0]]}` of `{path}`", hint=_ONE_EACH)
    for column in found.values():
        if platform.is_closed(column):
            raise InputError(f"the column `{cells.heads[column]}` of `{path}` is read only", hint=_ONE_EACH)
    return found


_ONE_EACH = "Name another column with `--column EXERCISE=HEAD`."


def _named(cells: Cells, head: str, path: Path) -> int:
    found = [column for column, each in enumerate(cells.heads) if folded(each) == folded(head)]
    if len(found) != 1:
        count = "no column" if not found else f"{len(found)} columns"
        raise InputError(f"`{path}` has {count} `{head}`.{did_you_mean(head, cells.heads)}", hint=_ONE_EACH)
    return found[0]


def _title(book: Book, exercise: str) -> str:
    return next((row.marks[exercise].entry.result.title for row in book.rows if exercise in row.marks), "")


def _filled(platform: Platform, column: int, exercise: str, rows: Mapping[int, Joined]) -> list[str]:
    """Set the points of one exercise, or of all; return what is to be said on it."""
    cells = platform.cells
    comma = _has_comma(platform, column)
    scales: Counter[tuple[float, float]] = Counter()
    kept: dict[str, list[str]] = {}
    count = 0
    for line, one in rows.items():
        points = _points(one.row, exercise)
        why = "without points" if points is None else platform.why_kept(line, column)
        if points is None or why:
            kept.setdefault(why, []).append(one.row.student)
            continue
        earned, most = points
        worth = platform.worth(line, column)
        if worth and most and worth != most:
            scales[most, worth] += 1
            earned = rounded(Fraction(repr(earned)) * Fraction(repr(worth)) / Fraction(repr(most)), 2)
        cells.set(line, column, _text(earned, comma=comma))
        count += 1
    said = [f"`{cells.heads[column]}` has the points for {_spoken(exercise)} of {count:,}."]
    said += [f"They are scaled from {most:g} to {worth:g} points, which it is worth there." for most, worth in scales]
    said += [f"Left as they were, {why}: {_list(students)}." for why, students in kept.items()]
    return said


def _points(row: Row, exercise: str) -> tuple[float, float] | None:
    """Return the points and the most there are; None where nobody knows, or nothing was handed in."""
    if exercise == TOTAL:
        return (row.total, row.max_total) if row.marks and all(each.scored for each in row.marks.values()) else None
    mark = row.marks.get(exercise)
    return (mark.points, mark.max_points) if mark is not None and mark.scored else None


def _has_comma(platform: Platform, column: int) -> bool:
    """Say whether the table writes numbers with a comma, as some platforms do by their language."""
    cells = platform.cells
    places = [column, *platform.number_columns()]
    numbers = [text for line in cells.rows for place in places if _NUMBER.fullmatch(text := cells.text(line, place))]
    return any("," in text for text in numbers) and not any("." in text for text in numbers)


def _text(points: float, *, comma: bool) -> str:
    text = f"{points:.2f}"
    return text.replace(".", ",") if comma else text


def _spoken(exercise: str) -> str:
    return "all exercises together" if exercise == TOTAL else f"`{exercise}`"


def _counted(platform: Platform, rows: Mapping[int, Joined]) -> str:
    ways = Counter(each.way for each in rows.values())
    by = ", ".join(f"{count:,} by {way}" for way, count in ways.items())
    return f"{platform.name}, students found: {len(rows):,}{f' ({by})' if by else ''}."


def _not_found(book: Book, cells: Cells, people: Mapping[int, object], rows: Mapping[int, Joined]) -> list[str]:
    """Return sentences on the students that the table does not have, and the other way round."""
    there = {each.row.student for each in rows.values()}
    absent = [row.student for row in book.rows if row.student not in there]
    strange = [cells.text(line, 0) or cells.text(line, 1) for line in people if line not in rows]
    said = []
    if absent:
        said.append(f"Not filled in, as no line surely means them: {_list(absent)}.")
    if strange:
        said.append(f"Lines of nobody who was graded: {_list(strange)}.")
    return said


def _list(students: Sequence[str]) -> str:
    """Return how many they are, and the first of them."""
    named = ", ".join(f"`{visible(cut(each, 60))}`" for each in students[:_MOST_NAMED])
    return f"{len(students):,} ({named}{', ...' if len(students) > _MOST_NAMED else ''})"
