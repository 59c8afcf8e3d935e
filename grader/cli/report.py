"""`grade report DIR`: the gradebook of a class that `grade bulk` has graded."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.authored import did_you_mean
from grader.cli.bulk import STORE
from grader.cli.options import FOLDER, ExerciseName, course_option, log_option
from grader.cli.output import write_stdout
from grader.course import Course
from grader.errors import InputError
from grader.reporters.plain import inert, visible

if TYPE_CHECKING:
    from grader.gradebook.filling import Wish
    from grader.gradebook.reports import Asked

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_TOTAL = "total"  # in place of an exercise
# What may be given with each of these; all else goes together.
_FITTING = {
    "--changes": ("--student", "--runs"),
    "--forget": (),
    "--anonymous": ("--format",),
    "--student": ("--changes", "--runs", "--format"),
}

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
@click.option("--changes", is_flag=True, help="Show who gained or lost which check since the last run, and why.")
@click.option("--runs", default="", metavar="A..B", help="For `--changes`: two runs by number, in place of the last.")
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
    changes: bool,
    runs: str,
    forget: str,
    store: str,
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
) -> int:
    """Write the gradebook of the class in DIR, which `grade bulk` has graded.

    Late penalties, best-of rules and weights stand in `course.toml`; `docs/gradebook.md` says how. Nothing is written
    where anything is not understood, and nothing is overwritten that no report has written.
    """
    alone = {"--changes": changes, "--forget": forget, "--anonymous": anonymous, "--student": student}
    given = {"--overrides": overrides, "--fill": fills, "--format": formats, "--column": columns, "--roster": roster}
    _check_together({**alone, **given, "--runs": runs})
    from grader.gradebook import feedback, reports  # noqa: PLC0415 -- help and wrong usage do without
    from grader.lookup import find_course  # noqa: PLC0415

    chosen = find_course(course, Path.cwd(), os.environ)
    asked = reports.Asked(
        exercise=chosen.find(exercise).name if exercise else "",
        student=student,
        runs=runs,
        overrides=overrides,
        fills=fills,
        wish=_wish(chosen, columns, roster),
        formats=_known(formats) or feedback.FEEDBACK_FORMATS,
    )
    where = store or folder / STORE
    text = _reported(folder, where, chosen, asked, changes=changes, forget=forget, anonymous=anonymous)
    write_stdout("".join(f"{inert(visible(line))}\n" for line in text.rstrip("\n").split("\n")))
    return 0


def _reported(
    folder: Path, where: str | Path, course: Course, asked: Asked, *, changes: bool, forget: str, anonymous: bool
) -> str:
    """Write the report that is asked for; return what is to be told."""
    from grader.bulk.store import open_store  # noqa: PLC0415 -- as above
    from grader.classreport.page import page  # noqa: PLC0415
    from grader.gradebook import forgetting, reports  # noqa: PLC0415

    with open_store(where, create=False) as store:
        if changes:
            return reports.report_changes(folder, store, asked)
        if anonymous:
            return reports.report_anonymous(folder, store, course, asked, page)
        if asked.student:
            return reports.report_student(folder, store, course, asked)
        forgotten = forgetting.forget(folder, store, forget) if forget else ""
        return forgotten + reports.report_class(folder, store, course, asked, page)


def _check_together(given: Mapping[str, object]) -> None:
    """Raise `InputError` where options are given that mean nothing together."""
    names = [name for name, value in given.items() if value]
    for name, fitting in _FITTING.items():
        if name in names:
            other = next((each for each in names if each != name and each not in fitting), None)
            if other:
                raise InputError(f"`{name}` and `{other}` cannot be given together", hint="Leave one of them out.")
    for name, needed in (("--column", "--fill"), ("--roster", "--fill"), ("--runs", "--changes")):
        if name in names and needed not in names:
            raise InputError(f"`{name}` is for `{needed}`, which is not given", hint=f"Add `{needed}`.")


def _wish(course: Course, columns: Sequence[str], roster: Path | None) -> Wish:
    """Return how tables are to be filled in. Raises `InputError`."""
    from grader.gradebook.filling import Wish  # noqa: PLC0415 -- help and wrong usage do without
    from grader.intake.lms.roster import Roster, read_roster  # noqa: PLC0415

    wanted = {}
    for each in columns:
        word, equals, head = each.partition("=")
        if not (word and equals and head):
            raise InputError(f"`--column {each}` names no column", hint="Write `EXERCISE=HEAD`, or `total=HEAD`.")
        wanted[_TOTAL if word == _TOTAL else course.find(word).name] = head
    return Wish(wanted, read_roster(roster) if roster else Roster())


def _known(formats: Sequence[str]) -> tuple[str, ...]:
    from grader.reporters.registry import FORMATS  # noqa: PLC0415 -- help and wrong usage do without

    for each in formats:
        if each not in FORMATS:
            near = did_you_mean(each, FORMATS)
            raise InputError(f"there is no format `{each}`.{near}", hint="`grade formats` lists them.")
    return tuple(dict.fromkeys(formats))
