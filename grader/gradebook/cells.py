"""A table that somebody exported, in which single cells are set and every other byte stays as it was.

Python's csv module forgets how a cell was quoted and a line was ended; here each cell keeps its place in the text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from grader.errors import InputError
from grader.intake.lms.handed import folded

CELLS_LIMIT = 64 << 20  # bytes

_BREAK = re.compile(r"\r\n|\r|\n")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Cell(NamedTuple):
    """A cell: its text, and where it stands in that of the file, quotes included."""

    text: str
    start: int
    end: int


class Cells:
    """The lines of a table by their heads; `set` changes a cell, `content` is the file with all that was set."""

    def __init__(self, content: bytes, name: str) -> None:
        """Read the table. Raises `InputError`, which begins with `name`, if it is none."""
        self._start, self._encoding = _encoding_of(content)
        try:
            self._text = content[len(self._start) :].decode(self._encoding)
        except UnicodeDecodeError as error:
            raise InputError(f"{name} is not in {self._encoding}: {error.reason}.", hint=_HINT) from error
        self._delimiter = max(",;\t", key=_BREAK.split(self._text, maxsplit=1)[0].count)
        try:
            self._all = list(_lines(self._text, self._delimiter))
        except ValueError as error:
            raise InputError(f"{name} is no table that can be read: {error}.", hint=_HINT) from error
        self.lines = [line for line in self._all if any(cell.text for cell in line)]
        if not self.lines:
            raise InputError(f"{name} is empty.", hint=_HINT)
        self.heads = [cell.text.strip() for cell in self.lines[0]]
        self._set: dict[int, tuple[Cell, str]] = {}

    @property
    def rows(self) -> range:
        """The numbers of the lines below the heads."""
        return range(1, len(self.lines))

    def column(self, *names: str) -> int | None:
        """Return the number of the first column with one of these heads; None where there is none."""
        heads = list(map(folded, self.heads))
        return next((heads.index(folded(name)) for name in names if folded(name) in heads), None)

    def text(self, row: int, column: int | None) -> str:
        """Return what stands in a cell, without spaces around it; nothing where there is no such cell."""
        line = self.lines[row]
        return line[column].text.strip() if column is not None and column < len(line) else ""

    def has(self, row: int, column: int) -> bool:
        """Say whether a line is long enough to have a cell in that column."""
        return column < len(self.lines[row])

    def set(self, row: int, column: int, text: str) -> None:
        """Put `text`, which needs quotes in no table, into a cell; it is quoted where the old one was."""
        cell = self.lines[row][column]
        quoted = self._text[cell.start : cell.end].strip().startswith('"')
        # A comma as decimal mark between commas.
        needed = quoted or self._delimiter in text
        self._set[cell.start] = (cell, f'"{text}"' if needed else text)

    def without(self, rows: Container[int]) -> bytes:
        """Return the bytes of the file without these lines, and without what was set."""
        starts = [line[0].start for line in self._all]
        ends = [*starts[1:], len(self._text)]
        gone = {self.lines[row][0].start for row in range(len(self.lines)) if row in rows}
        kept = [self._text[start:end] for start, end in zip(starts, ends, strict=True) if start not in gone]
        return self._start + "".join(kept).encode(self._encoding)

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        parts, at = [], 0
        for start, (cell, text) in sorted(self._set.items()):
            parts += [self._text[at:start], text]
            at = cell.end
        return self._start + "".join([*parts, self._text[at:]]).encode(self._encoding)


_HINT = "Export it as CSV again."


def _encoding_of(content: bytes) -> tuple[bytes, str]:
    """Return the byte order mark, which may be empty, and the encoding behind it."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return mark, encoding
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return b"", encoding
    return b"", "latin-1"  # which knows every byte


def _lines(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """Give the cells of each line. Raises ValueError for a quote that does not end."""
    at = 0
    while at < len(text):
        line = []
        while True:
            cell = _cell(text, at, delimiter)
            line.append(cell)
            at = cell.end
            if text[at : at + 1] != delimiter:
                break
            at += 1
        yield line
        ended = _BREAK.match(text, at)
        at = ended.end() if ended else at


def _cell(text: str, start: int, delimiter: str) -> Cell:
    if text[start : start + 1] != '"':
        end = _plain_end(text, start, delimiter)
        return Cell(text[start:end], start, end)
    end = start + 1
    while True:
        end = text.find('"', end)
        if end < 0:
            raise ValueError(f"line {text.count(chr(10), 0, start) + 1} begins a quote that does not end")
        if text[end + 1 : end + 2] != '"':
            break
        end += 2
    # What stands behind the closing quote belongs to the cell, as in Python's reader.
    behind = _plain_end(text, end + 1, delimiter)
    return Cell(text[start + 1 : end].replace('""', '"') + text[end + 1 : behind], start, behind)


def _plain_end(text: str, start: int, delimiter: str) -> int:
    found = re.compile(rf"[{delimiter}\r\n]").search(text, start)
    return found.start() if found else len(text)
