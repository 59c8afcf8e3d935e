"""`grade import-notebook FILE`: a notebook made for nbgrader or otter becomes an exercise."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import course_option, log_option
from grader.cli.output import write_stdout

_EXAMPLE = """
\b
Examples:
  grade import-notebook source/ps1.ipynb --name ex01_sums
  grade import-notebook hw02.ipynb --name ex02_trips --given trips.csv

\b
No cell is run. Nothing that is there is ever changed.
Exit code: 0 all tests came along, 1 some were left out, 2 bad input.
"""


@click.command("import-notebook", epilog=_EXAMPLE)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", required=True, metavar="EXERCISE", help="The exercise to make, such as `ex01_sums`.")
@click.option(
    "--given", multiple=True, metavar="FILE", help="A file beside the notebook that it reads; may be several."
)
@course_option
@log_option
def import_notebook(
    *,
    file: Path,
    name: str,
    given: tuple[str, ...],
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- see `grader.cli.main`
) -> int:
    """Make an exercise of FILE, the author's notebook for nbgrader or otter.

    Its answers become the solution, what is left without them the skeleton, and its test cells checks that ask the
    student's notebook. What is graded by hand, or cannot be asked from outside of the sandbox, is listed.
    """
    from grader.authoring.adopting.adopted import place, told  # noqa: PLC0415 -- help and wrong usage do without
    from grader.authoring.adopting.notebooks import adopt_notebook  # noqa: PLC0415
    from grader.authoring.scaffold import author_root, check_name  # noqa: PLC0415

    root = author_root(course, Path.cwd(), os.environ)
    check_name(name, root)
    adopted = adopt_notebook(file, given, name)
    write_stdout(told(adopted, name, root, place(adopted, name, root)))
    return int(bool(adopted.left_out))
