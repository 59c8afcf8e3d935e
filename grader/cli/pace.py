"""How far a class is graded, on standard error: a bar with pace and time left on a terminal, else lines."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from grader.cli.bar import Shown

if TYPE_CHECKING:
    from rich.progress import Progress

    from grader.bulk.ledger import Tally

_SECONDS = 10.0  # from one line to the next
_BEGINNING = "judges start"
_LOOKS = 2  # of a terminal, a second: to draw costs what a judge could use


class Pace(Shown):
    """How many works are graded, how fast, and how long it still takes."""

    def __init__(self) -> None:
        super().__init__(_progress)
        self._began = 0.0
        self._said = time.monotonic()
        self._done_before = 0

    def show(self, tally: Tally) -> None:
        """Show how far it is now."""
        now = time.monotonic()
        if not self._began and tally.done:  # judges have started
            self._began, self._done_before = now, tally.done
        if self._progress is not None and now < self._said + 1 / _LOOKS:
            return
        rate = (tally.done - self._done_before) / (now - self._began) if self._began and now > self._began else 0.0
        if self._progress is not None:
            self._said = now
            pace = _pace(rate, tally) or _BEGINNING
            self._progress.update(self._progress.task_ids[0], total=tally.total, completed=tally.done, pace=pace)
        elif now > self._said + _SECONDS and rate > 0:
            self._said = now
            click.echo(f"{tally.done:,} of {tally.total:,} graded, {_pace(rate, tally)}", err=True)


def _pace(rate: float, tally: Tally) -> str:
    if rate <= 0:
        return ""
    left = (tally.total - tally.done) / rate
    failed = f", {tally.errored:,} errored" if tally.errored else ""
    return f"{rate:.{0 if rate >= 10 else 1}f} a second, {spelled(left)} left{failed}"  # noqa: PLR2004 - digits


def spelled(seconds: float) -> str:
    """A time as one reads it: `45 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:  # noqa: PLR2004 - seconds of a minute
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _progress() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - start-up time, and only for terminals
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (BarColumn(bar_width=20), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    progress = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=_LOOKS)
    progress.add_task("", total=None, pace=_BEGINNING)
    return progress
