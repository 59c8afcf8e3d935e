"""`grade check`: the author's gate."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.authored import did_you_mean
from grader.cli.bar import Bar
from grader.cli.options import ExerciseName, course_option, log_option
from grader.cli.output import check_json, write_report
from grader.course import Course, Exercise
from grader.errors import InputError
from grader.files import check_writable, write_whole
from grader.lookup import find_course

if TYPE_CHECKING:
    from grader.authoring.check import Checked

FILE = click.Path(path_type=Path, dir_okay=False)

_EXAMPLE = """
\b
Examples:
  grade check                      every exercise of the course
  grade check ex03 --write         one, and bring its suite/checks.json up to date
  grade check ex03 --gate texts    what one gate says, without waiting for the others
  grade check --json check.json    a file for machines beside the table
  grade check --map map.md         is the map of concepts, checks and mutants current

\b
Exit code: 0 every gate passed, 1 one did not, 2 bad input, 3 the grader failed.
"""


@click.command(epilog=_EXAMPLE)
@click.argument("exercises", metavar="[EXERCISE]...", nargs=-1, type=ExerciseName())
@click.option("--write", is_flag=True, help="Write what is made: each suite's `checks.json`, skeletons from markers.")
@click.option("--mutants/--no-mutants", default=True, help="Without: nothing is asked that needs mutants; faster.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many at a time; else one for each core.")
@click.option("--gate", "gates", metavar="NAME", multiple=True, help="Ask only this gate; may be given several times.")
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
    gates: tuple[str, ...],
    json_file: str | None,
    map_file: Path | None,
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
) -> int:
    """Prove that exercises are right before students see them.

    The solution earns full marks in every one of ten runs, in time, and its alternatives do; the core earns its own
    points, the skeleton next to nothing and with a hint for every check, and attacks no more; known mistakes fail what
    they name and are told what they are; mutants of the solution are noticed, each check alone notices something, and
    all concepts are asked for; texts are plain and give nothing away; what is made is current.
    """
    check_json(json_file)
    _refuse_unknown(gates)
    _check_map(map_file, whole=mutants and not (exercises or gates), write=write)
    chosen = find_course(course, Path.cwd(), os.environ)
    wanted = _wanted(chosen, exercises)
    from grader.authoring.check import check_all, exit_code, rule_on_course  # noqa: PLC0415 -- help and wrong usage do without
    from grader.authoring.report import report, report_json  # noqa: PLC0415

    with Bar(len(wanted)) as bar:

        def say(checked: Checked) -> None:
            name = checked.exercise.name
            bar.done(name, f"{name}: checked in {checked.seconds:.1f} s")

        cores = jobs or os.cpu_count() or 1
        checked = check_all(
            wanted,
            jobs=cores,
            write=write,
            say=say,
            doing=bar.doing,
            gates=gates,
            mutants=mutants,
            concepts=chosen.concepts,
        )
    whole = rule_on_course(chosen, checked)
    write_report(json_file, report_json(checked, chosen.root, whole), report(checked, chosen.root, whole))
    code = exit_code(checked, whole)
    if map_file is None or any(each.trouble for each in checked):
        return code
    return max(code, _mapped(chosen, checked, map_file, write=write))


def _mapped(course: Course, checked: Sequence[Checked], file: Path, *, write: bool) -> int:
    """Write the map of the course, or say where it is not what it should be; the exit code of that."""
    from grader.authoring.coursemap import compare, course_map, operators_of  # noqa: PLC0415 -- few ask for it

    text = course_map(course, operators_of(course, checked))
    if write:
        write_whole(file, text)
        return 0
    if difference := compare(file, text):
        click.echo(f"{difference} Write it with `--map {file} --write`.", err=True)
    return int(bool(difference))


def _check_map(file: Path | None, *, whole: bool, write: bool) -> None:
    """Raise InputError where a map is asked for that cannot be made or written."""
    if file is None:
        return
    if not whole:
        raise InputError(
            "The map is of the whole course, and of its mutants.",
            hint="Leave `--no-mutants`, `--gate` and the exercises out.",
        )
    if write:
        check_writable(file)


def _refuse_unknown(gates: Sequence[str]) -> None:
    if gates:
        from grader.authoring.gates.registry import GATES  # noqa: PLC0415 -- start-up time: seldom asked

        for gate in gates:
            if gate not in GATES:
                hint = f"The gates are {', '.join(f'`{each}`' for each in GATES)}."
                raise InputError(f"there is no gate `{gate}`.{did_you_mean(gate, GATES)}", hint=hint)


def _wanted(course: Course, names: tuple[str, ...]) -> list[Exercise]:
    """The exercises that were named, each once; all of the course where none was."""
    wanted = [course.find(name) for name in names] if names else list(course.exercises)
    if not wanted:
        raise InputError(f"`{course.root}` holds no exercise to check", hint="`exercises/ex01_name/` would be one")
    return list({exercise.name: exercise for exercise in wanted}.values())
