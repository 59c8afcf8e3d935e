"""`grade import-classroom FILE`: a classroom's set-up becomes an exercise."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import FOLDER, course_option, log_option
from grader.cli.output import write_stdout

_EXAMPLE = """
\b
Examples:
  grade import-classroom ../old/.github/classroom/autograding.json --name ex01_hello
  grade import-classroom old/classroom.yml --name ex02_sums --from starter --solution answer

\b
Shell lines are read, never run. Nothing that is there is ever changed.
Exit code: 0 all tests came along, 1 some were left out, 2 bad input.
"""


@click.command("import-classroom", epilog=_EXAMPLE)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", required=True, metavar="EXERCISE", help="The exercise to make, such as `ex01_hello`.")
@click.option(
    "--from", "starter", type=FOLDER, metavar="DIR", help="Folder of starter code and tests; else FILE's repository."
)
@click.option("--solution", type=FOLDER, metavar="DIR", help="Folder with a right answer; else the starter code.")
@course_option
@log_option
def import_classroom(
    *,
    file: Path,
    name: str,
    starter: Path | None,
    solution: Path | None,
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- see `grader.cli.main`
) -> int:
    """Make an exercise of FILE, a set-up of GitHub Classroom or Classroom 50.

    FILE is an `autograding.json`, a workflow whose steps use the classroom's graders, or a `tests.json`. Tests that run
    a Python file become checks, pytest and unittest files become the suite; what cannot come along is listed.
    """
    from grader.authoring.adopting.adopted import place, told  # noqa: PLC0415 -- help and wrong usage do without
    from grader.authoring.adopting.classroom import adopt_classroom, repository_of  # noqa: PLC0415
    from grader.authoring.scaffold import author_root, check_name  # noqa: PLC0415

    root = author_root(course, Path.cwd(), os.environ)
    check_name(name, root)
    adopted = adopt_classroom(file, starter or repository_of(file), solution, name)
    write_stdout(told(adopted, name, root, place(adopted, name, root)))
    return int(bool(adopted.left_out))
