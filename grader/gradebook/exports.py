"""All the files of one report: the book as a table and as JSON, feedback for each student, tables filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import asdict

from grader.errors import InputError
from grader.gradebook.book import SCHEMA, Book, Row
from grader.gradebook.feedback import feedback, feedback_name
from grader.gradebook.filling import Filled, Wish, fill
from grader.gradebook.folders import folder_names
from grader.gradebook.moodlezip import moodle_zip
from grader.gradebook.output import Output
from grader.gradebook.platforms import Moodle
from grader.gradebook.sheet import sheet

SHEET, DOCUMENT, FEEDBACK = "gradebook.csv", "gradebook.json", "feedback"


def write_book(output: Output, book: Book, formats: Sequence[str]) -> None:
    """Write the book and the feedback of every student."""
    output.write(SHEET, sheet(book))
    output.write(DOCUMENT, document(book))
    names = folder_names(row.student for row in book.rows)
    for row in book.rows:
        write_feedback(output, row, names[row.student], formats)


def write_feedback(output: Output, row: Row, name: str, formats: Sequence[str]) -> None:
    """Write the feedback of one student, in the folder `name`."""
    for exercise in row.marks:
        for form in formats:
            output.write(f"{FEEDBACK}/{name}/{feedback_name(exercise, form)}", feedback(row, exercise, form))


def document(book: Book) -> bytes:
    """Return the whole book as JSON, with each result in `grade/v1`."""
    return msgspec.json.encode({"schema": SCHEMA, **asdict(book)}) + b"\n"


def write_filled(output: Output, book: Book, files: Sequence[Path], wish: Wish) -> Iterator[str]:
    """Write each table filled in, and give the sentences on it."""
    names: dict[str, Path] = {}
    for file in files:
        name = f"{file.stem}-filled{file.suffix or '.csv'}"
        if name in names:
            raise InputError(f"`{names[name]}` and `{file}` would both be written as `{name}`", hint="Rename one.")
        names[name] = file
        filled = fill(file, book, wish)
        output.write(name, filled.content)
        yield f"{name}: {filled.said[0]}"
        yield from (f"  {sentence}" for sentence in filled.said[1:])
        if filled.platform == Moodle.name and len(filled.exercises) == 1:
            packed = f"{file.stem}-feedback.zip"
            output.write(packed, _packed(filled))
            yield f"{packed}: the feedback for Moodle's `Upload multiple feedback files in a zip`."


def _packed(filled: Filled) -> bytes:
    people = ((person.names[0] if person.names else "", person.work, row) for person, row in filled.people)
    return moodle_zip(people, filled.exercises[0])
