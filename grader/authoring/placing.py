"""Puts a release in its place: whole, and with everything that is not the release's own still there.

Theory of operation. A list in the folder names the files of the release with their digests. The new tree is built
beside the folder, with links to what is foreign in it, and takes its place in one step; the old tree is removed file
by file, so that what came in between stays where it can be found.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from grader.box.kernel import call
from grader.errors import InputError
from grader.files import reason

LIST_NAME = ".grade-release.json"

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_SCHEMA: Final = "grade/release/v1"


class Listed(Struct, frozen=True, forbid_unknown_fields=True):
    """The list in a release: the SHA-256 of each of its files by path, the list itself left out."""

    schema: Literal["grade/release/v1"]
    files: dict[str, str]


def place(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Make `folder` hold these files, beside what is foreign in it; False where it held exactly them already.

    Raises `InputError`, with the folder as it was, where it holds something and is no earlier release, where a file of
    the release was changed there, where a foreign file has the name of a new one, and where the disk refuses.
    """
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    listing = json.dumps({"schema": _SCHEMA, "files": digests}, indent=1).encode() + b"\n"
    try:
        before = _earlier(folder)
        foreign = sorted(set(_names(folder)) - {LIST_NAME, *before})
        _check_room(folder, files, foreign)
        if before == digests:
            return False
        if folder.exists() and Path.cwd().is_relative_to(folder.resolve()):
            raise InputError(
                f"`{folder}` cannot be replaced while this command runs in it", hint="Run it in another folder."
            )
        _exchange(folder, {**files, LIST_NAME: listing}, foreign, {LIST_NAME, *before})
    except OSError as error:
        raise InputError(f"cannot write the release to `{folder}`: {reason(error)}") from error
    return True


def _earlier(folder: Path) -> dict[str, str]:
    """The digests of the release that lies there, by path; none where nothing does. Raises `InputError`."""
    if not os.path.lexists(folder):
        return {}
    if folder.is_symlink() or not folder.is_dir():
        raise InputError(f"`{folder}` is no folder", hint="Name a new or empty one.")
    there = sorted(entry.name for entry in folder.iterdir())
    if not there:
        return {}
    try:
        listed = msgspec.json.decode((folder / LIST_NAME).read_bytes(), type=Listed).files
    except (FileNotFoundError, msgspec.DecodeError):
        raise InputError(
            f"`{folder}` is not empty and no earlier release: it holds `{there[0]}` and no good `{LIST_NAME}`",
            hint="Name a new or empty folder, or that of an earlier release.",
        ) from None
    changed = [path for path, digest in listed.items() if _digest(folder / path) not in (None, digest)]
    if changed:
        raise InputError(
            f"`{folder / changed[0]}` was changed since it was released, and would be lost",
            hint="Bring the change into the course and remove the file there, or release to a new folder.",
        )
    return {path: digest for path, digest in listed.items() if _digest(folder / path)}


def _digest(file: Path) -> str | None:
    """The digest of a file, empty of what is none; None where nothing is there."""
    if not os.path.lexists(file):
        return None
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() and not file.is_symlink() else ""


def _names(folder: Path) -> Iterator[str]:
    """All that is no folder below `folder`, and the empty folders, by path; links are not followed."""
    for here, folders, files in os.walk(folder):
        inner = Path(here).relative_to(folder)
        links = [name for name in folders if Path(here, name).is_symlink()]
        yield from ((inner / name).as_posix() for name in [*files, *links])
        if not folders and not files and inner.parts:
            yield inner.as_posix()


def _check_room(folder: Path, files: Mapping[str, bytes], foreign: list[str]) -> None:
    """Raise `InputError` where something foreign has the name of a new file, or of a folder that one needs."""
    needed = {*files, *(above.as_posix() for path in files for above in Path(path).parents)}
    for path in foreign:
        empty = (folder / path).is_dir() and not (folder / path).is_symlink() and path not in files
        below = any(above.as_posix() in files for above in Path(path).parents)
        if (path in needed and not empty) or below:
            raise InputError(
                f"`{folder / path}` is none of the earlier release's files, and has the place of a new one",
                hint="Move it away, or release to a new folder.",
            )


def _exchange(folder: Path, files: Mapping[str, bytes], foreign: list[str], old: set[str]) -> None:
    """Build the new tree beside the folder, and let it take its place."""
    folder = folder.resolve()  # `..` has no name
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new.chmod(folder.stat().st_mode if folder.exists() else 0o755)
        for path, content in files.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(content)
        for path in foreign:
            _carry_over(folder / path, new / path)
        if folder.exists():
            _swap(new, folder)
        else:
            new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if new.exists():  # what was in the place before
        _remove(new, old | set(foreign))


def _carry_over(there: Path, here: Path) -> None:
    """Have a foreign file in the new tree as well, the same one where the disk can."""
    here.parent.mkdir(parents=True, exist_ok=True)
    if there.is_dir() and not there.is_symlink():
        here.mkdir(exist_ok=True)
        return
    try:
        os.link(there, here, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(there, here, follow_symlinks=False)


def _swap(new: Path, folder: Path) -> None:
    """Give each the name of the other, in one step where the system can."""
    try:
        call("renameat2", _AT_FDCWD, bytes(new), _AT_FDCWD, bytes(folder), _RENAME_EXCHANGE)
    except (AttributeError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in (errno.ENOSYS, errno.EINVAL):
            raise
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        folder.rename(aside)
        try:
            new.rename(folder)
        except OSError:
            aside.rename(folder)
            raise
        aside.rename(new)


def _remove(tree: Path, known: set[str]) -> None:
    """Remove the files that are known and the folders they leave empty. Raises `InputError` where others are left."""
    for path in known:
        if not (tree / path).is_dir() or (tree / path).is_symlink():
            (tree / path).unlink(missing_ok=True)
    for here, _, _ in sorted(os.walk(tree), reverse=True):
        with suppress(OSError):
            Path(here).rmdir()
    if tree.exists():
        raise InputError(
            f"files were written into the folder while it was replaced; they are in `{tree}`",
            hint="Look at them and move them to where they belong; the release itself is in its place.",
        )
