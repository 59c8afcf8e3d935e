"""Paths that came from the student: the judge opens them below the submission's folder, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path, PosixPath
from typing import Any

_allowed: list[str] = []


def allow(folder: str) -> None:
    """Let the student's paths name what lies below this folder, and nothing besides."""
    _allowed[:] = [os.path.join(folder, "")]


class _Own(type):
    """The class of a class that `==` takes for the system's own kind of path."""

    def __eq__(cls, other: object) -> bool:
        return other is cls or other is PosixPath

    def __hash__(cls) -> int:
        return hash(PosixPath)


class StudentPath(type(Path()), metaclass=_Own):  # type: ignore[misc]  # the system's own kind of path
    """A path like any other, and so are those made of it, until something wants to open what they name."""

    def __repr__(self) -> str:
        return f"{PosixPath.__name__}({self.as_posix()!r})"

    def __fspath__(self) -> str:
        """The path as text, for whoever opens it. Raises PermissionError outside the submission's folder."""
        text = str(self)
        real = os.path.join(os.path.realpath(text), "")
        if not any(real.startswith(folder) for folder in _allowed):
            raise PermissionError(f"a path of the student's leads out of the submission: {text}")
        return text


def guarded(path: Any) -> Any:
    """The same path with the guard; other kinds of path name nothing that could be opened here."""
    return StudentPath(path) if type(path) is PosixPath else path
