"""A folder, or a single file, becomes a submission."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from grader.course import Exercise
from grader.errors import InputError
from grader.intake.archive import ARCHIVE_LIMIT, is_archive, take_archive
from grader.intake.paths import shown
from grader.intake.selection import quoted, select, unopened
from grader.intake.tree import SEEN_LIMIT, Tree, kind_of
from grader.manifest import is_pattern, matches
from grader.result import Problem
from grader.submission import Entry, Submission


def take(path: Path, exercise: Exercise, student: str = "") -> Submission:
    """Return what lies at `path`, a folder or one file that stands for the listed file of its name.

    Raises `InputError` if nothing is there, or something that is neither, `ManifestError` if a given file is not in
    the exercise.
    """
    try:
        kind = kind_of(os.lstat(path))
    except OSError as error:
        raise InputError(
            f"`{path}` cannot be graded: {(error.strerror or str(error)).lower()}.",
            hint="Name the folder or file with your work.",
        ) from error
    try:
        if kind == "folder":
            return _take_folder(path, exercise, student)
        if kind == "file":
            return _take_file(path, exercise, student)
    except OSError as error:
        return _unopened(path, exercise, student, error)
    raise InputError(
        f"Refusing to grade `{path}`: it is neither a folder nor an ordinary file.",
        hint="Name what it points to." if kind == "link" else "",
    )


def _take_folder(path: Path, exercise: Exercise, student: str) -> Submission:
    with Tree(path) as tree:
        entries, complete = tree.entries(lambda folder: _leads_to_listed(folder, exercise))
        cut = f"Only the first {SEEN_LIMIT:,} files and folders were looked at: hand in the exercise's folder alone."
        notices = [] if complete else [cut]
        return select(entries, tree.read, exercise, student=student, path=str(path), notices=notices)


def _take_file(path: Path, exercise: Exercise, student: str) -> Submission:
    # A link on the way to the file was named by the caller; the file itself must not be one.
    with Tree(path.parent.resolve()) as tree:
        name = _name_on_disk(path)
        # A file that is listed under this very name is that file, whatever it holds.
        if name not in {entry.rpartition("/")[2] for entry in exercise.files}:
            content = tree.read(name, ARCHIVE_LIMIT)
            if is_archive(name, content):
                return take_archive(path, content, exercise, student)
        target = _stands_for(name, exercise)
        entry = Entry(target, path.lstat().st_size, "file")
        notices = [] if target.rpartition("/")[2] == name else [f"`{shown(name)}` was taken as `{target}`."]
        return select(
            [entry],
            lambda _, limit: tree.read(name, limit),
            exercise,
            student=student,
            path=str(path),
            notices=notices,
        )


def _leads_to_listed(folder: str, exercise: Exercise) -> bool:
    """Say whether a listed or optional file with folders of its own may lie below `folder`."""
    names = folder.casefold().split("/")
    return any(_leads(names, pattern.casefold().split("/")[:-1]) for pattern in (*exercise.files, *exercise.optional))


def _leads(names: Sequence[str], folders: Sequence[str]) -> bool:
    return len(names) <= len(folders) and all(map(fnmatchcase, names, folders))


def _name_on_disk(path: Path) -> str:
    """Return the name as the folder has it, which on macOS and Windows may differ in case from the one typed."""
    names = {each.name for each in path.parent.iterdir()}
    near = (name for name in names if name.casefold() == path.name.casefold())
    return path.name if path.name in names else next(near, path.name)


def _stands_for(name: str, exercise: Exercise) -> str:
    """Return the path in the exercise that a single file is taken for; its own name if it is taken for none."""
    for entry in (*exercise.files, *exercise.optional):
        folder, slash, last = entry.rpartition("/")
        if matches(name, last) and not is_pattern(folder):
            return f"{folder}{slash}{name}"
    suffix = next((each for each in (".py", ".ipynb") if name.casefold().endswith(each)), "")
    alike = [entry for entry in exercise.files if suffix and entry.endswith(suffix) and not is_pattern(entry)]
    return alike[0] if len(alike) == 1 else name


def _unopened(path: Path, exercise: Exercise, student: str, error: OSError) -> Submission:
    reason = (error.strerror or str(error)).lower()
    expected = f"This exercise expects {quoted(exercise.files)}."
    problem = Problem("unreadable", f"`{shown(str(path))}` cannot be opened: {reason}. {expected}")
    return unopened(str(path), exercise, problem, student=student)
