"""`grade start EXERCISE`: bring the files of an exercise here."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import course_option, exercise_argument, log_option
from grader.cli.output import terminal_look, write_stdout
from grader.lookup import find_course, is_of_another
from grader.reporters.layout import painted, paragraph
from grader.reporters.plain import visible
from grader.skeleton import Copied, copy_skeleton

_EXAMPLE = """
\b
Examples:
  grade start ex03                 makes ex03_calculator/ here, with the task and its files
  grade start ex03 && cd ex03_*    and goes there

\b
A file that is already here is never changed; one that is missing is added.
In the folder of another exercise, the new folder is made beside it.
Exit code: 0 all files are here, 2 bad input or no room for them.
"""


@click.command(epilog=_EXAMPLE)
@exercise_argument
@course_option
@log_option
def start(*, exercise: str, course: Path | None, log: Path | None) -> int:  # noqa: ARG001 -- see `grader.cli.main`
    """Copy the files of EXERCISE to a folder of its name here, never over your work."""
    cwd = Path.cwd()
    found = find_course(course, cwd, os.environ)
    chosen = found.find(exercise)
    inside = cwd.name.replace("-", "_") == chosen.name
    beside = is_of_another(chosen, cwd, found)
    folder = cwd if inside else (cwd.parent if beside else cwd) / chosen.name
    copied = copy_skeleton(chosen, folder)
    short = chosen.name.partition("_")[0]
    name = "" if inside else f"{'../' if beside else ''}{folder.name}/"
    where = f"`{name}`" if name else "this folder"
    width, _ = terminal_look()
    lines = [*_told(copied, where), f"Next step: {_next_step(copied, short, name)}"]
    write_stdout(painted((line for text in lines for line in paragraph(visible(text), width, "")), color=False))
    return 0


def _told(copied: Copied, where: str) -> list[str]:
    lines = []
    if copied.added:
        lines.append(f"Put into {where}: {', '.join(copied.added)}")
    if copied.kept and copied.added:
        lines.append(f"Left as they were: {', '.join(copied.kept)}")
    if not copied.added:
        lines.append(f"All files are in {where} already; nothing was changed.")
    return lines


def _next_step(copied: Copied, short: str, folder: str) -> str:
    reading = f"read {folder}README.md, then try " if "README.md" in (*copied.added, *copied.kept) else "try "
    return f"{reading}`grade {short} --examples`; `grade {short}` grades your work."
