"""`grade` alone: say what to do next."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.list import table
from grader.cli.output import terminal_look, write_stdout
from grader.lookup import find_course
from grader.memory import local_memory
from grader.progress import Standing, State, standings
from grader.reporters.layout import painted, paragraph
from grader.reporters.plain import visible

_NO_RESULT = 2
_STEPS = {
    State.ABSENT: "`grade start {0}` brings the files of {0} here.",
    State.HERE: "`grade {0}` grades your work for {0}.",
    State.BEGUN: "go on with {0}: `grade {0}`.",
}


@click.command()
def overview() -> int:
    """Show how far the exercises have come, and the command that goes on.

    Nothing was graded, so this is no success: a script whose variable was empty must not take it for one.
    """
    course = find_course(None, Path.cwd(), os.environ)
    shown = standings(course, local_memory(), Path.cwd())
    width, _ = terminal_look()
    closing = (f"Next step: {_next_step(shown)}", "`grade --help` shows everything else.")
    told = painted((line for text in closing for line in paragraph(text, width, "")), color=False)
    write_stdout(table(course, shown) + told)
    return _NO_RESULT


def _next_step(shown: Sequence[Standing]) -> str:
    for each in shown:
        short = each.exercise.name.partition("_")[0]
        if each.state is State.ABSENT and each.path is not None:
            task = os.path.relpath(each.path / "README.md")
            return f"read `{visible(task)}`, write your files beside it, then `grade {short}`."
        if each.state in _STEPS:
            return _STEPS[each.state].format(short)
    return "every exercise is passed; `grade list` shows where points are left."
