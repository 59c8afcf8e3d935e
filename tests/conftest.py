"""What every test starts from: an environment that decides nothing, and real insides and workers on request.

`open_student` and `student` play the judge in the test's own process: real boxes, real insides, no pytest in between.
`open_suite` and `grade_suite` run a real worker with a real judge, for what only a whole suite shows.
`each_exercise` and `each_grader` are the course of this repository, each exercise with one judge for all tests of it.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import msgspec
import pytest

from grader import runner
from grader.box.bubblewrap import why_not
from grader.box.limits import process_limits
from grader.box.warm import Child, WarmBox
from grader.course import Course, Exercise, FileSystem, Limits
from grader.result import Feedback, Outcome, Verdict
from grader.runner import Graded, Grader
from grader.standin.binding import Binding
from grader.standin.callbacks import Callbacks
from grader.standin.inside import Inside
from grader.standin.ledger import Ledger
from grader.worker.client import Worker
from grader.worker.orders import Collected, Judged, Order, Post, Word
from grader.worker.seats import Seats

TESTS = Path(__file__).parent
COURSE = Course.load(TESTS.parent)
LIMITS = Limits(seconds=10.0, submission_seconds=60.0)


@pytest.fixture(autouse=True)
def _plain_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    """The caller's colour, course, memory and debugging choices, and its workflow, would change what the tests see."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / f"memory-{hash(request.node.nodeid)}"))
    for name in ("NO_COLOR", "FORCE_COLOR", "GRADE_COURSE", "GRADE_DEBUG", "GRADE_KEY", "GRADE_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "RUNNER_", "ACTIONS_"))]:
        monkeypatch.delenv(name)


class Student:
    """One submission as the judge has it: an inside of its own, and the stand-ins bound to it."""

    def __init__(self, number: int, fds: list[int], home: str, box: Box) -> None:
        self.ledger = Ledger()
        self.ledger.open(LIMITS.seconds, operators=False)
        self.home = Path(home)
        self.printed: list[tuple[int, str]] = []
        self.notes: list[list[Any]] = []
        self.inside = Inside(number, fds, home, box, self.ledger, output_kb=LIMITS.output_kb)
        self.inside.objects.callbacks = Callbacks(str(TESTS) + os.sep)
        self.inside.show = lambda stream, text: self.printed.append((stream, text))
        self.inside.note = self.notes.append
        self.binding = Binding(self.ledger)
        self.binding.bind(self.inside)

    def module(self, name: str = "student") -> Any:
        """Import one of the submission's modules."""
        return self.binding.module(name)

    def next_check(self, *, operators: bool = False) -> None:
        """Begin another check, with or without the marker `operators`."""
        self.inside.next_check()
        self.ledger.open(LIMITS.seconds, operators=operators)


class Box:
    """Plays the worker: one warm box for many submissions."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._base = Path(tempfile.mkdtemp())
        self._seats = Seats(self._base, {})
        self._warm = WarmBox(kind, self._seats.root, {})
        self._children: dict[int, Child] = {}
        self._numbers = 0
        self._warm.wait_ready()

    def open(self, files: dict[str, str]) -> Student:
        """A new inside for a submission of these files."""
        seat = self._seats.take({name: text.encode() for name, text in files.items()})
        self._numbers += 1
        wire, theirs = socket.socketpair()
        (out, out_end), (err, err_end) = os.pipe(), os.pipe()
        stdin = os.open(os.devnull, os.O_RDONLY)
        limits = process_limits(LIMITS)
        order = {"see": seat.top, "folder": seat.home, "limits": limits, "core": None, "run": None, "path": list[str]()}
        self._children[self._numbers] = self._warm.spawn(
            self._numbers, order, [theirs.fileno(), stdin, out_end, err_end]
        )
        theirs.close()
        for fd in (out_end, err_end, stdin):
            os.close(fd)
        return Student(self._numbers, [wire.detach(), out, err], seat.home, self)

    def kill(self, number: int) -> int:
        """See `grader.standin.inside.Keeper.kill`."""
        child = self._children.pop(number, None)
        if child is None:
            return -9
        self._warm.forget(child)
        return -9 if child.exit is None else child.exit

    def ask_where(self, number: int) -> None:
        """See `grader.standin.inside.Keeper.ask_where`."""
        if number in self._children:
            self._warm.signal(self._children[number], signal.SIGUSR1)

    def close(self) -> None:
        """End the warm box and all that lives in it."""
        self._warm.close()
        shutil.rmtree(self._base, ignore_errors=True)


OpenBox = Callable[[str], Box]


@pytest.fixture(scope="session")
def open_box() -> Iterator[OpenBox]:
    """The warm box of a kind, one for all tests of this process; skips where it cannot be had."""
    boxes: dict[str, Box] = {}

    def open_one(kind: str) -> Box:
        if kind == "bubblewrap" and why_not():
            pytest.skip(f"no real box: {why_not()}")
        if kind not in boxes:
            boxes[kind] = Box(kind)
        return boxes[kind]

    yield open_one
    for box in boxes.values():
        box.close()


@pytest.fixture(scope="session", params=["bubblewrap", "process"])
def box(request: pytest.FixtureRequest, open_box: OpenBox) -> Box:
    """A warm box of each kind. A module whose rules are the judge's overrides it with one kind."""
    return open_box(request.param)


@pytest.fixture
def open_student(box: Box) -> Iterator[Callable[..., Student]]:
    """Open a submission: the text of `student.py`, other modules by keyword."""
    opened: list[Student] = []

    def open_one(source: str = "", **others: str) -> Student:
        opened.append(box.open({"student.py": source, **{f"{name}.py": text for name, text in others.items()}}))
        return opened[-1]

    yield open_one
    for one in opened:
        one.inside.close()


@pytest.fixture
def student(open_student: Callable[..., Student]) -> Callable[..., Any]:
    """Open a submission and give the stand-in of its module `student`."""
    return lambda source, **others: open_student(source, **others).module()


class Suite:
    """A suite in a real worker, collected against its solution; it grades one submission after the other."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.collected: Collected = worker.collected()

    def grade(self, files: dict[str, str], **asked: Any) -> dict[str, Verdict]:
        """The verdicts on a submission by the test's name without its file; `asked` is more of the order."""
        order = Order(files={name: text.encode() for name, text in files.items()}, **asked)
        verdicts = [word.verdict for word in self._worker.grade(order) if isinstance(word, Judged)]
        return {verdict.case.partition("::")[2]: verdict for verdict in verdicts}

    def passed(self, files: dict[str, str]) -> list[str]:
        """The names of the tests that passed for a submission."""
        return [name for name, verdict in self.grade(files).items() if verdict.outcome is Outcome.PASSED]


OpenSuite = Callable[..., Suite]
OpenStudent = Callable[..., Student]


@pytest.fixture(scope="module")
def open_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSuite]:
    """Start a worker for a suite and its solution, files by name; it lives until the module's tests are done."""
    workers: list[Worker] = []

    def start(
        suite: dict[str, str],
        solution: dict[str, str],
        *,
        box: str = "",
        limits: Limits = LIMITS,
        fork: bool = True,
        filesystems: tuple[FileSystem, ...] = ("temporary",),
    ) -> Suite:
        top = tmp_path_factory.mktemp("course")
        for name, text in suite.items():
            path = top / "suite" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        post = Post(
            suite=str(top / "suite"),
            solution={name: text.encode() for name, text in solution.items()},
            roots=sorted({name.split("/")[0].removesuffix(".py") for name in solution}),
            limits=limits,
            box=box or ("process" if why_not() else "bubblewrap"),
            fork=fork,
            filesystems=list(filesystems),
        )
        workers.append(Worker(post))
        return Suite(workers[-1])

    yield start
    for worker in workers:
        worker.close()


