"""`grade report DIR`: the gradebook of a class that `grade bulk` has graded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import FOLDER, ExerciseName, course_option, log_option

if TYPE_CHECKING:
    pass

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_EXAMPLE = """
\b
Examples:
  grade report graded                               gradebook.csv, report.html, feedback/ in there
  grade report graded --overrides overrides.csv     with points that you give yourself
  grade report graded --exercise ex03 --fill canvas.csv
                                                    the LMS's own file, with the points in it
  grade report graded --changes                     who gained or lost which check since the last run
  grade report graded --anonymous                   to show around: graded/anonymous/

\b
Exit code: 0 written, 2 bad input, 3 the grader failed.
"""


@click.command(epilog=_EXAMPLE)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--overrides", type=FILE, metavar="CSV", help="Points given by hand; kept in DIR for later reports.")
@click.option("--exercise", default="", type=ExerciseName(), metavar="EXERCISE", help="Of this exercise alone.")
@click.option("--student", default="", metavar="ID", help="Show one student, and write only their feedback.")
@click.option("--fill", "fills", multiple=True, type=FILE, metavar="CSV", help="A table of Canvas, Moodle, Gradescope.")
@click.option("--column", "columns", multiple=True, metavar="EXERCISE=HEAD", help="The column of `--fill` for that.")
@click.option("--roster", type=FILE, metavar="CSV", help="More ids and names, to find students in `--fill`.")
@click.option("--format", "formats", multiple=True, metavar="NAME", help="Of the feedback; else markdown and html.")
@click.option("--anonymous", is_flag=True, help="Pseudonyms for names, in the folder DIR/anonymous.")
@click.option("--changes", is_flag=False, flag_value="last", metavar="[A..B]", help="Compare two runs, else the last.")
@click.option("--forget", default="", metavar="STUDENT", help="Delete all that is in DIR of a student.")
@click.option("--store", default="", metavar="URL", help="The store, where it is not DIR/grades.sqlite.")
@course_option
@log_option
def report(
    *,
    folder: Path,
    overrides: Path | None,
    exercise: str,
    student: str,
    fills: tuple[Path, ...],
    columns: tuple[str, ...],
    roster: Path | None,
    formats: tuple[str, ...],
    anonymous: bool,
    changes: str | None,
    forget: str,
    store: str,
    course: Path | None,
    log: Path | None,
) -> int:
    """Write the gradebook of the class in DIR, which `grade bulk` has graded.

    Late penalties, best-of rules and weights stand in `course.toml`; `docs/gradebook.md` says how. Nothing is written
    where anything is not understood, and nothing is overwritten that no report has written.
    """
    raise NotImplementedError
