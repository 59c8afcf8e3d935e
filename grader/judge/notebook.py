"""What `submission.notebook()` gives: a notebook whose cells ran from top to bottom in a process of their own."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from grader.intake.notebook_cells import Cell, code_cells
from grader.intake.notebook_commands import Stripped, strip_commands
from grader.intake.paths import shortened, why_unsafe
from grader.judge.control import Job
from grader.judge.insides import Insides
from grader.result import Location, Outcome
from grader.standin.binding import Binding
from grader.standin.failures import StudentFailure
from grader.standin.ledger import Ledger
from grader.standin.wording import middle, short

MOST_OUTPUT = 2_000  # characters of a cell's output in the transcript

_Files = tuple[tuple[str, ...], tuple[str, ...]]


class CellError(NamedTuple):
    """The error that ended a cell: `line` counts from the cell's first, 0 where it is not known."""

    name: str
    message: str
    line: int
    traceback: str

    def __str__(self) -> str:
        return f"{self.name}: {self.message}" if self.message else self.name


class NotebookCell:
    """One code cell. `number` counts code cells from 1, `label` names it as Jupyter does: `cell 3 (In [5])`.

    `source` is its text as written, `output` what it printed and showed, both streams, within the limit of the check.
    """

    def __init__(self, cell: Cell, python: str, output: str, error: CellError | None) -> None:
        self.number = cell.number
        self.label = cell.label
        self.source = cell.source
        self.output = output
        self.error = error
        self._python = python

    def __repr__(self) -> str:
        return f"{self.place}: {self.error}" if self.error else self.label

    @property
    def tree(self) -> ast.Module:
        """The syntax tree of the cell without its commands; empty if it does not compile or writes a file."""
        return ast.parse(self._python)

    @property
    def place(self) -> str:
        """Where its error is, for messages: `cell 3 (In [5]), line 2`."""
        return f"{self.label}, line {self.error.line}" if self.error and self.error.line else self.label


class FinalNames(dict[str, Any]):
    """The names that held plain values after the last cell. A name that is not there fails the check."""

    def __init__(self, names: dict[str, Any], path: str, failed: NotebookCell | None, ledger: Ledger) -> None:
        super().__init__(names)
        self._path = path
        self._failed = f" The first error is in {failed!r}." if failed is not None else ""
        self._ledger = ledger

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        self._ledger.write(name, short(value))
        self._ledger.last_result, self._ledger.last_call = value, name
        return value

    def __missing__(self, name: str) -> Any:
        missing = f"`{name}` is not there after the last cell of `{self._path}`"
        message = f"{missing}, or it is no number, text, list or other plain value."
        raise self._ledger.fail(StudentFailure(message + self._failed, location=Location(self._path)))


class Notebook:
    """A notebook after its last cell. `failed` is the first cell that ended with an error, None if none did.

    `files_made` are new files, `files_changed` those that its cells wrote to or removed.
    """

    def __init__(
        self, path: str, cells: Sequence[NotebookCell], names: dict[str, Any], files: _Files, ledger: Ledger
    ) -> None:
        self.path = path
        self.cells = tuple(cells)
        self.failed = next((cell for cell in cells if cell.error is not None), None)
        self.names = FinalNames(names, path, self.failed, ledger)
        self.files_made, self.files_changed = files
        self._ledger = ledger

    def raise_first_error(self) -> None:
        """Fail the check with the error of the first cell that has one; nothing happens where all ran to their ends."""
        if self.failed is None or self.failed.error is None:
            return
        place = f"{self.path} {self.failed.label}"
        message = f"`{self.path} {self.failed.place}` stops with {self.failed.error}"
        location = Location(place, self.failed.error.line)
        failure = StudentFailure(message, Outcome.CRASHED, location=location, exception=str(self.failed.error))
        raise self._ledger.fail(failure)

    @property
    def transcript(self) -> str:
        """What the cells printed, and their errors, each behind its label."""
        said = [f"{cell.label}: {middle(cell.output, MOST_OUTPUT)}{cell.error or ''}".strip() for cell in self.cells]
        return "\n".join(text for cell, text in zip(self.cells, said, strict=True) if cell.output or cell.error)


