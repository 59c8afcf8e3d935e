"""`grade list`: the exercises of the course, and how far each has come."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.options import course_option, log_option
from grader.cli.output import terminal_look, write_stdout
from grader.course import Course
from grader.lookup import find_course
from grader.memory import local_memory
from grader.progress import Standing, State, standings
from grader.reporters.layout import number, painted, row
from grader.reporters.plain import cells, visible

_STYLES = {State.DONE: "green", State.BEGUN: "bold", State.HERE: "bold", State.ABSENT: ""}
_EXAMPLE = """
\b
Examples:
  grade list                       what lies in this folder, or in its ex03_*/ folders
  grade list --course ~/my-course  the exercises of another course
"""


@click.command(epilog=_EXAMPLE)
@course_option
@log_option
def list_exercises(*, course: Path | None, log: Path | None) -> int:  # noqa: ARG001 -- `log`: see `grader.cli.main`
    """List the exercises of the course, with the best score of each and how far it has come."""
    chosen = find_course(course, Path.cwd(), os.environ)
    write_stdout(table(chosen, standings(chosen, local_memory(), Path.cwd())))
    return 0


def table(course: Course, shown: Sequence[Standing]) -> str:
    """The progress in one line, then a line for each exercise: the name to type, title, best score and state."""
    width, color = terminal_look()
    done = sum(each.state is State.DONE for each in shown)
    points = sum(each.best or 0.0 for each in shown)
    heading = f"{done} of {len(shown)} passed, {number(points)} points"
    lines = [*row(visible(course.title), heading, width, "", style="bold")]
    names = max((len(each.exercise.name) for each in shown), default=0)
    states = max((len(each.state) for each in shown), default=0)
    for each in shown:
        score = "" if each.best is None else f"{number(each.best)} / {number(each.max_points)}"
        left = f"  {each.exercise.name:<{names}}  "
        title = visible(each.exercise.title)
        lines += row(title, f"{score:>7}  {each.state:<{states}}", width, left, style=_STYLES[each.state])
        assert cells(left) == len(left)  # noqa: S101 -- names are ASCII
    return painted(lines, color=color)
