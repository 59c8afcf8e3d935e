"""`grade check`: the author's gate."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import ExerciseName, course_option, log_option
from grader.cli.output import check_json, write_report
from grader.course import Course, Exercise
from grader.errors import InputError
from grader.files import check_writable, write_whole
from grader.lookup import find_course

FILE = click.Path(path_type=Path, dir_okay=False)

_EXAMPLE = """
\b
Examples:
  grade check                      every exercise of the course
  grade check ex03 --write         one, and bring its suite/checks.json up to date
  grade check --json check.json    a file for machines beside the table
  grade check --map docs/course.md --write    the map of concepts, checks and mutants

\b
Exit code: 0 every gate passed, 1 one did not, 2 bad input, 3 the grader failed.
"""


@click.command(epilog=_EXAMPLE)
@click.argument("exercises", metavar="[EXERCISE]...", nargs=-1, type=ExerciseName())
@click.option("--write", is_flag=True, help="Write what is made: each suite's `checks.json`, skeletons from markers.")
@click.option("--mutants/--no-mutants", default=True, help="Without: nothing is asked that needs mutants; faster.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many at a time; else one for each core.")
@click.option("--json", "json_file", metavar="FILE", help="Write JSON there; `-` is standard output.")
@click.option(
    "--map", "map_file", type=FILE, metavar="FILE", help="Compare the map of the course; `--write` writes it."
)
@course_option
@log_option
def check(
    *,
    exercises: tuple[str, ...],
    write: bool,
    mutants: bool,
    jobs: int | None,
    json_file: str | None,
    map_file: Path | None,
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
) -> int:
    """Prove that exercises are right before students see them.

    The solution and its alternatives earn full marks, the core its own points, the skeleton next to nothing and with
    a hint for every check; known mistakes fail what they name; mutants of the solution are noticed, each check alone
    notices something, and all concepts are asked for; the record of the checks is current.
    """
    check_json(json_file)
    _check_map(map_file, whole=mutants and not exercises, write=write)
    chosen = find_course(course, Path.cwd(), os.environ)
    wanted = _wanted(chosen, exercises)
    from grader.authoring.check import Checked, check_all, exit_code, rule_on_course  # noqa: PLC0415 -- help and wrong usage do without
    from grader.authoring.report import report, report_json  # noqa: PLC0415

    def say(checked: Checked) -> None:
        click.echo(f"{checked.exercise.name}: checked in {checked.seconds:.1f} s", err=True)

    at_once = jobs or os.cpu_count() or 1
    checked = check_all(wanted, jobs=at_once, write=write, mutants=mutants, say=say, concepts=chosen.concepts)
    whole = rule_on_course(chosen, checked)
    write_report(json_file, report_json(checked, chosen.root, whole), report(checked, chosen.root, whole))
    code = exit_code(checked, whole)
    if map_file is None or any(each.trouble for each in checked):
        return code
    from grader.authoring.coursemap import compare, course_map, operators_of  # noqa: PLC0415

    text = course_map(chosen, operators_of(chosen, checked))
    if write:
        write_whole(map_file, text)
        return code
    if difference := compare(map_file, text):
        click.echo(f"{difference} Write it with `--map {map_file} --write`.", err=True)
    return max(code, int(bool(difference)))


def _check_map(file: Path | None, *, whole: bool, write: bool) -> None:
    """Raise InputError where a map is asked for that cannot be made or written."""
    if file is None:
        return
    if not whole:
        raise InputError(
            "The map is of the whole course, and of its mutants.", hint="Leave `--no-mutants` and the exercises out."
        )
    if write:
        check_writable(file)


def _wanted(course: Course, names: tuple[str, ...]) -> list[Exercise]:
    """The exercises that were named, each once; all of the course where none was."""
    wanted = [course.find(name) for name in names] if names else list(course.exercises)
    if not wanted:
        raise InputError(f"`{course.root}` holds no exercise to check", hint="`exercises/ex01_name/` would be one")
    return list({exercise.name: exercise for exercise in wanted}.values())
