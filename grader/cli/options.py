"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.output import OutputFile

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

course_option = click.option(
    "--course", type=FOLDER, metavar="DIR", help="Folder of the course; else GRADE_COURSE, else the one around you."
)
log_option = click.option(
    "--log", type=OutputFile(), metavar="FILE", help="Append what went wrong inside the grader, with tracebacks."
)
