"""`grade EXERCISE [PATH]`: grade one submission. The command that is meant when no other is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from grader.cli.commands import COMMANDS, load_command
from grader.cli.options import course_option, exercise_argument, key_option, log_option
from grader.cli.output import OutputFile, Target, plan_targets, show_alone, terminal_look, write_stdout
from grader.course import Course, Exercise
from grader.errors import InputError
from grader.files import write_whole
from grader.lookup import find_course, find_submission
from grader.reporters import terminal
from grader.reporters.background import Background
from grader.reporters.plain import visible
from grader.reporters.registry import REPORTERS
from grader.result import Feedback, Result, Status, lowest

_COLUMNS = 80  # of a report in a file
_EXIT_CODES = {Status.PASSED: 0, Status.FAILED: 1, Status.ERROR: 3}
_EXAMPLE = """
\b
Examples:
  grade ex03                       the work in this folder, or in ./ex03_*/
  grade ex03 ~/calculator          the work in another folder
  grade ex03 --examples            only what the task itself shows
  grade ex03 --hint                help with the first failure
  grade ex03 --watch               again after each save, until you press q
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
@exercise_argument
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--json", "json_file", metavar="FILE", help="Write grade/v1 there; `-` is standard output.")
@click.option("--format", "formats", metavar="NAME[=FILE]", multiple=True, help="Write that, too; see `grade formats`.")
@click.option(
    "--feedback",
    type=click.Choice([level.value for level in Feedback]),
    help="Show less than the exercise allows, never more.",
)
@click.option("--hint", is_flag=True, help="Help with the first failure; again for the next of three levels.")
@click.option("--examples", is_flag=True, help="Run the examples of the task instead of the checks.")
@click.option("--watch", is_flag=True, help="Grade again each time a file is saved.")
@click.option("--details", is_flag=True, help="Show every failure in full, with traceback and output.")
@click.option("--box", type=click.Choice(["auto", "bubblewrap", "process"]), default="auto", help="The sandbox.")
@click.option("--json-report", type=OutputFile(), metavar="FILE", help="Write pytest-json-report's file, too.")
@key_option
@course_option
@log_option
@click.version_option(package_name="gradebox", prog_name="gradebox")
@click.pass_obj
def grade(
    open_grader: Any,
    *,
    exercise: str,
    path: Path | None,
    json_file: str | None,
    formats: tuple[str, ...],
    feedback: str | None,
    hint: bool,
    examples: bool,
    watch: bool,
    details: bool,
    box: str,
    json_report: Path | None,
    key: Path | None,
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
) -> int:
    """Grade the work for EXERCISE that lies in PATH, a folder or a file."""
    _check_alone(watch=watch, examples=examples, hint=hint, files=bool(json_file or formats or json_report))
    targets = plan_targets(json_file, formats)
    found = find_course(course, Path.cwd(), os.environ)
    wanted = _opened(found.find(exercise), key, or_locked=examples)
    if examples:
        return _examples(wanted, found, path, box)
    level = _level(feedback, wanted, json_report)
    submission, notice = find_submission(wanted, found, path, Path.cwd())
    click.echo(visible(notice), err=True)
    if watch:
        return _watch(found, wanted, submission, level, box=box, details=details)
    from grader.runner import Grader  # noqa: PLC0415 -- help and wrong usage do without

    with (open_grader or Grader)(wanted, box=box, fork=False, json_report=json_report is not None) as grader:
        from grader.attempts import Task, attempt  # noqa: PLC0415 -- while the judge starts
        from grader.memory import local_memory  # noqa: PLC0415

        tried = attempt(Task(found, wanted, submission, level), grader, local_memory(), hint=hint)
        _write(targets, tried.result, tried.background, details=details)  # nobody waits for the judge's end
        if json_report and tried.json_report is not None:
            json_report.write_bytes(tried.json_report)
    return _EXIT_CODES[tried.result.status]


def _opened(exercise: Exercise, key: Path | None, *, or_locked: bool) -> Exercise:
    """The exercise with what it is graded with, also where that is sealed; see `grader.seal.unlocked`."""
    if exercise.sealed is None:
        return exercise
    from grader.seal import unlocked  # noqa: PLC0415 -- few runs need it

    return unlocked(exercise, key, os.environ, or_locked=or_locked)


def _write(targets: list[Target], result: Result, background: Background, *, details: bool) -> None:
    for target in targets:
        width, color = (_COLUMNS, False) if target.file else terminal_look()
        if target.format == "terminal":
            text = terminal.report(result, details=details, width=width, color=color, background=background)
        elif target.format == "classroom50":
            from grader.reporters import classroom50  # noqa: PLC0415 -- few runs need it

            text = classroom50.report(result, classroom50.place_of(os.environ))
        else:
            text = REPORTERS[target.format](result, details=details, width=width, color=color)
        if target.file:
            write_whole(target.file, text)
        else:
            write_stdout(text)


def _examples(exercise: Exercise, course: Course, path: Path | None, box: str) -> int:
    """Run the examples of the task on the work, or on nothing where there is none yet."""
    from grader.examples.running import run_examples  # noqa: PLC0415 -- few runs need it
    from grader.reporters.examples import report  # noqa: PLC0415

    try:
        submission, notice = find_submission(exercise, course, path, Path.cwd())
    except InputError:
        if path is not None:
            raise
        submission, notice = None, "Nothing of yours is here yet; this is what the task shows"
    click.echo(visible(notice.replace("Grading", "Trying the examples on", 1)), err=True)
    shown = run_examples(exercise, submission, box=box)
    width, color = terminal_look()
    write_stdout(report(exercise, shown, width=width, color=color))
    return 0 if all(each.right for each in shown) else 1


def _watch(course: Course, exercise: Exercise, path: Path, level: Feedback, *, box: str, details: bool) -> int:
    """Grade again after each save, until somebody quits."""
    from grader.attempts import Task  # noqa: PLC0415 -- few runs need it
    from grader.cli.list import table  # noqa: PLC0415
    from grader.memory import local_memory  # noqa: PLC0415
    from grader.progress import standings  # noqa: PLC0415
    from grader.watch.console import Console  # noqa: PLC0415
    from grader.watch.loop import Loop, Screen  # noqa: PLC0415

    memory, cwd = local_memory(), Path.cwd()
    screen = Screen(terminal_look, show_alone, lambda: table(course, standings(course, memory, cwd)))
    with Console() as console:
        return Loop(Task(course, exercise, path, level), screen, memory, cwd, box=box, details=details).run(console)


def _check_alone(*, watch: bool, examples: bool, hint: bool, files: bool) -> None:
    """Raise InputError where options ask for different things at once."""
    chosen = ["--watch"] * watch + ["--examples"] * examples + ["--hint"] * hint
    if len(chosen) > 1:
        raise InputError(f"`{chosen[0]}` and `{chosen[1]}` cannot be asked for together", hint="give one of them")
    if files and chosen and chosen[0] != "--hint":
        raise InputError(f"`{chosen[0]}` shows its report here and writes no file", hint=f"leave `{chosen[0]}` out")


def _level(wish: str | None, exercise: Exercise, json_report: Path | None) -> Feedback:
    """How much the student may see. Raises InputError where pytest-json-report's file would show more."""
    level = lowest([exercise.feedback, Feedback(wish or exercise.feedback)])
    if json_report and level is not Feedback.FULL:
        raise InputError(
            f"`--json-report` holds expected values and the suite's source, and `{exercise.name}` is graded with "
            f"feedback `{level}`",
            hint="it can be had with feedback `full` only",
        )
    return level
