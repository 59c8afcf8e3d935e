"""The solution graded again and again: from a folder of another name, in other orders, on a busy machine."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Protocol

from msgspec import Struct

from grader.authoring.graded import Graded
from grader.record import Record

RUNS = 10
"""How often the solution is graded, the first time among them."""
BUSY_RUNS = 3
"""How many of them, the last, while every core has other work."""

_OTHER_NAME = "my answers (2)"
_ONE_AT_A_TIME = Lock()
_LONGEST = 20  # seconds after which the other work ends by itself, should nobody be left to end it
_WORK = f"import os, time\nos.nice(10)\nend = time.monotonic() + {_LONGEST}\nwhile time.monotonic() < end: pass"


class Grade(Protocol):
    """Grades a folder; `sequence` are cases to run in this order."""

    def __call__(self, folder: Path, sequence: Sequence[str] = ()) -> Graded: ...


class Run(Struct, frozen=True, kw_only=True):
    """One run: `sequence` is the order that was asked for, empty for the suite's own; `busy` is the machine."""

    graded: Graded
    sequence: list[str]
    busy: bool = False


def plain(graded: Graded) -> Run:
    """A run on a quiet machine, in the suite's own order."""
    return Run(graded=graded, sequence=[])


def repeat(grade: Grade, first: Graded, record: Record) -> list[Run]:
    """All runs of the solution, beginning with the `first`; the others are made now."""
    runs = [plain(first)]
    with tempfile.TemporaryDirectory(prefix="gradebox-") as place:
        folder = Path(shutil.copytree(first.folder, Path(place, _OTHER_NAME)))
        runs += [Run(graded=grade(folder, sequence), sequence=sequence) for sequence in orders(record)]
        runs += [plain(grade(folder)) for _ in range(RUNS - BUSY_RUNS - len(runs))]
        with _busy_machine():
            runs += [Run(graded=grade(folder), sequence=[], busy=True) for _ in range(BUSY_RUNS)]
    return runs


def orders(record: Record) -> list[list[str]]:
    """Three random orders of all cases, the same for the same suite.

    The second is the first from behind, so that of any two cases each comes before the other once.
    """
    one, other = ([case for check in record.checks for case in check.cases] for _ in range(2))
    chance = random.Random(record.suite)  # noqa: S311 - it keeps no secret
    chance.shuffle(one)
    chance.shuffle(other)
    return [one, one[::-1], other]


@contextmanager
def _busy_machine() -> Iterator[None]:
    """Work for every core, for one exercise after the other: several would make the machine busier than it can be."""
    command = [sys.executable, "-I", "-S", "-c", _WORK]
    with _ONE_AT_A_TIME:
        busy = [
            subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own
            for _ in range(os.cpu_count() or 1)
        ]
        try:
            yield
        finally:
            for process in busy:
                process.kill()
                process.wait()
