"""How far a long command has come, on standard error: a bar on a terminal, else a line for each thing that is done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress


class Shown:
    """A context manager that shows progress where standard error is a terminal, and takes it away again.

    `make` gives what is shown; it is called for a terminal only.
    """

    def __init__(self, make: Callable[[], Progress]) -> None:
        self._progress = make() if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()


class Bar(Shown):
    """How many things are done, and which are in work; its methods may be called from several threads."""

    def __init__(self, total: int) -> None:
        super().__init__(partial(_progress, total))
        self._working: dict[str, str] = {}

    def doing(self, name: str, what: str) -> None:
        """Show what is done with a thing now."""
        if self._working.get(name) != what:
            self._working[name] = what
            self._show(0)

    def done(self, name: str, line: str) -> None:
        """One thing less is in work; `line` says what came of it."""
        self._working.pop(name, None)
        self._show(1)
        if self._progress is None:
            click.echo(line, err=True)
        else:
            self._progress.console.print(line, markup=False, highlight=False)

    def _show(self, advance: int) -> None:
        if self._progress is not None:
            working = ", ".join(f"{name}: {what}" for name, what in [*self._working.items()])
            self._progress.update(self._progress.task_ids[0], advance=advance, working=working)


def _progress(total: int) -> Progress:
    from rich.console import Console  # noqa: PLC0415 - start-up time, and only for terminals
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (BarColumn(bar_width=20), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[working]}"))
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task("", total=total, working="")
    return progress