@pytest.fixture
def grade_suite(open_suite: OpenSuite) -> Callable[..., dict[str, Verdict]]:
    """Grade one submission with a suite of its own: verdicts by the test's name."""

    def grade(
        suite: dict[str, str], solution: dict[str, str], submission: dict[str, str], **options: Any
    ) -> dict[str, Verdict]:
        return open_suite(suite, solution, **options).grade(submission)

    return grade


class Recording(Worker):
    """Grades what it has graded before by telling the same again: how much is shown of it is decided above."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._told: dict[bytes, list[Word]] = {}

    def grade(self, order: Order) -> Iterator[Word]:
        key = msgspec.json.encode(order)
        if key not in self._told:
            self._told[key] = list(super().grade(order))
        yield from self._told[key]


class Lent:
    """A warm grader that a command takes for one of its own, and must not close."""

    def __init__(self, grader: Grader) -> None:
        self._grader = grader

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def grade(self, path: Path, *, feedback: Feedback = Feedback.FULL) -> Graded:
        return self._grader.grade(path, feedback=feedback)


Lend = Callable[[Grader], Callable[..., Lent]]


@pytest.fixture(scope="session")
def lend() -> Lend:
    """Make a grader the `open_grader` of `grader.cli.main.main`."""
    return lambda grader: lambda *_, **__: Lent(grader)


@pytest.fixture(scope="session", params=COURSE.names)
def each_exercise(request: pytest.FixtureRequest) -> Exercise:
    """Every exercise of this repository; pytest runs the tests of one together, whatever their modules are."""
    return COURSE.find(request.param)


@pytest.fixture(scope="session")
def each_grader(each_exercise: Exercise) -> Iterator[Grader]:
    """The exercise with a judge that forks, in a plain process; it grades the same files once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "Worker", Recording)
        grader = Grader(each_exercise, box="process")
    with grader:
        yield grader


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Thousands of tests are made and all stay: looks for garbage among them took a third of the collection."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()  # no later look goes through them, nor has a forked process a copy of them
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes, unless it is asked for: it is no test that was skipped."""
    large = [] if os.environ.get("GRADE_ISOLATION") else [item for item in items if item.get_closest_marker("large")]
    if large:
        config.hook.pytest_deselected(items=large)
        items[:] = [item for item in items if item not in large]
