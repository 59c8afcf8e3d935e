"""The loop of watch mode: wait for a save or a key, grade or answer, show.

Theory of operation. One thread waits in `Console.wait` and does all the work; `FolderWatch` wakes it from a thread of
its own. A wake-up means only that something may have changed: the files are read, and graded if they are others than
before, so that an editor's many small changes give one run. What is asked for meanwhile waits.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from grader.attempts import Attempt, Task, attempt, next_exercise
from grader.errors import GraderError, InputError
from grader.intake.folder import take
from grader.lookup import find_submission
from grader.memory import Memory
from grader.reporters import terminal
from grader.reporters.layout import paragraph
from grader.reporters.plain import visible
from grader.result import Status, lowest
from grader.runner import Grader
from grader.submission import Submission
from grader.watch.console import CHANGED, REDRAW, Console
from grader.watch.folder import FolderWatch

_KEYS = "h hint   n next exercise   l list   r run again   q quit"
_NO_KEYS = "Ctrl-C ends it."


class Screen(NamedTuple):
    """Where the loop shows things: `look` gives width and colour, `show` replaces what is there by a text.

    `listing` is the list of exercises as text.
    """

    look: Callable[[], tuple[int, bool]]
    show: Callable[[str], None]
    listing: Callable[[], str]


class Loop:
    """Watches one task after the other, until `run` returns the exit code of the last report."""

    def __init__(self, task: Task, screen: Screen, memory: Memory, cwd: Path, *, box: str, details: bool) -> None:
        self._task = task
        self._screen = screen
        self._memory = memory
        self._cwd = cwd  # asked for once: the folder may be deleted
        self._box = box
        self._details = details
        self._grader: Grader | None = None
        self._last: Submission | None = None
        self._text: Callable[[int, bool], str] = lambda *_: ""
        self._message = ""
        self._drawn = ""
        self._runs = 0
        self._graded = datetime.now()  # noqa: DTZ005 - the student's own clock
        self._exit_code = 1

    def run(self, console: Console) -> int:
        """Go on until a key says to quit. Raises GraderError where nothing can be graded from the start."""
        with contextlib.ExitStack() as stack:
            stack.callback(self._close_grader)
            self._attempt()
            while (following := self._watch(console)) is not None:
                self._close_grader()
                self._task, self._last = following, None
                self._again()
        return self._exit_code

    def _watch(self, console: Console) -> Task | None:
        """Watch the present task; the next one when it is asked for, None to quit."""
        watched = FolderWatch(self._task.path, console.wake)
        with contextlib.closing(watched):
            self._draw(console, watched)
            while True:
                asked = console.wait(watched.tick)
                if asked == "q":
                    return None
                following = self._answer(asked, watched)
                if following is not None:
                    return following
                self._draw(console, watched)

    def _answer(self, asked: str, watched: FolderWatch) -> Task | None:
        """Do what was asked for; gives the task to go on with, if it is another."""
        if asked in (CHANGED, ""):
            if watched.look(reported=asked == CHANGED) or self._grader is None:
                self._look()
        elif asked == REDRAW:
            self._drawn = ""
        else:
            self._message = ""
            if asked == "h":
                self._again(hint=True)
            elif asked in ("r", "\r", "\n"):
                self._again()
            elif asked == "l":
                self._text = lambda *_: self._screen.listing()
            elif asked == "n":
                return self._following()
        return None

    def _look(self) -> None:
        """Grade if the files are others than at the last run."""
        if not self._task.path.exists():
            self._message = f"`{self._task.path.name}` is gone; this goes on when it is back."
            return
        try:
            there = _what_counts(take(self._task.path, self._task.exercise))
        except GraderError as error:
            self._message = str(error)
            return
        if there != self._last:
            self._message = ""
            self._again()

    def _again(self, *, hint: bool = False) -> None:
        """Grade and show; a failure of the grader or of its inputs is told, and the next save tries once more."""
        try:
            self._attempt(hint=hint)
        except GraderError as error:
            self._close_grader()
            self._message = f"Not graded: {error}"

    def _attempt(self, *, hint: bool = False) -> None:
        if self._grader is None:
            self._grader = Grader(self._task.exercise, box=self._box)
        self._last = _what_counts(take(self._task.path, self._task.exercise))
        tried = attempt(self._task, self._grader, self._memory, hint=hint)
        self._graded = datetime.now()  # noqa: DTZ005 - likewise
        self._runs += 1
        self._exit_code = 0 if tried.result.status is Status.PASSED else 1
        self._text = lambda width, color: self._report(tried, width, color=color)

    def _report(self, tried: Attempt, width: int, *, color: bool) -> str:
        background = tried.background._replace(watching=True)
        return terminal.report(tried.result, details=self._details, width=width, color=color, background=background)

    def _following(self) -> Task | None:
        following = next_exercise(self._task)
        if following is None:
            self._message = "This is the last exercise of the course."
            return None
        try:
            path, _ = find_submission(following, self._task.course, None, self._cwd)
        except InputError:
            short = following.name.partition("_")[0]
            self._message = f"{following.name} is not here yet: press q, then `grade start {short}`."
            return None
        return Task(self._task.course, following, path, lowest([self._task.feedback, following.feedback]))

    def _draw(self, console: Console, watched: FolderWatch) -> None:
        width, color = self._screen.look()
        lines = [
            line.text
            for text in (self._message, watched.notice, self._footer(), _KEYS if console.has_keys else _NO_KEYS)
            if text
            for line in paragraph(visible(text), width, "")
        ]
        text = self._text(width, color) + "\n" + "".join(f"{line}\n" for line in lines)
        if text != self._drawn:
            self._screen.show(text)
            self._drawn = text

    def _footer(self) -> str:
        name = self._task.path.name
        return f"Run {self._runs} at {self._graded:%H:%M:%S}. Watching {name}: a save grades it again."

    def _close_grader(self) -> None:
        if self._grader is not None:
            self._grader.close()
            self._grader = None


def _what_counts(submission: Submission) -> Submission:
    """The submission without what editors leave beside it for a moment."""
    kept = tuple(entry for entry in submission.listing if entry.path.endswith(".py"))
    return replace(submission, listing=kept)