def run_notebook(insides: Insides, job: Job, path: str, content: bytes) -> Notebook:
    """Run the cells of a notebook in the submission's folder, which must be a copy; raises `StudentFailure`."""
    cells = _cells(path, content, insides.ledger)
    before = _times(job.seat.home)
    running = _Running(insides.open(job, main=False), path, cells)
    try:
        done = running.carry_out(cells)
        names = running.final_names()
    finally:
        running.close()
    after = _times(job.seat.home)
    made = tuple(sorted(after.keys() - before.keys()))
    changed = tuple(sorted(name for name, when in before.items() if after.get(name) != when))
    return Notebook(path, done, names, (made, changed), insides.ledger)


class _Running:
    """One run of a notebook: what is asked inside, and what is printed meanwhile."""

    def __init__(self, binding: Binding, path: str, cells: Sequence[Cell]) -> None:
        self._binding = binding
        self._path = path
        self._printed: dict[int, list[str]] = {1: [], 2: []}
        binding.files = frozenset(self._label(cell) for cell in cells)  # where it hangs is looked for in these
        binding.inside.show = lambda stream, text: self._printed[stream].append(text)
        binding.inside.state = lambda _: None

    def carry_out(self, cells: Sequence[Cell]) -> list[NotebookCell]:
        """Compile all cells, then run one after the other; an error in one stops no other."""
        stripped = [strip_commands(cell.source) for cell in cells]
        steps = [_step(self._label(cell), each) for cell, each in zip(cells, stripped, strict=True)]
        refused = [
            _refusal(each) or self._failure(said)
            for each, said in zip(stripped, self._prepare(tuple(steps)), strict=True)
        ]
        done = []
        for place, cell in enumerate(cells):
            error = refused[place] or self._failure(self.ask(self._label(cell), "cell", place))
            python = "" if refused[place] else stripped[place].python
            done.append(NotebookCell(cell, python, self._output(), error))
        return done

    def final_names(self) -> dict[str, Any]:
        """The names that hold plain values after the last cell."""
        answer = self.ask(self._path, "cell_names")
        if type(answer) is not dict or not all(type(name) is str for name in answer):
            raise self._no_value()
        return dict(answer)

    def ask(self, what: str, operation: str, *args: Any) -> Any:
        """Ask for one step, which is named `what` if it never ends or takes the process with it."""
        with self._binding.ledger.about(what):
            return self._binding.ask(operation, *args)

    def _output(self) -> str:
        """What was printed since the last time, errors last."""
        texts = ["".join(texts) for texts in self._printed.values()]
        for pieces in self._printed.values():
            pieces.clear()
        return "".join(texts)

    def close(self) -> None:
        """End the process."""
        self._binding.inside.close()

    def _prepare(self, steps: tuple[tuple[str, str, str, bool], ...]) -> tuple[Any, ...]:
        answer = self.ask(self._path, "cells", steps)
        if type(answer) is not tuple or len(answer) != len(steps):
            raise self._no_value()
        return answer

    def _failure(self, answer: Any) -> CellError | None:
        if answer is None:
            return None
        if type(answer) is not tuple or tuple(map(type, answer)) != (str, str, int, str):
            raise self._no_value()
        return CellError(*answer)

    def _no_value(self) -> StudentFailure:
        with self._binding.ledger.about(self._path):
            return self._binding.inside.lose("answered with something that is no value")

    def _label(self, cell: Cell) -> str:
        return f"{self._path} {cell.label}"


def _cells(path: str, content: bytes, ledger: Ledger) -> tuple[Cell, ...]:
    try:
        return code_cells(json.loads(content))
    except (ValueError, RecursionError):
        message = f"`{path}` is no notebook that can be read."
        raise ledger.fail(StudentFailure(message, Outcome.CRASHED, location=Location(path))) from None


def _step(label: str, cell: Stripped) -> tuple[str, str, str, bool]:
    written = cell.written
    if written is None or why_unsafe(written.name):
        return label, cell.python, "", False
    return label, written.text, written.name, written.append


def _refusal(cell: Stripped) -> CellError | None:
    """Why a cell's file is not written; None where it writes none, or may."""
    reason = why_unsafe(cell.written.name) if cell.written is not None else ""
    message = f"refusing to write {shortened(cell.written.name)!r}: {reason}" if reason and cell.written else ""
    return CellError("ValueError", message, 1, "") if message else None


def _times(home: str) -> dict[str, tuple[int, int, int]]:
    """When each file below `home` was last written, with what else a writer changes."""
    found = {}
    for folder, _, names in os.walk(home):
        for name in names:
            path = os.path.join(folder, name)
            status = os.lstat(path)
            place = os.path.relpath(path, home).replace(os.sep, "/")
            found[place] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found
