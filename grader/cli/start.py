"""`grade` alone: say what to do next."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.list import exercise_lines
from grader.cli.output import write_stdout
from grader.lookup import find_course
from grader.reporters.plain import visible

_NO_RESULT = 2


@click.command()
def start() -> int:
    """Show the exercises and the command that grades one.

    Nothing was graded, so this is no success: a script whose variable was empty must not take it for one.
    """
    course = find_course(None, Path.cwd(), os.environ)
    lines = [visible(course.title), *exercise_lines(course)]
    if course.names:
        short = course.names[0].partition("_")[0]
        lines.append(f"Next step: write your files for an exercise, then run `grade {short}` beside them.")
    lines.append("`grade --help` shows everything else.")
    write_stdout("".join(f"{line}\n" for line in lines))
    return _NO_RESULT
