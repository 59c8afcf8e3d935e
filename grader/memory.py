"""What this machine remembers of earlier runs: the best score, what passed last, how far the hints have gone.

Memory is a comfort. Where it cannot be read or written there is none, and nobody is told.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from grader.result import Outcome, Result, Status

_PATIENCE = 1.0  # seconds to wait for another run that is writing
_MOST_BYTES = 100_000  # of a file of ours; a longer one is not ours


class Remembered(Struct, frozen=True, kw_only=True):
    """What is known of one submission: `best` of its runs, and the last of them.

    `passed` and `failure` are the places of checks in the suite's order, `failure` that of the first that failed, or
    -1; `times` is how many runs in a row ended there, `level` the highest hint that was given for it.
    """

    best: float = -1.0
    max_points: float = 0.0
    done: bool = False
    submission: str = ""
    suite: str = ""
    passed: frozenset[int] = frozenset()
    failure: int = -1
    times: int = 0
    level: int = 0


class Memory:
    """What is remembered in `folder`; None forgets everything at once."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def recall(self, course: str, exercise: str, path: Path) -> Remembered | None:
        """What is known of the submission at `path`; None where nothing is, or nothing can be read."""
        file = self._file(course, exercise, path)
        return None if file is None else _read(file)

    def update(
        self, course: str, exercise: str, path: Path, change: Callable[[Remembered], Remembered]
    ) -> Remembered | None:
        """Replace what is known by what `change` makes of it, whole and one run at a time; None where that failed."""
        file = self._file(course, exercise, path)
        if file is None:
            return None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with _alone(file.with_suffix(".lock")):
                changed = change(_read(file) or Remembered())
                part = file.with_suffix(f".{os.getpid()}.part")
                try:
                    part.write_bytes(msgspec.json.encode(changed))
                    part.replace(file)
                finally:
                    part.unlink(missing_ok=True)
        except OSError:
            return None
        return changed

    def _file(self, course: str, exercise: str, path: Path) -> Path | None:
        if self._folder is None:
            return None
        key = "\0".join([course, exercise, os.path.realpath(path)])
        return self._folder / f"{hashlib.sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.json"


def local_memory() -> Memory:
    """The memory of whoever runs this, where their system keeps such things."""
    from platformdirs import user_state_path  # noqa: PLC0415 - start-up time: help and wrong use remember nothing

    try:
        return Memory(user_state_path("gradebox", appauthor=False) / "runs")
    except (OSError, RuntimeError):  # no home folder can be found
        return Memory(None)


def first_failure(result: Result) -> int:
    """The place of the first check that the student failed, -1 if none did."""
    return next((place for place, check in enumerate(result.checks) if check.outcome.is_failure), -1)


def tells_of_a_failure(result: Result) -> bool:
    """Whether a report on the run explains a failure of the student's, for which there are hints."""
    return first_failure(result) >= 0 and not _says_nothing(result)


def _says_nothing(result: Result) -> bool:
    return result.status is Status.ERROR or result.problem is not None


def with_run(known: Remembered, result: Result, *, counts: bool = True) -> Remembered:
    """What is known after one more run, which `counts` as one more try or only looks at the last.

    A run in which the grader failed, or nothing could be read, leaves no trace.
    """
    if _says_nothing(result):
        return known
    failure = first_failure(result)
    again = failure >= 0 and failure == known.failure and known.suite == result.suite.sha256
    same_scale = known.max_points == result.max_points
    return Remembered(
        best=max(known.best, result.points) if same_scale else result.points,
        max_points=result.max_points,
        done=result.status is Status.PASSED or (known.done and same_scale),
        submission=result.submission.sha256,
        suite=result.suite.sha256,
        passed=frozenset(place for place, check in enumerate(result.checks) if check.outcome is Outcome.PASSED),
        failure=failure,
        times=(known.times if again else 0) + int(counts and failure >= 0),
        level=known.level if again else 0,
    )


def with_hint(known: Remembered, level: int) -> Remembered:
    """What is known after a hint of this level was shown."""
    return replace(known, level=max(known.level, level))


def _read(file: Path) -> Remembered | None:
    try:
        with file.open("rb") as opened:
            return msgspec.json.decode(opened.read(_MOST_BYTES), type=Remembered)
    except (OSError, msgspec.DecodeError, RecursionError):
        return None


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold `lock`, which other runs wait for; the system lets go of it when a run dies. Raises OSError."""
    with lock.open("ab") as file:
        deadline = time.monotonic() + _PATIENCE
        while not _taken(file.fileno()):
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(0.01)
        yield


def _taken(fd: int) -> bool:
    """Whether the lock could be taken now; closing the file gives it back."""
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 - one of the two is on a system

            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl  # noqa: PLC0415 - likewise

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except PermissionError:  # what Windows says of a lock that another holds
        return False
    return True
