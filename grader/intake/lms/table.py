"""Tables as spreadsheets and learning platforms write them: CSV with `,`, `;` or tabs, with or without a BOM."""

from __future__ import annotations

import csv

from grader.errors import InputError
from grader.intake.lms.handed import folded


def rows_of(content: bytes, name: str) -> list[dict[str, str]]:
    """Return the lines of a table by their heads, as `folded` gives these; a cell that is missing is empty.

    Raises `InputError`, which begins with `name`, if it is no table.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252", "replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        heads, *lines = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    except ValueError:
        return []
    except csv.Error as error:
        raise InputError(f"{name} is no table that can be read: {error}.", hint="Export it as CSV again.") from error
    heads = [folded(head) for head in heads]
    filled = (line for line in lines if any(cell.strip() for cell in line))
    return [dict(zip(heads, [*map(str.strip, line), *[""] * len(heads)], strict=False)) for line in filled]


def is_yes(cell: str) -> bool:
    """Say whether a cell means yes."""
    return folded(cell) in ("true", "yes", "y", "1", "late")
