"""Files that are written whole: a reader sees all of the new content or all of the old, never a part."""

from __future__ import annotations

import os
from pathlib import Path

from grader.errors import InputError


def check_writable(file: Path) -> None:
    """Raise InputError if `file` cannot be written, and say why."""
    try:
        if file.is_dir():
            raise _unwritable(file, "it is a folder")
        if not file.parent.is_dir():
            raise _unwritable(file, f"there is no folder `{file.parent}`")
        if file.exists() and not os.access(file, os.W_OK):
            raise _unwritable(file, "it is write-protected")
        if not _is_special(file):
            part = _create_part(file)
            part.unlink()
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise _unwritable(file, reason(error)) from error


def write_whole(file: Path, text: str | bytes) -> None:
    """Write `text` to `file`, as UTF-8, so that a reader sees all of it or what was there before.

    A link is followed, a device or pipe written to as it is: a rename would replace it. Raises InputError.
    """
    content = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
    try:
        if _is_special(file):
            file.write_bytes(content)
            return
        part = _create_part(file)
        try:
            part.write_bytes(content)
            part.replace(file.resolve())
        except BaseException:
            part.unlink()
            raise
    except OSError as error:
        raise _unwritable(file, reason(error)) from error


def reason(error: OSError | ValueError) -> str:
    """What the system says, without the number and the path."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def read_at_most(file: Path, limit: int, what: str) -> bytes:
    """A table that somebody names, of at most `limit` bytes; `what` calls it in a sentence. Raises InputError."""
    try:
        with file.open("rb") as opened:
            content = opened.read(limit + 1)
    except OSError as error:
        raise InputError(f"{what} cannot be read: {reason(error).lower()}", hint="Name a CSV file.") from error
    if len(content) > limit:
        raise InputError(f"{what} is larger than {limit >> 20} MB", hint="Name a CSV file.")
    return content


def _is_special(file: Path) -> bool:
    return file.exists() and not file.is_file()


def _create_part(file: Path) -> Path:
    """A new empty file beside `file`, with the rights that any new file gets."""
    part = file.resolve().parent / f".grade-{os.getpid()}.part"
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return part


def _unwritable(file: Path, why: str) -> InputError:
    return InputError(f"cannot write `{file}`: {why}", hint="name a file in a folder that you may write to")


def read_tree(base: Path | None) -> dict[str, bytes]:
    """The files of an author's folder, without what Python leaves behind; none where there is no folder."""
    if base is None:
        return {}
    return {
        path.relative_to(base).as_posix(): path.read_bytes()
        for path in sorted(base.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
