"""`grade bulk`: grade a whole class."""

from __future__ import annotations

import os
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import isolation
from grader.cli.options import ExerciseName, course_option, key_option, log_option
from grader.cli.output import write_stdout
from grader.cli.pace import Pace, spelled
from grader.errors import InputError
from grader.files import reason
from grader.lookup import find_course
from grader.reporters.plain import inert, visible
from grader.result import Feedback

if TYPE_CHECKING:
    from grader.bulk.grading import OpenExecutor, Summary, Wish
    from grader.course import Course

STORE = "grades.sqlite"
_ERRORED = 3
_DIFFERS = 3
_MOST_NAMED = 3
_EXAMPLE = """
\b
Examples:
  grade bulk submissions.zip --exercise ex03       what Canvas or Moodle gave you, for one exercise
  grade bulk clones/ --roster roster.csv           a folder with all exercises; who is missing
  grade bulk clones/ --out ex03 --jobs 2           results in ex03/, two cores at work
  grade bulk clones/ --only ada                    one student, after they handed in again
  grade bulk clones/ --dask tcp://head:8786        on the workers of a Dask cluster

\b
What was graded is kept: the same command goes on after an interruption, and
regrades only what has changed.

\b
Exit code: 0 all are graded, 2 bad input, 3 the grader failed on some, or
--check-isolation found a difference or too few submissions.
"""


@click.command(epilog=_EXAMPLE)
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--exercise", type=ExerciseName(), metavar="EXERCISE", help="All is for this one; else as files say.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="graded",
    show_default=True,
    metavar="DIR",
    help="Where results go.",
)
@click.option("--roster", type=click.Path(path_type=Path), metavar="CSV", help="Who is in the class: joins ids, names.")
@click.option("--only", default="", metavar="STUDENT", help="Grade one student, by id or name.")
@click.option("--jobs", type=click.IntRange(min=1, max=1000), metavar="N", help="How many at a time; else one a core.")
@click.option("--dask", metavar="ADDRESS", help="Grade on a Dask cluster: its scheduler's address, or scheduler file.")
@click.option("--store", default="", metavar="URL", help="A database for a team, postgresql+psycopg://…")
@click.option(
    "--per-child", type=click.IntRange(min=1, max=1000), metavar="N", help="Submissions a judge's child may grade."
)
@click.option("--check-isolation", is_flag=True, help="Only grade all both ways, 1 and N a child, and compare.")
@click.option("--feedback", type=click.Choice([each.value for each in Feedback]), help="Show less, never more.")
@click.option("--box", type=click.Choice(["auto", "bubblewrap", "process"]), help="Another sandbox than bubblewrap.")
@key_option
@course_option
@log_option
def bulk(
    *,
    submissions: Path,
    exercise: str | None,
    out: Path,
    roster: Path | None,
    only: str,
    jobs: int | None,
    dask: str | None,
    store: str,
    per_child: int | None,
    check_isolation: bool,
    feedback: str | None,
    box: str | None,
    key: Path | None,
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
) -> int:
    """Grade the SUBMISSIONS of a class, a folder or a zip archive as an LMS gives it.

    Canvas, Moodle, Gradescope, GitHub Classroom, Classroom 50, nbgrader and plain folders are told apart by themselves.
    """
    if dask and jobs:
        raise click.UsageError("`--jobs` says how many work on this machine, `--dask` has others work.")
    chosen = find_course(course, Path.cwd(), os.environ)
    from grader.bulk.desk import Rules  # noqa: PLC0415 -- help and wrong usage do without
    from grader.bulk.grading import Wish  # noqa: PLC0415
    from grader.intake.lms.roster import read_roster  # noqa: PLC0415
    from grader.seal import unlocked  # noqa: PLC0415

    exercises = {each.name: unlocked(each, key, os.environ, or_locked=True) for each in chosen.exercises}
    wish = Wish(
        submissions=submissions,
        store=store or out / STORE,
        rules=Rules(box=box or "bubblewrap", feedback=Feedback(feedback or Feedback.FULL), per_child=per_child or 1),
        exercises=tuple(exercises.values()),
        exercise=exercises[chosen.find(exercise).name] if exercise else None,
        roster=read_roster(roster) if roster else None,
        student=only,
        folder=_made(out),
    )
    if check_isolation:
        return 0 if isolation.check_isolation(wish, per_child or isolation.PER_CHILD) else _DIFFERS
    return _grade(wish, chosen, _on_cluster(dask, chosen) if dask else _on_this_machine(jobs), store)


