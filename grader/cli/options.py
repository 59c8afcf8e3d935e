"""Options and arguments that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.output import OutputFile
from grader.errors import GraderError
from grader.lookup import find_course

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def course_exercises(incomplete: str) -> list[CompletionItem]:
    """The exercises whose short or whole name begins so, for a shell that completes; none where no course is found."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 -- start-up time: shells ask seldom

    try:
        names = find_course(None, Path.cwd(), os.environ).names
    except GraderError:
        return []
    both = [(name.partition("_")[0], name) for name in names]
    chosen = [long if len(incomplete) > len(short) else short for short, long in both]
    return [
        CompletionItem(word, help=long)
        for word, (_, long) in zip(chosen, both, strict=True)
        if word.startswith(incomplete)
    ]


class ExerciseName(click.ParamType[str]):
    """An exercise as a student types it: `ex03`, `3`, `calculator` or `ex03_calculator`."""

    name = "exercise"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """See `course_exercises`."""
        return course_exercises(incomplete)


exercise_argument = click.argument("exercise", type=ExerciseName())
course_option = click.option(
    "--course", type=FOLDER, metavar="DIR", help="Folder of the course; else GRADE_COURSE, else the one around you."
)
key_option = click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The key of a sealed suite; else GRADE_KEY_FILE, or GRADE_KEY itself.",
)
log_option = click.option(
    "--log", type=OutputFile(), metavar="FILE", help="Append what went wrong inside the grader, with tracebacks."
)
