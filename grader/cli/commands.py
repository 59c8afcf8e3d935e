"""The commands by name. A new one is a file of its own and a line here."""

from __future__ import annotations

from importlib import import_module

import click

# Loaded when named: a command pays for no other command's imports.
COMMANDS = {
    "bulk": "grader.cli.bulk:bulk",
    "check": "grader.cli.check:check",
    "ci": "grader.cli.ci:ci",
    "completion": "grader.cli.completion:completion",
    "doctor": "grader.cli.doctor:doctor",
    "formats": "grader.cli.formats:formats",
    "import-classroom": "grader.cli.import_classroom:import_classroom",
    "import-notebook": "grader.cli.import_notebook:import_notebook",
    "list": "grader.cli.list:list_exercises",
    "new": "grader.cli.new:new",
    "release": "grader.cli.release:release",
    "report": "grader.cli.report:report",
    "signing-key": "grader.cli.signing_key:signing_key",
    "start": "grader.cli.start:start",
    "verify": "grader.cli.verify:verify",
}
DEFAULT = "grader.cli.grade:grade"  # where the first word names no command
OVERVIEW = "grader.cli.overview:overview"  # where there is no word at all


def load_command(target: str) -> click.Command:
    """The command that `target`, written `module:name`, stands for."""
    module, _, name = target.partition(":")
    command = getattr(import_module(module), name)
    assert isinstance(command, click.Command), target  # noqa: S101 -- a slip in the table above
    return command
