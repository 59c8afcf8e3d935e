"""`grade completion SHELL`: the lines that teach a shell to complete this command."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

from grader.cli.commands import COMMANDS, DEFAULT, load_command
from grader.cli.options import course_exercises, log_option
from grader.cli.output import COMPLETION, write_stdout

_PROGRAM = "grade"
_EXAMPLE = """
\b
Examples:
  eval "$(grade completion bash)"                              in ~/.bashrc
  eval "$(grade completion zsh)"                               in ~/.zshrc
  grade completion fish > ~/.config/fish/completions/grade.fish
"""


@click.command(epilog=_EXAMPLE)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@log_option
def completion(*, shell: str, log: Path | None) -> int:  # noqa: ARG001 -- `log`: see `grader.cli.main`
    """Print what SHELL needs to complete commands, exercises, options and files."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 -- the choices are click's
    write_stdout(kind(Words("grade"), {}, _PROGRAM, COMPLETION).source() + "\n")
    return 0


class Words(click.Group):
    """All that can follow `grade`: the commands by name, and exercises, which mean the grading command."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:  # noqa: ARG002
        """The command of that name; any other word is an exercise to grade."""
        return load_command(COMMANDS.get(cmd_name, DEFAULT))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As `grader.cli.main` chooses: a command's name is taken off, an exercise stays an argument."""
        return args[0], self.get_command(ctx, args[0]), args[1:] if args[0] in COMMANDS else args

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands and exercises."""
        grading = [] if not incomplete.startswith("-") else load_command(DEFAULT).shell_complete(ctx, incomplete)
        named = [CompletionItem(name) for name in COMMANDS if name.startswith(incomplete)]
        return [*grading, *named, *course_exercises(incomplete)]


def complete(instruction: str) -> int:
    """Answer a shell that asks, as click's own scripts do: `bash_complete`, with the words in the environment."""
    shell, _, _ = instruction.partition("_")
    kind = get_completion_class(shell)
    if kind is None:
        return 1
    write_stdout(kind(Words("grade"), {}, _PROGRAM, COMPLETION).complete() + "\n")
    return 0
