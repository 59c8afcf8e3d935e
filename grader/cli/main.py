"""The entry point: which command is meant, and the one place that turns errors into text and an exit code.

Exit codes: 0 passed, 1 graded and not passed, 2 no result, 3 the grader failed,
130 interrupted, 141 nobody reads the output any more (what a shell reports for these signals).
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from grader.cli.commands import COMMANDS, DEFAULT, OVERVIEW, load_command
from grader.cli.output import COMPLETION, StdoutClosedError, append
from grader.errors import GraderError
from grader.reporters.plain import inert, visible

_NO_RESULT, _GRADER_FAILED, _INTERRUPTED, _PIPE_CLOSED = 2, 3, 130, 141


def main(arguments: Sequence[str] | None = None, *, open_grader: Any = None) -> int:
    """Run the command that `arguments` (default: the process's own) name, and return the exit code.

    `open_grader` makes the grader of a single run; default: `grader.runner.Grader`.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter shows its number
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    context: click.Context | None = None
    try:
        if instruction := os.environ.get(COMPLETION):
            from grader.cli.completion import complete  # noqa: PLC0415 -- only a shell that completes asks

            return complete(instruction)
        command, name, rest = _choose(words)
        context = command.make_context(name, rest, obj=open_grader)
        with context:
            return int(command.invoke(context))
    except click.exceptions.Exit as end:  # `--help` and `--version`
        return end.exit_code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 -- the one place that answers for everything
        return _explain(error, context)


def _choose(words: list[str]) -> tuple[click.Command, str, list[str]]:
    """The command, its name in messages and its arguments; what names no command is an exercise to grade."""
    if not words:
        return load_command(OVERVIEW), "grade", []
    if words[0] in COMMANDS:
        return load_command(COMMANDS[words[0]]), f"grade {words[0]}", words[1:]
    return load_command(DEFAULT), "grade", words


def _explain(error: BaseException, context: click.Context | None) -> int:
    """Say on stderr what went wrong and what to do, and return the exit code."""
    match error:
        case KeyboardInterrupt() | click.Abort():
            click.echo("Interrupted.", err=True)
            return _INTERRUPTED
        case StdoutClosedError() | BrokenPipeError() if context is None or isinstance(error, StdoutClosedError):
            # What Python still holds for stdout would raise again when it is flushed at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _PIPE_CLOSED
        case click.ClickException():
            usage = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "grade"
            return _say(error.format_message(), f"`{usage} --help` shows how it is used", _NO_RESULT)
        case GraderError():
            if error.exit_code == _GRADER_FAILED:
                _record(error, context)
            return _say(str(error), error.hint, error.exit_code)
        case _:
            _record(error, context)
            message = f"the grader failed: {type(error).__name__}: {error}"
            return _say(message, "run it again with `--log FILE` and report the file", _GRADER_FAILED)


def _say(message: str, hint: str, exit_code: int) -> int:
    for title, text in (("Error", message), ("Hint", hint)):
        if text:
            lines = [inert(visible(line)) for line in text.strip().splitlines()]  # a workflow's log may hold it
            click.echo(f"{title}: " + "\n".join(lines), err=True)
    return exit_code


def _record(error: BaseException, context: click.Context | None) -> None:
    """The traceback, for whoever asked for it: `--log FILE`, or `GRADE_DEBUG=1` for stderr."""
    import traceback  # noqa: PLC0415 -- start-up time: the run that ends well needs none

    text = "".join(traceback.format_exception(error))
    if os.environ.get("GRADE_DEBUG") == "1":
        click.echo("\n".join(map(visible, text.splitlines())), err=True)
    log = context.params.get("log") if context else None
    if isinstance(log, Path):
        try:
            append(log, text)
        except OSError as failure:
            _say(f"cannot write the log `{log}`: {failure.strerror}", "", _GRADER_FAILED)
