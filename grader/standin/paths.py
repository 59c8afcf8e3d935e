"""Paths that came from the student: the judge opens them below the submission's folder, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path, PosixPath
from typing import Any


class StudentPath(type(Path())):  # type: ignore[misc]  # the system's own kind of path
    """A path like any other, until something wants to open what it names."""

    _grader_root = ""

    def __fspath__(self) -> str:
        """The path as text, for whoever opens it. Raises PermissionError outside the submission's folder."""
        text = str(self)
        real = os.path.realpath(text)
        top = os.path.dirname(self._grader_root)
        if not os.path.join(real, "").startswith(os.path.join(top, "")):
            raise PermissionError(f"a path of the student's leads out of the submission: {text}")
        return text


def guarded(path: Any, root: str) -> Any:
    """The same path with the guard; other kinds of path name nothing that could be opened here."""
    if type(path) is not PosixPath:
        return path
    made = StudentPath(path)
    made._grader_root = root
    return made
