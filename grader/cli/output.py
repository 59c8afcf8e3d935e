"""Where the product goes: standard output or files, which are checked before grading."""

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
from grader.files import check_writable, reason, write_whole
from grader.reporters.registry import REPORTERS

COMPLETION = "_GRADE_COMPLETE"  # the variable that click's completion scripts set
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


def write_stdout(text: str) -> None:
    """Write `text` to standard output now. Raises StdoutClosedError, or InputError where it cannot be written."""
    try:
        click.echo(text, nl=False)
    except BrokenPipeError as error:
        raise StdoutClosedError from error
    except OSError as error:
        raise InputError(f"cannot write to standard output: {reason(error)}") from error


def show_alone(text: str) -> None:
    """Write `text` to standard output in place of what is there, where that is a terminal."""
    if sys.stdout.isatty():
        click.clear()
    write_stdout(text)


def check_json(wish: str | None) -> None:
    """Raise InputError where the file of `--json FILE` cannot be written."""
    if wish not in (None, "-"):
        check_writable(Path(wish))


def write_report(wish: str | None, document: str, text: str) -> None:
    """Write the JSON document that `--json FILE` asks for, and the text unless the JSON takes standard output."""
    if wish not in (None, "-"):
        write_whole(Path(wish), document)
    write_stdout(document if wish == "-" else text)


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
