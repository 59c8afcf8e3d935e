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


class Submission(Struct, frozen=True, kw_only=True):
    """One student's work, read once: nothing later looks at the folder again.

    `path` is what was named. `files` is exactly what the box gets from the student, `given` what it gets from the
    exercise; `changed_given` are given files that the student changed, `missing` listed ones that were not there.
    `listing` is everything else that lay in the folder, at most 1,000 entries.
    `problem` is set only when not one listed file could be read.
    """

    student: str = ""
    path: str
    files: dict[str, bytes]
    given: dict[str, bytes]
    changed_given: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    listing: tuple[Entry, ...] = ()
    notices: tuple[str, ...] = ()
    problem: Problem | None = None

    @property
    def sha256(self) -> str:
        """The digest of `files`."""
        return tree_digest(self.files)
