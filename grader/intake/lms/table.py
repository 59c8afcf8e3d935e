"""Tables as spreadsheets and learning platforms write them: CSV with `,`, `;` or tabs, with or without a BOM."""

from __future__ import annotations

import csv

from grader.intake.lms.handed import folded


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Return the lines of a table by their heads, as `folded` gives these; a cell that is missing is empty."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252", "replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    heads = [folded(head) for head in next(lines, [])]
    filled = (line for line in lines if any(cell.strip() for cell in line))
    return [dict(zip(heads, [*map(str.strip, line), *[""] * len(heads)], strict=False)) for line in filled]


def is_yes(cell: str) -> bool:
    """Say whether a cell means yes."""
    return folded(cell) in ("true", "yes", "y", "1", "late")
