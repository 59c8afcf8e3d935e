"""`grade new EXERCISE`: begin an exercise."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import course_option, log_option
from grader.cli.output import write_stdout
from grader.reporters.plain import visible

_EXAMPLE = """
\b
Examples:
  grade new ex19_text_files        begins exercises/ex19_text_files/ and solutions/ex19_text_files/
  grade check ex19                 says what is still to be written

\b
In an empty folder it begins a course as well. Nothing that is there is ever changed.
Exit code: 0 written, 2 bad input.
"""


@click.command(epilog=_EXAMPLE)
@click.argument("exercise", metavar="EXERCISE")
@course_option
@log_option
def new(*, exercise: str, course: Path | None, log: Path | None) -> int:  # noqa: ARG001 -- see `grader.cli.main`
    """Begin EXERCISE, named like `ex19_text_files`: a small task with its suite that works, to write your own over.

    Lines with `WRITE:` say what to put there. The skeleton is made of the solution, from its markers.
    """
    from grader.authoring.scaffold import author_root, scaffold  # noqa: PLC0415 -- help and wrong usage do without

    made = scaffold(exercise, author_root(course, Path.cwd(), os.environ))
    short = exercise.partition("_")[0]
    lines = [f"Written to {made.root}:", *(f"  {path}" for path in made.files), ""]
    lines.append(f"Next step: write where a line says `WRITE:`, then `grade check {short} --write`.")
    write_stdout("\n".join(map(visible, lines)) + "\n")
    return 0
