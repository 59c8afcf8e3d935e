"""`grade release DIR`: the student's copy of a course."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_option, key_option, log_option
from grader.cli.output import write_stdout
from grader.course import EXERCISES, Course
from grader.errors import InputError
from grader.lookup import find_course
from grader.reporters.plain import visible

if TYPE_CHECKING:
    from grader.seal import Key

_EXAMPLE = """
\b
Examples:
  grade release ../student                               exercises, README and workflow files
  grade release ../student --zip                         and ../student.zip
  grade release ../student --seal --new-key course.key   the suites sealed, with a key made for it
  grade release ../student --seal --key course.key       sealed again with the same key
  grade release ../upload --gradescope                   an autograder for each exercise, to upload

\b
What is in DIR and not of an earlier release stays there.
Exit code: 0 released, 2 bad input, or something that students must not read.
"""


@click.command(epilog=_EXAMPLE)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--zip", "archive", is_flag=True, help="Write an archive of it beside DIR, too.")
@click.option("--seal", "sealed", is_flag=True, help="Put the hidden suites in, encrypted.")
@key_option
@click.option(
    "--new-key",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Make a key for `--seal` in a new file.",
)
@click.option("--gradescope", is_flag=True, help="Write Gradescope's autograders there instead, with the suites.")
@click.option(
    "--wheel",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The grader for `--gradescope`; else this version from the package index.",
)
@course_option
@log_option
def release(
    *,
    folder: Path,
    archive: bool,
    sealed: bool,
    key: Path | None,
    new_key: Path | None,
    gradescope: bool,
    wheel: Path | None,
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
) -> int:
    """Write the student's copy of the course to DIR: its exercises, and nothing of its solutions.

    Before anything is written, it is searched for what students must not read. The same course gives the same bytes.
    """
    chosen = find_course(course, Path.cwd(), os.environ)
    if gradescope or wheel:
        _check_alone(gradescope=gradescope, others=archive or sealed or bool(key or new_key))
        return _gradescope(chosen, folder, wheel)
    _check_keys(sealed=sealed, file=key, new=new_key, folder=folder)
    from grader.authoring.release import release as write  # noqa: PLC0415 -- help and wrong usage do without

    used: list[Key] = []

    def ask() -> Key:
        used.append(_key(key, new_key))
        return used[0]

    done = write(chosen, folder, key=ask if sealed else None, archive=archive)
    lines = [f"{'Released to' if done.is_new else 'Nothing has changed in'} {folder}: {len(done.files)} files."]
    if done.archive:
        lines.append(f"The same as an archive: {done.archive}")
    lines += [f"The suites are sealed with {each.origin}, id {each.id.hex()}: keep it from students." for each in used]
    if not used:
        lines.append(f"Students grade with the installed course `{chosen.name}`; `--seal` puts the suites in.")
    write_stdout("\n".join(map(visible, lines)) + "\n")
    return 0


def _check_alone(*, gradescope: bool, others: bool) -> None:
    """Raise InputError where the options of autograders and of the student's copy are mixed."""
    if not gradescope:
        raise InputError("a wheel is for `--gradescope`, which is not given", hint="Add `--gradescope`.")
    if others:
        raise InputError(
            "`--gradescope` makes autograders, which hold the suites, and no student's copy",
            hint="Make the student's copy with another command, in another folder.",
        )


def _gradescope(course: Course, folder: Path, wheel: Path | None) -> int:
    """Write an autograder for each exercise."""
    from grader.authoring.gradescope import autograder  # noqa: PLC0415 -- help and wrong usage do without
    from grader.authoring.placing import place  # noqa: PLC0415

    if (folder / EXERCISES).exists():
        raise InputError(
            f"`{folder}` holds exercises, and autograders hold the suites", hint="Name a folder of their own."
        )
    made = [autograder(course, exercise, wheel) for exercise in course.exercises]
    place(folder, {each.name: each.archive for each in made})
    lines = [
        f"Written to {folder}: {len(made)} autograders for Gradescope. They hold the suites: keep them from students."
    ]
    lines += [note for each in made for note in each.notes]
    write_stdout("\n".join(map(visible, lines)) + "\n")
    return 0


def _check_keys(*, sealed: bool, file: Path | None, new: Path | None, folder: Path) -> None:
    """Raise InputError where the options about keys do not go together, or the key would be released."""
    if (file or new) and not sealed:
        raise InputError("a key is for `--seal`, which is not given", hint="Add `--seal`, or leave the key out.")
    if file and new:
        raise InputError("`--key` and `--new-key` cannot be given together", hint="Give one of them.")
    for named in (file, new):
        if named and named.resolve().is_relative_to(folder.resolve()):
            raise InputError(f"the key `{named}` would lie in the release", hint="Keep it where students do not look.")


def _key(file: Path | None, new: Path | None) -> Key:
    """The key to seal with, made now where that is wished."""
    from grader.seal import find_key, make_key  # noqa: PLC0415 -- few runs need it

    if new:
        make_key(new)
    found = find_key(new or file, os.environ)
    if found is None:
        raise InputError(
            "`--seal` needs a key, and none is given",
            hint="`--new-key FILE` makes one; `--key FILE`, `GRADE_KEY_FILE` or `GRADE_KEY` names one.",
        )
    return found
