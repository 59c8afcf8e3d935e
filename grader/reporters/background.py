"""What a report for a student knows besides the result: their files, their earlier runs, what they asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Background(NamedTuple):
    """`sources` are the student's files by path; `new` the places of checks that pass for the first time.

    `unchanged` says that the same files were graded before, `best` is the best score so far or below 0, `times` how
    many runs in a row failed at the same check. `hint` is the level asked for, 1 to 3, or 0 for the whole report.
    `example` is the worked example in Markdown, `notes` where to read, `following` the exercise to go on with.
    `watching` says that a save runs the checks again and keys ask for hints.
    """

    sources: Mapping[str, bytes] = {}
    new: frozenset[int] = frozenset()
    unchanged: bool = False
    best: float = -1.0
    times: int = 0
    hint: int = 0
    example: str = ""
    notes: str = ""
    following: str = ""
    watching: bool = False


NOTHING = Background()
