"""Diagnoses files with a command, as a teacher tries a message out: it runs in a real box of a warm worker."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from grader.course import Limits
from grader.diagnosis.catalogue import load
from grader.diagnosis.commands import read_command, required_files
from grader.result import Finding
from grader.worker.client import Worker
from grader.worker.orders import Finished, Order, Post

_SUITE = "# No test: the command is all that runs.\n"


class Trials:
    """A warm worker for many commands; a context manager that ends it.

    `box` is `auto`, `bubblewrap` or `process`.
    """

    def __init__(self, box: str = "auto") -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="gradebox-"))
        self._folder.chmod(0o755)  # the worker may run as another user
        (self._folder / "test_nothing.py").write_text(_SUITE)
        post = Post(suite=str(self._folder), roots=[], limits=Limits(), box=box, solution={"nothing.py": b""})
        self._worker = Worker(post)
        self._worker.collected()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        self._worker.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def diagnose(self, files: Mapping[str, bytes], command: str, *, title: str = "") -> list[Finding]:
        """The mistakes that a command shows, the root cause first.

        `command` is `c:CODE` for `python -c CODE`, or `py FILE`. The files that must be there are those that the
        command and the title name. Raises `ValueError` for another command, `JudgeError` where the grader failed.
        """
        required = required_files(read_command(command), title)
        order = Order(files=dict(files), required=list(required), command=command)
        found = [
            each for word in self._worker.grade(order) if isinstance(word, Finished) for each in word.found.get("", ())
        ]
        messages = load()
        return [Finding(each.id, each.file, each.line, messages.message(each)) for each in found]


def diagnose(files: Mapping[str, bytes], command: str, *, title: str = "", box: str = "auto") -> list[Finding]:
    """See `Trials.diagnose`, for one command."""
    with Trials(box) as trials:
        return trials.diagnose(files, command, title=title)
