"""A mutant, and how two texts differ."""

from __future__ import annotations

from difflib import unified_diff

from msgspec import Struct


class Mutant(Struct, frozen=True, kw_only=True):
    """A whole submission with one thing made wrong.

    `line` is where, from 1; 0 is the file as a whole. `within` is the dotted name of the function or class around it.
    `removed` and `added` are the first line of the diff on either side without its indentation, empty where none is.
    """

    operator: str
    family: str
    starred: bool
    file: str
    line: int
    within: str
    note: str
    diff: str
    removed: str
    added: str
    files: dict[str, bytes]

    @property
    def title(self) -> str:
        """Where it is and what it does, in one line."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{self.operator}: {place}: {self.note}"


def diff_of(before: str, after: str, path: str) -> str:
    """The unified diff of two texts, with one line around what differs; lines end as `\\n` whatever they had."""
    lines = unified_diff(before.splitlines(), after.splitlines(), path, path, n=1, lineterm="")
    return "\n".join(lines)


def first_lines(diff: str) -> tuple[str, str]:
    """The first line that a diff takes out and the first that it puts in, blank ones left out."""
    body = diff.splitlines()[2:]
    removed, added = (
        next((line[1:].strip() for line in body if line.startswith(sign) and line[1:].strip()), "") for sign in "-+"
    )
    return removed, added
