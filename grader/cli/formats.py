"""`grade formats`: what `--format` can write, a line for each."""

from __future__ import annotations

import click

from grader.cli.options import log_option
from grader.cli.output import write_stdout
from grader.reporters.registry import FORMATS

_EXAMPLE = """
\b
Examples:
  grade formats
  grade ex03 --format junit=junit.xml --format html=report.html
  grade ex03 --format markdown     on standard output, in place of the report
"""


@click.command(epilog=_EXAMPLE)
@log_option
def formats(*, log: object) -> int:  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
    """List what `--format` can write, and the file name that each usually has."""
    names = max(map(len, FORMATS))
    files = max(len(each.file) for each in FORMATS.values())
    lines = [f"{name:<{names}}  {each.file:<{files}}  {each.about}\n" for name, each in FORMATS.items()]
    write_stdout("".join(lines))
    return 0
