"""The reference of the command line, made from what `--help` shows.

`python -m grader.cli.reference docs/commands.md` writes it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from grader.cli.commands import COMMANDS, DEFAULT, load_command

_WIDTH = 80
_ABOUT = """\
# Commands

What each command's `--help` shows.
`grade` alone says what to do next.
"""


def reference() -> str:
    """The reference as Markdown."""
    return "\n".join([_ABOUT, *_sections()])


def _sections() -> Iterator[str]:
    for name, target in {"grade": DEFAULT, **{f"grade {name}": target for name, target in COMMANDS.items()}}.items():
        command = load_command(target)
        context = command.make_context(name, [], resilient_parsing=True, terminal_width=_WIDTH)
        yield f"## `{name}`\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), encoding="utf-8")
