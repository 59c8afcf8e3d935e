"""`grade ci`: grade in a workflow, and write what the place where it runs needs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from grader.cli.options import FOLDER, ExerciseName, key_option, log_option
from grader.cli.output import write_stdout
from grader.reporters.plain import inert, visible
from grader.result import Feedback

_EXAMPLE = """
\b
Examples:
  grade ci                         the exercises that the push changed
  grade ci ex03 ex04               these
  grade ci --all --minutes 9       all that lie here, done within 9 minutes
  grade ci ex03 --sign --out kept  with a signed result in kept/

\b
Exit code: 0 passed, 1 graded and not passed (0 with --fail-on error),
2 no result, 3 the grader failed.
"""


@click.command(epilog=_EXAMPLE)
@click.argument("exercises", metavar="[EXERCISE]...", nargs=-1, type=ExerciseName())
@click.option("--all", "everything", is_flag=True, help="Also the exercises that the push did not change.")
@click.option("--minutes", type=click.FloatRange(min=0, min_open=True), metavar="N", help="The time for all of them.")
@click.option(
    "--fail-on",
    type=click.Choice(["failed", "error"]),
    help="Exit 1 for work that did not pass, or 0 unless the grader failed; else as the place wants it.",
)
@click.option("--feedback", type=click.Choice([each.value for each in Feedback]), help="Show less, never more.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write a grade/v1 file for each, too.")
@click.option("--sign", is_flag=True, help="Sign these files with the key in GRADE_SIGNING_KEY.")
@click.option("--box", type=click.Choice(["auto", "bubblewrap", "process"]), help="Another sandbox than bubblewrap.")
@key_option
@click.option(
    "--course", type=FOLDER, metavar="DIR", help="The course whose rules hold; else GRADE_COURSE, else installed."
)
@log_option
@click.pass_obj
def ci(
    open_grader: Any,
    *,
    exercises: tuple[str, ...],
    everything: bool,
    minutes: float | None,
    fail_on: str | None,
    feedback: str | None,
    out: Path | None,
    sign: bool,
    box: str | None,
    key: Path | None,
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
) -> int:
    """Grade in a GitHub workflow, and write what the place where it runs needs.

    It finds by itself whether that is Classroom 50, GitHub Classroom or any repository.
    """
    from grader.ci.run import FailOn, Wish, run  # noqa: PLC0415 -- help does without

    wish = Wish(
        exercises,
        everything,
        minutes,
        FailOn(fail_on) if fail_on else None,
        Feedback(feedback or Feedback.FULL),
        out,
        sign,
        box or "",
        course,
        key,
    )
    seams = {"open_grader": open_grader} if open_grader else {}
    exit_code = 0
    for piece in run(wish, os.environ, Path.cwd(), _say, **seams):
        write_stdout(piece.text)
        exit_code = piece.exit_code
    return exit_code


def _say(notice: str) -> None:
    click.echo(inert(visible(notice)), err=True)
