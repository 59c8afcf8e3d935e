"""`grade verify FILE`: whether a signed result is as it was signed."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import FOLDER, course_option, log_option
from grader.cli.output import write_stdout

_EXAMPLE = """
\b
Examples:
  grade verify result.json                  by the keys in course.toml
  grade verify result.json --against ex03   and whether it is about these files

\b
Exit code: 0 every file is signed and unaltered, 1 one is not,
2 one cannot be read, or there is no key.
"""


@click.command(epilog=_EXAMPLE)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--against", type=FOLDER, metavar="DIR", help="Compare with the submission in this folder, too.")
@click.option("--key", "keys", multiple=True, metavar="KEY", help="A public key, in place of the course's.")
@course_option
@log_option
def verify(
    *,
    files: tuple[Path, ...],
    against: Path | None,
    keys: tuple[str, ...],
    course: Path | None,
    log: Path | None,  # noqa: ARG001 -- read by `grader.cli.main` when something goes wrong
) -> int:
    """Say whether each result in FILE is as the grader signed it.

    `docs/signing.md` says what that proves.
    """
    from grader.lookup import find_course  # noqa: PLC0415 -- help does without
    from grader.verification import Verifier  # noqa: PLC0415

    verifier = Verifier(find_course(course, Path.cwd(), os.environ), keys)
    good = True
    for file in files:
        verified = verifier.verify(file, against)
        write_stdout(f"{verified.text}\n")
        good = good and verified.holds
    return 0 if good else 1
