"""The insides of one submission: the one its checks share, and those that single checks ask for."""

from __future__ import annotations

import io
import linecache
import logging
import os
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from grader.course import FileSystem, Limits
from grader.judge.control import Job, WorkerAbove
from grader.judge.image import Image, look_of, taken_from
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

    def __init__(self, above: WorkerAbove, ledger: Ledger, limits: Limits, suite: str, filesystem: FileSystem) -> None:
        self.above = above
        self.ledger = ledger
        self.main = Binding(ledger)
        self.baseline: Baseline
        self.finder: StudentFinder
        self.remembering = False  # whether it is the judge that reads a submission's files
        self.still = False  # see `grader.judge.stillness`
        self.filesystem = filesystem
        self.limits = limits
        self._suite = os.path.join(suite, "")
        self._home = ""
        self.disk: Image | None = None
        self._extra: list[Inside] = []
        self._originals: dict[str, dict[str, bytes]] = {}
        self.notebooks: dict[tuple[str, str], Any] = {}

    def open_main(self, job: Job) -> None:
        """Bind the suite's imports to a new inside for the submission."""
        self._home = job.seat.home
        self.main.home, self.main.files = job.seat.home, frozenset([*job.files, *job.given])
        allow(job.seat.top)
        self.main.bind(self._open(job))
        self.main.inside.show = _show

    def open(self, job: Job, *, main: bool) -> Binding:
        """A binding of its own to a new inside; it ends with the check."""
        binding = self.apart(job, main=main)
        self._extra.append(binding.inside)
        self._copy_disk(job, binding)
        return binding

    def apart(self, job: Job, *, main: bool) -> Binding:
        """A binding of its own to a new inside, which the caller closes."""
        binding = Binding(self.ledger, main=main)
        binding.home, binding.files = job.seat.home, frozenset([*job.files, *job.given])
        if job.seat.home == self._home:
            binding.dead = self.main.dead  # what hung once is not tried again
        binding.bind(self._open(job))
        return binding

    def _open(self, job: Job, run: dict[str, Any] | None = None, stdin: str = "") -> Inside:
        files = [*job.files, *job.given] if self.filesystem == "fake" else ()
        number, fds = self.above.spawn(job.seat, run, stdin, filesystem=self.filesystem, files=files)
        inside = Inside(number, fds, job.seat.home, self.above, self.ledger, output_kb=self.limits.output_kb)
        inside.objects.callbacks = Callbacks(self._suite)
        if not self.still:
            inside.state = World(self.baseline, self.finder).changes
        inside.note = _issue_again
        return inside

    def run(
        self, job: Job, run: dict[str, Any], stdin: str, timeout: float | None
    ) -> tuple[int, str, str, dict[str, Any], list[str]]:
        """Run a script in an inside of its own: exit code, both outputs, final names, new files."""
        there = self._on_disk(job)
        parts: dict[int, list[str]] = {1: [], 2: []}
        dashes = "-m " if run["module"] else ""
        text = " ".join(["python", dashes + run["target"], *run["args"]])
        inside = self._open(job, run, stdin)
        inside.show = lambda stream, piece: parts[stream].append(piece)
        inside.state = lambda _: None
        binding = Binding(self.ledger, main=False)
        binding.bind(inside)
        if self.filesystem == "fake":
            self._copy_disk(job, binding)
            there = self._on_disk(job)
        ledger, deadline = self.ledger, self.ledger.deadline
        if timeout is not None:
            ledger.deadline = min(deadline, time.monotonic() + timeout)
        try:
            with ledger.about(text):
                code, names = binding.ask("ended")
                self._copy_disk(job, binding, back=True)
        except InsideLost as failure:
            if failure.exit_code is None or failure.exit_code < 0:
                raise
            code, names = failure.exit_code, {}  # `os._exit` in a script is an exit code like any other
            ledger.forgive(failure)
        finally:
            ledger.deadline = deadline
            inside.close()
        stdout, stderr = "".join(parts[1]), "".join(parts[2])
        printed = (stdout + stderr).replace(os.path.join(job.seat.home, ""), "")
        ledger.write(f"$ {text}", printed + (f"(exit code {code})" if code else ""))
        ledger.last_result, ledger.last_call = stdout, text
        return int(code), stdout, stderr, dict(names), sorted(self._on_disk(job) - there)

    def _copy_disk(self, job: Job, other: Binding, *, back: bool = False) -> None:
        """Have another interpreter begin with the fake disk that the shared one has by now; or take it back from it.

        A variant has a folder, and so a disk, of its own.
        """
        if self.filesystem != "fake":
            return
        main = self.main if job.seat.home == self._home else None
        source, target = (other, main) if back else (main, other)
        self.disk = taken_from(source) if source is not None else None
        if self.disk is not None and target is not None:
            target.ask("disk_load", self.disk)
        elif target is other:
            other.ask("disk_do", "reset", (), {})  # it waits for one question before it runs anything

    def _on_disk(self, job: Job) -> set[str]:
        """The files in a submission's folder by now; in a fake file system, when it was last copied."""
        home, found = job.seat.home, set()
        if self.filesystem == "fake":
            things = look_of(self.disk).below(home) if self.disk is not None else {}
            return {*job.files, *job.given} | {path for path, thing in things.items() if thing.kind != "d"}
        for folder, _, names in os.walk(home):
            found |= {os.path.relpath(os.path.join(folder, name), home).replace(os.sep, "/") for name in names}
        return found

    def original(self, job: Job, path: str) -> bytes:
        """A file's content as it was handed in, whatever the student's code has done to it since."""
        files = self._originals.setdefault(job.seat.home, {})
        return files[path] if path in files else Path(job.seat.home, path).read_bytes()

    def is_under_test(self, path: str) -> bool:
        """Whether a full path is the source of a module that the suite has imported."""
        return any(path == self.main.file_of(name) for name in self.main.kept.modules)

    def keep(self, home: str, files: dict[str, bytes]) -> None:
        """Take these for what lies in a submission's folder, whatever the student's code does to it."""
        self._originals[home] = files

    def remember(self, job: Job) -> None:
        """Read the files of a submission before any of its code runs; what is known of another is forgotten."""
        self.notebooks.clear()
        files = self._originals[job.seat.home] = {}
        self.remembering = True
        try:
            for path in {*job.files, *job.given}:
                full = os.path.join(job.seat.home, path)
                with suppress(OSError), io.FileIO(full) as file:  # `open` looks for files under test, as these will be
                    files[path] = file.readall()
                    show_source(full, files[path])
        finally:
            self.remembering = False

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
