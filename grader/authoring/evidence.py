"""An exercise put to the proof: all that its author wrote, graded in one judge as students' work is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import NamedTuple

from msgspec import Struct

from grader.authoring.graded import Graded, grade
from grader.authoring.hostile import Attack, attack
from grader.authoring.killing import Judged, Killing
from grader.authoring.mistakes import Mistake, read_mistake
from grader.authoring.repeats import Grade, Run, plain, repeat
from grader.authoring.settled import SETTLED_FILE, Settled, read_settled
from grader.course import Exercise
from grader.errors import InputError, ManifestError
from grader.files import read_tree, write_whole
from grader.judging import record_of
from grader.post import post_for
from grader.record import RECORD_NAME, Record, dump, load
from grader.worker.client import Worker

NEED_MUTANTS = ("mutants", "idle", "concepts")  # gates


class StoppedError(Exception):
    """The caller wants no more of this proof."""


class Tried(Struct, frozen=True, kw_only=True):
    """A known mistake and what it gave; where its `mistake.toml` is wrong, `fault` says so instead."""

    folder: Path
    mistake: Mistake | None = None
    graded: Graded | None = None
    fault: str = ""


class Evidence(Struct, frozen=True, kw_only=True):
    """All that the gates look at; what none of them asks for may be left out.

    `runs` are those of the solution, the first among them; `attacks` are made of the skeleton. `record` is what
    collecting against the solution gives now, and `written` says that it was just written down; `notes` are lines of
    the suite that are collected again for every submission. `judged` are the mutants, None where none was asked for,
    `settled` is what the author says of those that live. `concepts` are the course's by id.
    """

    exercise: Exercise
    record: Record
    written: bool
    notes: list[str]
    runs: list[Run]
    alternatives: list[Graded]
    core: Graded | None
    skeleton: Graded
    mistakes: list[Tried]
    judged: list[Judged] | None
    settled: Settled
    concepts: dict[str, str]
    attacks: list[Attack]

    @property
    def solution(self) -> Graded:
        """The first run of the solution."""
        return self.runs[0].graded


class Gathering(NamedTuple):
    """How evidence is gathered.

    `box` is `auto`, `bubblewrap` or `process`; `write` brings the `checks.json` up to date as well; `stop` ends it
    early; `doing` hears what is graded next. `gates` are those that will ask, or all of them where none is named;
    without `mutants` those that need some are not asked. `concepts` are the course's by id.
    """

    box: str = "auto"
    write: bool = False
    stop: Event = Event()
    doing: Callable[[str], None] = lambda _: None
    gates: tuple[str, ...] = ()
    mutants: bool = True
    concepts: dict[str, str] = {}  # noqa: RUF012 - nobody writes to it

    def asks(self, *gates: str) -> bool:
        """Whether one of these gates will ask."""
        return not self.gates or not {*gates}.isdisjoint(self.gates)

    def step(self, what: str) -> None:
        """Tell what comes next. Raises `StoppedError` where nothing more is wanted."""
        if self.stop.is_set():
            raise StoppedError
        self.doing(what)


def gather(exercise: Exercise, way: Gathering) -> Evidence:
    """Grade all that the author of an exercise wrote.

    Raises `InputError` and its kind for what cannot be graded at all, `JudgeError` where the grader failed,
    `StoppedError` soon after it was stopped.
    """
    suite, solution = exercise.suite, exercise.solution
    if suite is None or solution is None:
        missing = "suite" if suite is None else "solution"
        message = f"`{exercise.name}` has no `{missing}/` here, and without one there is nothing to check it with."
        raise InputError(message, hint="Name the folder of the full course, with its `solutions/`: `--course DIR`.")
    way.step("suite")
    with read_only_home() as home, Worker(post_for(exercise, way.box, fork=True), home=home) as worker:
        collected = worker.collected()
        record = record_of(collected, suite)

        def graded(what: str, folder: Path, sequence: Sequence[str] = ()) -> Graded:
            way.step(what)
            return grade(worker, exercise, record, folder, sequence)

        first, skeleton = graded("solution", solution), graded("skeleton", exercise.public)
        mistakes = [
            _try(partial(graded, "mistakes"), folder, read_tree(solution))
            for folder in exercise.mistakes
            if way.asks("skeleton", "mistakes", "texts", "leaks", *NEED_MUTANTS)
        ]
        attacks = attack(worker, exercise, record, skeleton.scored.points)
        wants_mutants = way.mutants and way.asks(*NEED_MUTANTS)
        return Evidence(
            exercise=exercise,
            record=record,
            written=way.write and _write(record, suite / RECORD_NAME),
            notes=collected.notes,
            runs=repeat(partial(graded, "runs"), first, record) if way.asks("runs", "time") else [plain(first)],
            alternatives=[graded("alternatives", each) for each in exercise.alternatives if way.asks("alternatives")],
            core=graded("core", exercise.core) if exercise.core else None,
            skeleton=skeleton,
            mistakes=mistakes,
            judged=_judge_mutants(Killing(worker, exercise, record, first), mistakes, way) if wants_mutants else None,
            settled=read_settled(solution.parent / SETTLED_FILE),
            concepts=way.concepts,
            attacks=list(_step_by_step(attacks, way)) if way.asks("hostile") else [],
        )


def _judge_mutants(killing: Killing, mistakes: Sequence[Tried], way: Gathering) -> list[Judged]:
    """What the checks notice of each mutant, with what they noticed of known mistakes in mind."""
    for tried in mistakes:
        if tried.mistake is not None and tried.graded is not None:
            killing.learn(tried.mistake, tried.graded.scored.checks)
    judged = []
    for mutant in killing.mutants():
        way.step("mutants")
        judged.append(killing.judge(mutant))
    return judged


def _step_by_step(attacks: Iterator[Attack], way: Gathering) -> Iterator[Attack]:
    for each in attacks:
        way.step("hostile")
        yield each


@contextmanager
def read_only_home() -> Iterator[Path]:
    """A home in which nobody may write: some machines have no other."""
    with tempfile.TemporaryDirectory(prefix="gradebox-") as home:
        Path(home).chmod(0o555)
        yield Path(home)


def _try(grade: Grade, folder: Path, solution: dict[str, bytes]) -> Tried:
    try:
        mistake, files = read_mistake(folder, solution)
    except ManifestError as error:
        return Tried(folder=folder, fault=str(error))
    # On disk, for the same intake as a student's folder: what it takes and refuses is part of some mistakes.
    with tempfile.TemporaryDirectory(prefix="gradebox-") as place:
        for path, content in files.items():
            file = Path(place, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return Tried(folder=folder, mistake=mistake, graded=grade(Path(place)))


def _write(record: Record, path: Path) -> bool:
    """Write the record if it is not there already; say whether it was written."""
    try:
        if load(path) == record:
            return False
    except ManifestError:
        pass  # missing or spoilt: the more reason to write it
    write_whole(path, dump(record).decode())
    return True
