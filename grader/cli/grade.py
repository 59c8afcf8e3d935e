"""`grade EXERCISE [PATH]`: grade one submission. The command that is meant when no other is named."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.commands import COMMANDS, load_command
from grader.cli.options import course_option, log_option
from grader.cli.output import OutputFile, plan_targets, terminal_look, write_stdout
from grader.errors import InputError
from grader.files import write_whole
from grader.lookup import find_course, find_submission
from grader.reporters.plain import visible
from grader.reporters.registry import REPORTERS
from grader.result import Feedback, Status

_EXIT_CODES = {Status.PASSED: 0, Status.FAILED: 1, Status.ERROR: 3}
_EXAMPLE = """
\b
Examples:
  grade ex03                       the work in this folder, or in ./ex03_*/
  grade ex03 ~/calculator          the work in another folder
  grade ex03 --json result.json    a file for machines beside the report

\b
Exit code: 0 passed, 1 graded and not passed, 2 no result, 3 the grader failed.
"""


class _GradeCommand(click.Command):
    """The grading command, whose help names the other commands as well."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_epilog(ctx, formatter)
        with formatter.section("Other commands (`grade NAME --help`)"):
            formatter.write_dl([(name, load_command(target).get_short_help_str()) for name, target in COMMANDS.items()])


@click.command(cls=_GradeCommand, epilog=_EXAMPLE)
@click.argument("exercise")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--json", "json_file", metavar="FILE", help="Write grade/v1 there; `-` is standard output.")
@click.option("--format", "formats", metavar="NAME[=FILE]", multiple=True, help="Write that format; may be repeated.")
@click.option(
    "--feedback",
    type=click.Choice([level.value for level in Feedback]),
    help="Show less than the exercise allows, never more.",
)
@click.option("--details", is_flag=True, help="Show every failure in full, with traceback and output.")
@click.option("--box", type=click.Choice(["auto", "bubblewrap", "process"]), default="auto", help="The sandbox.")
@click.option("--json-report", type=OutputFile(), metavar="FILE", help="Write pytest-json-report's file, too.")
@course_option
@log_option
@click.version_option(package_name="gradebox", prog_name="gradebox")
def grade(
    *,
    exercise: str,
    path: Path | None,
    json_file: str | None,
    formats: tuple[str, ...],
    feedback: str | None,
    details: bool,
    box: str,
    json_report: Path | None,
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
) -> int:
    """Grade the work for EXERCISE that lies in PATH, a folder or a file."""
    targets = plan_targets(json_file, formats)
    chosen = find_course(course, Path.cwd(), os.environ)
    task = chosen.find(exercise)
    level = _lower(task.feedback, Feedback(feedback or task.feedback))
    if json_report and level is not Feedback.FULL:
        raise InputError(
            f"`--json-report` holds expected values and the suite's source, and `{task.name}` is graded with "
            f"feedback `{level}`",
            hint="it can be had with feedback `full` only",
        )
    submission, notice = find_submission(task, chosen, path, Path.cwd())
    click.echo(visible(notice), err=True)
    from grader.runner import grade as grade_submission  # noqa: PLC0415 -- help and wrong usage do without

    result = grade_submission(submission, task, chosen, box=box, feedback=level, json_report=json_report)
    width, color = terminal_look()
    for target in targets:
        report = REPORTERS[target.format]
        if target.file:
            write_whole(target.file, report(result, details=details))
        else:
            write_stdout(report(result, details=details, width=width, color=color))
    return _EXIT_CODES[result.status]


def _lower(allowed: Feedback, asked: Feedback) -> Feedback:
    """The level that shows less."""
    levels = list(Feedback)
    return max(allowed, asked, key=levels.index)
