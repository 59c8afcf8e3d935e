"""One `grade report`: the book is made, every file is written, and what was done is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from grader.authored import did_you_mean
from grader.bulk.store import Store
from grader.course import Course
from grader.errors import InputError
from grader.files import read_at_most
from grader.gradebook import changes
from grader.gradebook.anonymous import anonymous, pseudonym_key
from grader.gradebook.book import Book, Row
from grader.gradebook.exports import FEEDBACK, write_book, write_feedback, write_filled
from grader.gradebook.feedback import FEEDBACK_FORMATS
from grader.gradebook.filling import Wish
from grader.gradebook.folders import folder_names
from grader.gradebook.output import Output, output_in
from grader.gradebook.overrides import OVERRIDES_LIMIT, Table
from grader.gradebook.reading import read_book
from grader.gradebook.summary import of_student, summary

OVERRIDES = "overrides.csv"
PAGE = "report.html"
CHANGES = "changes.csv"
ANONYMOUS = "anonymous"


Page = Callable[[Book], str]


class Asked(Struct, frozen=True, kw_only=True):
    """What a report is to be: of which `exercise` by its whole name or which `student`, with which `overrides` given.

    `runs` are two to compare, as `A..B`, else the last ones. `fills` are the tables to fill in, and `formats` what
    feedback is written in.
    """

    exercise: str = ""
    student: str = ""
    runs: str = ""
    overrides: Path | None = None
    fills: tuple[Path, ...] = ()
    wish: Wish = Wish()
    formats: tuple[str, ...] = FEEDBACK_FORMATS


def report_class(folder: Path, store: Store, course: Course, asked: Asked, page: Page) -> str:
    """Write all files of the class to `folder`; return what is to be told.

    Raises `InputError`, and nothing is written, where anything that was asked for cannot be done.
    """
    with output_in(folder) as output:
        kept, given = _overrides(folder), _table(asked.overrides) if asked.overrides else None
        book = read_book(store, course, given or kept, exercise=asked.exercise)
        if given and not (kept and kept.content == given.content):
            output.write(OVERRIDES, given.content, own=False)
        write_book(output, book, asked.formats)
        output.write(PAGE, page(book))
        filled = list(write_filled(output, book, asked.fills, asked.wish))
        output.place(instead=[FEEDBACK])
        return _told(book, output, [*_replaced(kept, given), *filled])


def report_anonymous(folder: Path, store: Store, course: Course, asked: Asked, page: Page) -> str:
    """Write the files of the class without names to the folder `anonymous` in `folder`; return what is to be told."""
    book = read_book(store, course, _overrides(folder), exercise=asked.exercise)
    hidden = anonymous(book, pseudonym_key(folder))
    with output_in(folder / ANONYMOUS) as output:
        write_book(output, hidden, asked.formats)
        output.write(PAGE, page(hidden))
        output.place(instead=[FEEDBACK])
        return _told(hidden, output, ["Nothing in this folder names a student. It is for others to see, not `DIR`."])


def report_student(folder: Path, store: Store, course: Course, asked: Asked) -> str:
    """Write the feedback of one student; return their marks."""
    with output_in(folder) as output:
        book = read_book(store, course, _overrides(folder), exercise=asked.exercise)
        row = _row(book, asked.student)
        name = folder_names(each.student for each in book.rows)[row.student]
        write_feedback(output, row, name, asked.formats)
        output.place()
        return of_student(row, book) + f"\nWritten to {folder}: {', '.join(output.paths)}\n"


def report_changes(folder: Path, store: Store, asked: Asked) -> str:
    """Write who gained or lost which check between two runs; return what is to be told."""
    compared = changes.compare(store, asked.runs, exercise=asked.exercise, student=asked.student)
    with output_in(folder) as output:
        output.write(CHANGES, changes.changes_sheet(compared))
        output.place()
    return changes.changes_text(compared) + f"\nWritten: {folder / CHANGES}\n"


def _overrides(folder: Path) -> Table | None:
    """Return the overrides that are kept in the folder; None where there are none."""
    file = folder / OVERRIDES
    return _table(file) if file.exists() else None


def _table(file: Path) -> Table:
    return Table(read_at_most(file, OVERRIDES_LIMIT, f"the table of overrides `{file}`"), str(file))


def _replaced(kept: Table | None, given: Table | None) -> list[str]:
    """Return what is to be told of overrides that take the place of others."""
    if given is None or (kept and kept.content == given.content):
        return []
    gone = len(set(kept.content.splitlines()) - set(given.content.splitlines())) if kept else 0
    lost = f" Of the one before it lacks {gone:,} lines." if gone else ""
    return [f"{OVERRIDES}: later reports go by it.{lost}"]


def _row(book: Book, student: str) -> Row:
    found = [row for row in book.rows if row.student == student]
    found = found or [row for row in book.rows if row.name == student]
    if len(found) != 1:
        near = did_you_mean(student, [row.student for row in book.rows])
        raise InputError(f"there is no student `{student}` of whom anything was graded.{near}", hint=_STUDENTS)
    return found[0]


_STUDENTS = "`gradebook.csv` has all ids."


def _told(book: Book, output: Output, said: Sequence[str]) -> str:
    tops = [path for path in output.paths if "/" not in path]
    count = len(output.paths) - len(tops)
    where = f"Written to {output.folder}: {', '.join(tops)}, {FEEDBACK}/ ({count:,} files)"
    return "\n".join([summary(book), *said, where]) + "\n"
