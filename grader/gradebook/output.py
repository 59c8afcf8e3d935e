"""Puts what a report writes in its place: all of it or nothing, and over nothing that the report did not write.

Theory of operation. A list in the folder names the files that reports have written, with their digests. New files are
written in a folder of their own within it, and moved to their places when all are there; before that, the list holds
the digests of both, so that an end in the middle leaves nothing that the next report does not know.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct, field

from grader.errors import InputError
from grader.files import reason, write_whole

LIST_NAME = ".grade-report.json"

_PART = ".grade-report.part"
_SCHEMA: Final = "grade/report-files/v1"


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """The list: the SHA-256 that each file may have, by its path in the folder."""

    schema: Literal["grade/report-files/v1"] = _SCHEMA
    files: dict[str, list[str]] = field(default_factory=dict)


class Output:
    """The files of one report, until they are moved to their places in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._part = folder / _PART
        self._before = _listed(folder)
        self._digests: dict[str, str] = {}
        self._own: set[str] = set()

    @property
    def paths(self) -> list[str]:
        """The files that were written, by their paths in the folder."""
        return list(self._digests)

    @property
    def earlier(self) -> list[str]:
        """The files of earlier reports that are still there."""
        return [path for path in self._before if os.path.lexists(self.folder / path)]

    def write(self, path: str, content: bytes | str, *, own: bool = True) -> None:
        """Write a file that will lie at `path`; only one that is not the reports' `own` may be changed by others.

        Raises `InputError` where one lies there that no report has written, or that was changed since.
        """
        if own:
            self._check_own(path)
            self._own.add(path)
        data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
        file = self._part / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError as error:
            raise _unwritable(self.folder / path, error) from error
        self._digests[path] = hashlib.sha256(data).hexdigest()

    def check_own(self, paths: Iterable[str]) -> None:
        """Raise `InputError` where one of these was changed since a report wrote it."""
        for path in paths:
            self._check_own(path)

    def place(self, *, instead: Sequence[str] = ()) -> None:
        """Move the files to their places; earlier ones at a path in `instead`, or below one, are gone then."""
        gone = [path for path in self._before if path not in self._digests and _is_below(path, instead)]
        self.check_own(gone)
        try:
            # What is gone stays in the list until it is: an end in between leaves it known.
            self._note({**self._before, **self._with_new()})
            for path in self._digests:
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (self._part / path).replace(self.folder / path)
            for path in gone:
                (self.folder / path).unlink(missing_ok=True)
                _remove_empty(self.folder, (self.folder / path).parent)
            kept = {path: digests for path, digests in self._before.items() if path not in gone}
            self._note({**kept, **{path: [self._digests[path]] for path in self._own}})
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def _with_new(self) -> dict[str, list[str]]:
        return {path: [*self._before.get(path, []), self._digests[path]] for path in self._own}

    def _note(self, files: dict[str, list[str]]) -> None:
        if files:
            write_whole(self.folder / LIST_NAME, msgspec.json.encode(Written(files=files)))
        else:
            (self.folder / LIST_NAME).unlink(missing_ok=True)

    def _check_own(self, path: str) -> None:
        """Raise `InputError` where a file lies at `path` that no report has written, or that was changed since."""
        file = self.folder / path
        if not os.path.lexists(file):
            return
        if path not in self._before:
            raise InputError(f"`{file}` was written by no report, and would be lost", hint="Move it away.")
        if _digest(file) not in self._before[path]:
            raise InputError(
                f"`{file}` was changed since the last report wrote it, and would be lost",
                hint="Move it away. What points are to be is said in `overrides.csv`.",
            )


@contextmanager
def output_in(folder: Path) -> Iterator[Output]:
    """Give the output of a report in `folder`, which is made where there is none; one process at a time.

    Raises `InputError` where another report is being written there, or nothing can be.
    """
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        _lock(folder, handle)
        shutil.rmtree(folder / _PART, ignore_errors=True)  # of a report that was killed
        try:
            (folder / _PART).mkdir()
        except OSError as error:
            raise _unwritable(folder, error) from error
        try:
            yield Output(folder)
        finally:
            shutil.rmtree(folder / _PART, ignore_errors=True)
    finally:
        os.close(handle)


def _lock(folder: Path, handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(f"another report is being written to `{folder}`", hint="Wait until it has ended.") from error


def _listed(folder: Path) -> dict[str, list[str]]:
    try:
        return msgspec.json.decode((folder / LIST_NAME).read_bytes(), type=Written).files
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(
            f"`{folder / LIST_NAME}`, the list of what reports have written, cannot be read: {error}",
            hint="Move it away, and the files that reports have written with it.",
        ) from error


def _digest(file: Path) -> str:
    """Return the digest of a file; empty for what is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() and not file.is_symlink() else ""


def _is_below(path: str, tops: Sequence[str]) -> bool:
    return any(path == top or path.startswith(f"{top}/") for top in tops)


def _remove_empty(top: Path, folder: Path) -> None:
    """Remove the folders up to `top` that hold nothing any more."""
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(f"cannot write `{path}`: {reason(error)}", hint="See to the rights and the room there.")
