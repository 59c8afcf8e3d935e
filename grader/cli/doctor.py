"""`grade doctor`: what box this machine can give, and why not more."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import log_option
from grader.cli.output import check_json, terminal_look, write_report

_EXIT_CODES = {"bubblewrap": 0, "process": 1, "": 2}
_EXAMPLE = """
\b
Examples:
  grade doctor                     every layer, with the remedy where one is missing
  grade doctor --json doctor.json  a file for machines beside the text

\b
Exit code: 0 the real box works, 1 only the plain process does, 2 neither.
"""


@click.command(epilog=_EXAMPLE)
@click.option("--json", "json_file", metavar="FILE", help="Write JSON there; `-` is standard output.")
@log_option
def doctor(*, json_file: str | None, log: Path | None) -> int:  # noqa: ARG001 -- `log`: see `grader.cli.main`
    """Say what box this machine can give, and why not more.

    It tries what grading needs, grades a tiny submission, and changes nothing.
    """
    check_json(json_file)
    from grader.doctor.examine import examine  # noqa: PLC0415 -- help and wrong usage do without
    from grader.doctor.report import report, report_json  # noqa: PLC0415

    diagnosis = examine()
    write_report(json_file, report_json(diagnosis), report(diagnosis, width=terminal_look()[0]))
    return _EXIT_CODES[diagnosis.box]
