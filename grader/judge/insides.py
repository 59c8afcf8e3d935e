"""The insides of one submission: the one its checks share, and those that single checks ask for."""

from __future__ import annotations

import linecache
import logging
import os
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from grader.course import Limits
from grader.judge.control import Job, WorkerAbove
from grader.standin.binding import Binding
from grader.standin.callbacks import Callbacks
from grader.standin.failures import InsideLost
from grader.standin.importing import StudentFinder
from grader.standin.inside import Inside
from grader.standin.ledger import Ledger
from grader.standin.paths import allow
from grader.standin.world import Baseline, World


class Insides:
    """Opens and closes insides. `main` is the binding the suite's imports are bound to."""

    def __init__(self, above: WorkerAbove, ledger: Ledger, limits: Limits, suite: str) -> None:
        self.above = above
        self.ledger = ledger
        self.main = Binding(ledger)
        self.baseline: Baseline
        self.finder: StudentFinder
        self._limits = limits
        self._suite = os.path.join(suite, "")
        self._home = ""
        self._extra: list[Inside] = []
        self._originals: dict[str, dict[str, bytes]] = {}

    def open_main(self, job: Job) -> None:
        """Bind the suite's imports to a new inside for the submission."""
        self._home = job.seat.home
        self.main.home, self.main.files = job.seat.home, frozenset([*job.files, *job.given])
        allow(job.seat.top)
        self.main.bind(self._open(job))
        self.main.inside.show = _show

    def open(self, job: Job, *, main: bool) -> Binding:
        """A binding of its own to a new inside; it ends with the check."""
        binding = Binding(self.ledger, main=main)
        binding.home, binding.files = job.seat.home, frozenset([*job.files, *job.given])
        if job.seat.home == self._home:
            binding.dead = self.main.dead  # what hung once is not tried again
        inside = self._open(job)
        binding.bind(inside)
        self._extra.append(inside)
        return binding

    def _open(self, job: Job, run: dict[str, Any] | None = None, stdin: str = "") -> Inside:
        number, fds = self.above.spawn(job.seat, run, stdin)
        inside = Inside(number, fds, job.seat.home, self.above, self.ledger, output_kb=self._limits.output_kb)
        inside.objects.callbacks = Callbacks(self._suite)
        inside.state = World(self.baseline, self.finder).changes
        inside.note = _issue_again
        return inside

    def run(
        self, job: Job, run: dict[str, Any], stdin: str, timeout: float | None
    ) -> tuple[int, str, str, dict[str, Any]]:
        """Run a script in an inside of its own: exit code, both outputs, final names."""
        parts: dict[int, list[str]] = {1: [], 2: []}
        dashes = "-m " if run["module"] else ""
        text = " ".join(["python", dashes + run["target"], *run["args"]])
        inside = self._open(job, run, stdin)
        inside.show = lambda stream, piece: parts[stream].append(piece)
        inside.state = lambda _: None
        binding = Binding(self.ledger, main=False)
        binding.bind(inside)
        ledger, deadline = self.ledger, self.ledger.deadline
        before, ledger.in_hand = ledger.in_hand, text
        if timeout is not None:
            ledger.deadline = min(deadline, time.monotonic() + timeout)
        try:
            code, names = binding.ask("ended")
        except InsideLost as failure:
            if failure.exit_code is None or failure.exit_code < 0:
                raise
            code, names = failure.exit_code, {}  # `os._exit` in a script is an exit code like any other
            ledger.failure = None
        finally:
            ledger.deadline, ledger.in_hand = deadline, before
            inside.close()
        stdout, stderr = "".join(parts[1]), "".join(parts[2])
        printed = (stdout + stderr).replace(os.path.join(job.seat.home, ""), "")
        ledger.write(f"$ {text}", printed + (f"(exit code {code})" if code else ""))
        ledger.last_result, ledger.last_call = stdout, text
        return int(code), stdout, stderr, dict(names)

    def original(self, job: Job, path: str) -> bytes:
        """A file's content as it was handed in, whatever the student's code has done to it since."""
        files = self._originals.setdefault(job.seat.home, {})
        return files[path] if path in files else Path(job.seat.home, path).read_bytes()

    def remember(self, job: Job) -> None:
        """Read the files of a submission before any of its code runs."""
        files = self._originals[job.seat.home] = {}
        for path in {*job.files, *job.given}:
            with suppress(OSError):
                files[path] = Path(job.seat.home, path).read_bytes()
                show_source(os.path.join(job.seat.home, path), files[path])

    def close_extra(self) -> None:
        """End the insides that single checks opened."""
        while self._extra:
            self._extra.pop().close()

    def lost(self) -> bool:
        """Whether the shared inside has to be replaced."""
        return self.main.inside.lost is not None


def show_source(path: str, content: bytes) -> None:
    """Have `inspect.getsource` and tracebacks read what was handed in, whatever the file holds by then."""
    lines = content.decode("utf-8", "replace").splitlines(keepends=True)
    linecache.cache[path] = (len(content), None, lines, path)


def _show(stream: int, text: str) -> None:
    """What the student's code printed goes where the suite looks for it."""
    (sys.stdout if stream == 1 else sys.stderr).write(text)


def _issue_again(note: list[Any]) -> None:
    """A warning or log record of the student's, issued in the judge as data."""
    kind, *parts = note
    if kind == "warning":
        message, category, filename, line = parts
        if not (isinstance(category, type) and issubclass(category, Warning)):
            category = UserWarning
        warnings.warn_explicit(str(message), category, str(filename), int(line))
    elif kind == "log":
        name, level, message, line, trace, error = parts
        logger = logging.getLogger(str(name))
        if logger.isEnabledFor(int(level)):
            raised = (type(error), error, None) if isinstance(error, BaseException) else None
            record = logger.makeRecord(str(name), int(level), "", int(line), str(message), (), raised)
            record.exc_text = str(trace) or None
            logger.handle(record)
