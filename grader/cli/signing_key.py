"""`grade signing-key FILE`: a pair of keys for signed results."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import log_option
from grader.cli.output import write_stdout
from grader.errors import InputError
from grader.files import reason

_EXAMPLE = """
\b
Example:
  grade signing-key ../signing.key    outside of every repository

\b
Exit code: 0 made, 2 not made.
"""


@click.command("signing-key", epilog=_EXAMPLE)
@click.argument("file", type=click.Path(path_type=Path))
@log_option
def signing_key(*, file: Path, log: Path | None) -> int:  # noqa: ARG001 -- `log`: see `grader.cli.main`
    """Make a pair of keys: the private one in FILE, the public one for `course.toml`."""
    from grader.signing import KEY_VARIABLE, new_pair  # noqa: PLC0415 -- help does without

    pair = new_pair()
    _write_secret(file, pair.private + "\n")
    write_stdout(f'signing_keys = ["{pair.public}"]\n')
    click.echo(
        f"Put the line above at the top of `course.toml`, above its first table, and the text of `{file}` into the\n"
        f"secret `{KEY_VARIABLE}` of the workflow. Keep the file where no student can read it, or delete it.",
        err=True,
    )
    return 0


def _write_secret(file: Path, text: str) -> None:
    """Write a new file that its owner alone can read. Raises InputError, also where there is one already."""
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(text)
    except OSError as error:
        hint = "Name a new file: what a key has signed is known by that key alone."
        raise InputError(f"cannot write `{file}`: {reason(error)}", hint=hint) from error
