"""The files that a student begins with, copied to where the work is done, never over anything."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from grader.course import EXERCISE_FILE, Exercise
from grader.errors import InputError
from grader.files import read_tree, reason

# The rules of the exercise, and the last hint, which is shown when it is asked for.
_NOT_COPIED = {EXERCISE_FILE, "similar.md"}


class Copied(NamedTuple):
    """What a copy did, as paths with `/`: `added` are new, `kept` were there and stay as they were."""

    added: list[str]
    kept: list[str]


def copy_skeleton(exercise: Exercise, folder: Path) -> Copied:
    """Bring the exercise's public files into `folder`; what is there stays, so that a half-made copy is finished.

    Raises InputError, before anything is written, where a file cannot have its place, or where the disk refuses one.
    """
    files = {path: content for path, content in read_tree(exercise.public).items() if path not in _NOT_COPIED}
    for path in ["", *files]:
        _check_place(folder, path)
    added: list[str] = []
    kept: list[str] = []
    for path, content in files.items():
        (added if _write_new(folder / path, content) else kept).append(path)
    return Copied(added, kept)


def _check_place(folder: Path, path: str) -> None:
    """Raise InputError unless `path` can be a file, or be added, with plain folders above it."""
    place = folder
    for above in Path(path).parts[:-1] if path else ():
        _require_folder(place, folder)
        place /= above
    _require_folder(place, folder)
    file = folder / path
    if path and os.path.lexists(file) and not file.is_file():
        raise _refusal(file, "something that is no file has its name")


def _require_folder(place: Path, folder: Path) -> None:
    if place != folder and place.is_symlink():
        raise _refusal(place, "it is a link to somewhere else")
    if os.path.lexists(place) and not place.is_dir():
        raise _refusal(place, "it is there and is no folder")


def _refusal(place: Path, why: str) -> InputError:
    return InputError(
        f"cannot put the exercise's files into `{place}`: {why}",
        hint="Move it away or rename it, or run the command in another folder.",
    )


def _write_new(file: Path, content: bytes) -> bool:
    """Write a new file whole; False where one is there already. Raises InputError."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            return False
        try:
            part.write_bytes(content)
            _name_new(part, file)
        finally:
            part.unlink(missing_ok=True)
    except FileExistsError:  # somebody made it in between
        return False
    except OSError as error:
        raise _refusal(file, reason(error)) from error
    return True


def _name_new(part: Path, file: Path) -> None:
    """Give `part` its name unless that is taken. Raises FileExistsError and other OSErrors."""
    try:
        os.link(part, file)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without links: there the look before must do
        part.rename(file)
