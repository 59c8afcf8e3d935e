"""What one student handed in for one exercise."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from grader.record import tree_digest
from grader.result import Problem

EntryKind = Literal["file", "folder", "link", "fifo", "socket", "device", "other"]


class Entry(Struct, frozen=True):
    """One thing that lay in a folder; `path` is relative with `/`, `size` is bytes, 0 for all but files."""

    path: str
    size: int
    kind: EntryKind


class Segment(Struct, frozen=True):
    """Lines of a file that come from a notebook: from `line` of the file on, they are `cell`'s from its `first` on."""

    line: int
    cell: str
    first: int


class Submission(Struct, frozen=True, kw_only=True):
    """One student's work, read once: nothing later looks at the folder again.

    `path` is what was named, `late` what the place it came from says. `files` is exactly what the box gets from the
    student, `given` what it gets from the exercise; `changed_given` are given files that the student changed, `missing`
    listed ones that were not there. `listing` is everything else that lay in the folder, at most 1,000 entries.
    `instead` are scripts in the place of a listed notebook that is missing, which no box gets.
    `segments` say of the files that were made from a notebook which cell their lines come from, in order.
    `problem` is set only when not one listed file could be read.
    """

    student: str = ""
    late: bool = False
    path: str
    files: dict[str, bytes]
    given: dict[str, bytes]
    changed_given: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    listing: tuple[Entry, ...] = ()
    instead: dict[str, bytes] = {}
    segments: dict[str, tuple[Segment, ...]] = {}
    notices: tuple[str, ...] = ()
    problem: Problem | None = None

    def cell_of(self, path: str, line: int) -> str:
        """Where a line of a file stands in the notebook it was made from, in words; empty if it was not."""
        if line > self.files.get(path, b"").count(b"\n"):  # what a suite has put behind it
            return ""
        before = [each for each in self.segments.get(path, ()) if each.line <= line]
        return f"line {line - before[-1].line + before[-1].first} of {before[-1].cell}" if before else ""

    @property
    def sha256(self) -> str:
        """The digest of `files`."""
        return tree_digest(self.files)
