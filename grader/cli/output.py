"""Where the product goes: standard output or files. Files are checked before grading and written whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click

from grader.authored import did_you_mean
from grader.errors import InputError
from grader.reporters.registry import REPORTERS

_COLUMNS = 80


class StdoutClosedError(Exception):
    """Nobody reads standard output any more; there is nothing to say and nobody to say it to."""


class Target(NamedTuple):
    """One report that was asked for: a format's name, and its file or None for standard output."""

    format: str
    file: Path | None


class OutputFile(click.ParamType[Path]):
    """A file that a command will write; one that cannot be written is a usage error, found before any work."""

    name = "file"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ARG002
        """The path in `value`. Raises InputError where it cannot be written."""
        file = Path(str(value))
        check_writable(file)
        return file


def plan_targets(json_file: str | None, formats: Sequence[str]) -> list[Target]:
    """The reports that `--json FILE` and `--format NAME[=FILE]` ask for, with the terminal's if stdout is free.

    Raises InputError for an unknown format, for two reports in one place and for a file that cannot be written.
    """
    wishes = [*([f"json={json_file}"] if json_file is not None else []), *formats]
    targets = [_target(wish) for wish in wishes]
    for target in targets:
        if target.file:
            check_writable(target.file)
    if not any(target.file is None for target in targets):
        targets.append(Target("terminal", None))
    places = [target.file and target.file.resolve() for target in targets]
    for place in places:
        if places.count(place) > 1:
            where = f"`{place}`" if place else "standard output"
            raise InputError(
                f"two reports would go to {where}", hint="give each `--format NAME=FILE` a file of its own"
            )
    return targets


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
        raise _unwritable(file, _reason(error)) from error


def write_whole(file: Path, text: str) -> None:
    """Write `text` to `file` so that a reader sees all of it or what was there before.

    A link is followed, a device or pipe written to as it is: a rename would replace it. Raises InputError.
    """
    try:
        if _is_special(file):
            file.write_text(text, encoding="utf-8", errors="backslashreplace")
            return
        part = _create_part(file)
        try:
            part.write_text(text, encoding="utf-8", errors="backslashreplace")
            part.replace(file.resolve())
        except BaseException:
            part.unlink()
            raise
    except OSError as error:
        raise _unwritable(file, _reason(error)) from error


def write_stdout(text: str) -> None:
    """Write `text` to standard output now. Raises StdoutClosedError, or InputError where it cannot be written."""
    try:
        click.echo(text, nl=False)
    except BrokenPipeError as error:
        raise StdoutClosedError from error
    except OSError as error:
        raise InputError(f"cannot write to standard output: {_reason(error)}") from error


def append(log: Path, text: str) -> None:
    """Add `text` with the time to the end of `log`. Raises OSError."""
    with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{text}\n")


def terminal_look() -> tuple[int, bool]:
    """How many columns standard output has (80 where it is no terminal), and whether it may be coloured."""
    if not sys.stdout.isatty():
        return _COLUMNS, False
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        columns = 0
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    # Long lines are hard to read; some terminals report 0 columns.
    return min(columns or _COLUMNS, _COLUMNS), not plain


def _target(wish: str) -> Target:
    name, equals, file = wish.partition("=")
    if name not in REPORTERS:
        known = ", ".join(f"`{known}`" for known in REPORTERS)
        raise InputError(
            f"there is no format `{name}`.{did_you_mean(name, REPORTERS)}", hint=f"the formats are {known}"
        )
    if equals and not file:
        raise InputError(
            f"`--format {wish}` names no file", hint=f"write `{name}=FILE`, or `{name}` for standard output"
        )
    return Target(name, Path(file) if file not in ("", "-") else None)


def _is_special(file: Path) -> bool:
    return file.exists() and not file.is_file()


def _create_part(file: Path) -> Path:
    """A new empty file beside `file`, with the rights that any new file gets."""
    part = file.resolve().parent / f".grade-{os.getpid()}.part"
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return part


def _unwritable(file: Path, reason: str) -> InputError:
    return InputError(f"cannot write `{file}`: {reason}", hint="name a file in a folder that you may write to")


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
