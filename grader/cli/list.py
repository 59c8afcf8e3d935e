"""`grade list`: the exercises of the course."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from grader.cli.options import course_option, log_option
from grader.cli.output import write_stdout
from grader.course import Course
from grader.lookup import find_course
from grader.reporters.plain import visible

_EXAMPLE = """
\b
Example:
  grade list --course ~/my-course
"""


@click.command(epilog=_EXAMPLE)
@course_option
@log_option
def list_exercises(*, course: Path | None, log: Path | None) -> int:  # noqa: ARG001 -- `log`: see `grader.cli.main`
    """List the exercises of the course."""
    chosen = find_course(course, Path.cwd(), os.environ)
    write_stdout("".join(f"{line}\n" for line in exercise_lines(chosen)))
    return 0


def exercise_lines(course: Course) -> Iterator[str]:
    """One line for each exercise: the name to type and its title."""
    width = max(map(len, course.names), default=0)
    for exercise in course.exercises:
        yield f"  {exercise.name:<{width}}  {visible(exercise.title)}"
