"""An archive becomes a submission: member by member, in memory, nothing unpacked to disk."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from grader.course import Exercise
from grader.intake.members import ArchiveError, Members
from grader.intake.paths import shown
from grader.intake.selection import quoted, select, unopened
from grader.intake.tarred import Tar
from grader.intake.tree import Refusal
from grader.intake.unpacked import is_compressed
from grader.intake.zipped import Zip
from grader.manifest import matches_any
from grader.result import Problem
from grader.submission import Submission

ARCHIVE_LIMIT = 64 << 20  # bytes of an archive as it is handed in
NAMED_LIMIT = 5

_ZIP = (b"PK\3\4", b"PK\5\6")
_SPLIT_ZIP = (b"PK\7\x08", b"PK00")
_TAR = b"ustar"
_TAR_PLACE = 257
_NO_MEMBERS = bytes(1024)  # all that an empty tar archive holds
_UNREAD = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar", b"\x28\xb5\x2f\xfd": "zstd"}
_SUFFIXES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".7z", ".rar", ".zst")
_REMEDY = "Pack your files again as zip or tar.gz, or name the folder they are in."


def is_archive(name: str, content: bytes | Refusal) -> bool:
    """Say whether a file is an archive by what it holds; by its name only where that is too much, or nothing."""
    if isinstance(content, Refusal):
        return content.kind == "too large" and is_named_archive(name)
    return (
        content.startswith((*_ZIP, *_SPLIT_ZIP, *_UNREAD))
        or content.startswith(_TAR, _TAR_PLACE)
        or is_compressed(content)
        or (content.startswith(_NO_MEMBERS) and is_named_archive(name))
    )


def take_archive(path: Path, content: bytes | Refusal, exercise: Exercise, student: str) -> Submission:
    """Return what lies in an archive; one that is broken or hostile as a whole is the submission's problem.

    Raises `ManifestError` if a given file is not in the exercise.
    """
    try:
        members, notices = open_archive(content, exercise)
    except ArchiveError as error:
        return _unopened(path, exercise, student, Problem(error.kind, str(error)), [])
    if not members.entries:
        return _unopened(path, exercise, student, Problem("missing files", "it holds nothing to grade"), notices)
    return select(members.entries, members.read, exercise, student=student, path=str(path), notices=notices)


def open_archive(content: bytes | Refusal, exercise: Exercise | None) -> tuple[Members, list[str]]:
    """Return the members of an archive and what is to be said on them.

    Of a tar archive only what the exercise may ask for is kept; without an exercise, the names.
    Raises `ArchiveError` if it is broken or hostile as a whole.
    """
    if isinstance(content, Refusal):
        raise ArchiveError(f"it is larger than {ARCHIVE_LIMIT >> 20} MB", "too large")
    unread = next((name for magic, name in _UNREAD.items() if content.startswith(magic)), "")
    if unread:
        raise ArchiveError(f"it is a {unread} archive, which is not read")
    if content.startswith(_SPLIT_ZIP):
        raise ArchiveError("it is one part of several")
    opened = Zip(content) if content.startswith(_ZIP) else _open_tar(content, exercise)
    members = Members(opened.members())
    surplus = ["Something follows the end of the archive and was left out."] if opened.surplus else []
    nested = _about_nested(members, exercise) if exercise else []
    return members, [*members.notices, *nested, *surplus]


def _open_tar(content: bytes, exercise: Exercise | None) -> Tar:
    if exercise is None:
        return Tar(content, lambda _: False, 0)
    patterns = [*exercise.files, *exercise.optional, *exercise.given]
    last_parts = {pattern.rpartition("/")[2] for pattern in patterns} | {"*.ipynb"}
    room = exercise.limits.files_mb << 20
    return Tar(content, lambda name: any(fnmatchcase(name, part) for part in last_parts), room)


def is_named_archive(name: str) -> bool:
    """Say whether a file has the name of an archive."""
    return name.casefold().endswith(_SUFFIXES)


def _about_nested(members: Members, exercise: Exercise) -> list[str]:
    wanted = [*exercise.files, *exercise.optional, *exercise.given]
    names = [each.path for each in members.entries if each.kind == "file" and is_named_archive(each.path)]
    nested = [name for name in names if not matches_any(name, wanted)]
    if not nested:
        return []
    named = quoted(nested[:NAMED_LIMIT]) + (f" and {len(nested) - NAMED_LIMIT:,} more" if nested[NAMED_LIMIT:] else "")
    return [f"Archives in an archive are not opened: {named}."]


def _unopened(path: Path, exercise: Exercise, student: str, problem: Problem, notices: Sequence[str]) -> Submission:
    expected = f"This exercise expects {quoted(exercise.files)}."
    message = f"Refusing to open `{shown(path.name)}`: {problem.message}. {expected} {_REMEDY}"
    return unopened(str(path), exercise, Problem(problem.kind, message), student=student, notices=notices)