def _grade(wish: Wish, chosen: Course, executor: OpenExecutor, store: str) -> int:
    from grader.bulk.grading import grade_class  # noqa: PLC0415 -- as above

    began = time.monotonic()
    with Pace() as pace:
        summary = grade_class(wish, chosen, executor, pace.show)
    write_stdout(_told(summary, time.monotonic() - began, wish.folder, store))
    return _ERRORED if summary.tally.errored else 0


def _on_this_machine(jobs: int | None) -> OpenExecutor:
    from grader.bulk.local import Pool  # noqa: PLC0415 -- help and wrong usage do without

    return lambda exercises, rules: Pool(exercises, rules, jobs=jobs)


def _on_cluster(address: str, course: Course) -> OpenExecutor:
    """Raises `InputError` where no scheduler is there, before anything else is begun."""
    from grader.bulk.cluster import Cluster  # noqa: PLC0415 -- few have one
    from grader.bulk.link import Link  # noqa: PLC0415
    from grader.bulk.shipment import pack  # noqa: PLC0415

    link = Link(address)
    return lambda exercises, rules: Cluster(link, pack(course, exercises, rules))


def _made(folder: Path) -> Path:
    """The folder, made where it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot make the folder `{folder}`: {reason(error)}", hint="Name another with `--out DIR`."
        ) from error
    return folder


def _told(summary: Summary, seconds: float, out: Path, store: str) -> str:
    """What came of it, and what to do next."""
    tally = summary.tally
    same = f", {tally.same:,} handed in what another did" if tally.same else ""
    known = f", {tally.known:,} known from before" if tally.known else ""
    lines = [
        ("Recognised", f"{summary.shape}: {summary.why}"),
        ("Handed in", f"{_counted(tally.total, 'work')} of {_counted(summary.students, 'student')}{_for(summary)}"),
        ("Graded", f"{tally.judged:,} in {spelled(seconds)}{same}{known}"),
    ]
    if tally.errored:
        lines.append(("Errored", f"{tally.errored:,}: the grader failed there; the same command tries them again"))
    if tally.unplaced:
        lines.append(("Unplaced", f"{_counted(tally.unplaced, 'file')}; the report names all"))
        lines += [("", f"`{each.path}`: {each.reason}") for each in summary.left[:_MOST_NAMED]]
    if summary.without:
        lines.append(("Without any", f"{_counted(summary.without, 'student')}: nothing of theirs could be placed"))
    if tally.missing:
        lines.append(("Missing", f"{_counted(tally.missing, 'student')} of the roster handed in nothing"))
    if summary.strangers:
        lines.append(("Not on the roster", _counted(summary.strangers, "student")))
    lines.append(("Results", "the database of `--store`" if store else f"{out / STORE}"))
    lines.append(("Next", f"grade report {shlex.quote(f'{out}')}{' --store URL' if store else ''}"))
    width = max(len(title) for title, _ in lines) + 2
    return "".join(f"{title:{width}}{inert(visible(text))}\n" for title, text in lines)


def _for(summary: Summary) -> str:
    names = [f"`{each}`" for each in summary.exercises]
    return f" for {', '.join(names)}" if len(names) <= _MOST_NAMED else f" for {len(names)} exercises"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
