"""The store against a model: whatever is begun, saved, broken off, ended or forgotten, in whatever order."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec import Raw, Struct, field

from grader.bulk.entries import Graded, Left, Run
from grader.bulk.store import Store, open_store
from grader.errors import GraderError
from grader.result import Result, Status

EX = "ex01_first"
STUDENTS = st.sampled_from(["ada", "ben", "zoë"])
KEYS = st.sampled_from(["k1", "k2", "k3"])
POINTS = st.integers(0, 4)
ERRORED = -1


def result(points: int) -> Raw:
    status = Status.ERROR if points == ERRORED else Status.PASSED
    whole = Result(exercise=EX, title="t", status=status, points=points, max_points=4.0, core_points=4.0, checks=[])
    return Raw(msgspec.json.encode(whole))


class Known(Struct, eq=False):
    """What the model knows of a run: by student the key and points, and what was left."""

    source: str
    version: str
    ended: bool = False
    works: dict[str, tuple[str, int]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


class StoreMachine(RuleBasedStateMachine):
    """One store, and what should be in it."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Known] = []
        self.points: dict[str, int] = {}
        self.now = 0
        self.opened = ExitStack()
        self.folders = ExitStack()

    @initialize()
    def open(self) -> None:
        self._open(self._folder())

    def _folder(self) -> Path:
        return Path(self.folders.enter_context(tempfile.TemporaryDirectory()))

    def _open(self, folder: Path) -> None:
        self.folder = folder
        self.store = self.opened.enter_context(open_store(folder / "grades.sqlite"))

    @rule(source=st.sampled_from("ab"), version=st.sampled_from("12"))
    def begin(self, source: str, version: str) -> None:
        last = next((run for run in reversed(self.runs) if run.source == source), None)
        if last and last.version == version and not last.ended:
            last.left.clear()
            self.now = self.runs.index(last) + 1
        else:
            self.runs.append(Known(source, version))
            self.now = len(self.runs)
        run = Run(number=0, source=source, course="c", version=version, python="3.11", began="now")

        assert self.store.begin(run) == self.now

    @precondition(lambda self: self.now)
    @rule(batch=st.lists(st.tuples(STUDENTS, KEYS, POINTS | st.just(ERRORED)), max_size=5), unsaid=st.booleans())
    def save(self, batch: list[tuple[str, str, int]], unsaid: bool) -> None:
        """With `unsaid`, a result that is known is not given again."""
        known = set(self.points) if unsaid else set()
        self.store.save(self._graded(student, key, None if key in known else points) for student, key, points in batch)

        works = self.runs[self.now - 1].works
        for _, key, points in batch:
            if points != ERRORED and key not in known:
                self.points[key] = self.points.get(key, points)
        for student, key, points in batch:
            works[student] = (key, ERRORED if points == ERRORED and key not in known else self.points[key])

    @precondition(lambda self: self.now)
    @rule(student=STUDENTS, points=POINTS)
    def save_in_vain(self, student: str, points: int) -> None:
        batch = [self._graded(student, "never kept", points), self._graded(student + "2", "never graded", None)]

        with pytest.raises(GraderError, match="lacks a result"):
            self.store.save(batch)

    def _graded(self, student: str, key: str, points: int | None) -> Graded:
        given = None if points is None else result(points)
        return Graded(student=student, exercise=EX, run=self.now, key=key, result=given)

    @precondition(lambda self: self.now)
    @rule(paths=st.lists(st.sampled_from(["x", "y"]), max_size=2))
    def leave(self, paths: list[str]) -> None:
        self.store.leave(self.now, [Left(path=path, reason="r") for path in paths])
        self.runs[self.now - 1].left += paths

    @precondition(lambda self: self.now)
    @rule()
    def end(self) -> None:
        self.store.end(self.now, {})
        self.runs[self.now - 1].ended = True

    @rule(student=STUDENTS)
    def forget(self, student: str) -> None:
        had = sum(1 for run in self.runs if run.works.pop(student, None))
        kept = {key for run in self.runs for key, points in run.works.values() if points != ERRORED}
        self.points = {key: points for key, points in self.points.items() if key in kept}

        assert self.store.forget(student) == had

    @rule()
    def crash(self) -> None:
        """What lies on the disk at this moment is all that the next process has."""
        folder = self._folder()
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        self.opened.close()
        self._open(folder)

    @invariant()
    def holds(self) -> None:
        runs = self.store.runs()
        assert [(run.source, run.version, bool(run.ended)) for run in runs] == [
            (run.source, run.version, run.ended) for run in self.runs
        ]
        latest: dict[str, tuple[int, tuple[str, int]]] = {}
        for number, run in enumerate(self.runs, 1):
            assert {each.student: (each.key, each.result.points) for each in self.store.entries(number)} == run.works
            assert [each.path for each in self.store.left(number)] == run.left
            latest |= {student: (number, work) for student, work in run.works.items()}
        assert [(each.student, (each.run, (each.key, each.result.points))) for each in self.store.entries()] == sorted(
            latest.items()
        )
        assert self.store.known(EX, ["k1", "k2", "k3", "never kept"]) == set(self.points)

    def teardown(self) -> None:
        self.opened.close()
        self.folders.close()


StoreMachine.TestCase.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
test_the_store_holds_what_it_was_given = StoreMachine.TestCase
