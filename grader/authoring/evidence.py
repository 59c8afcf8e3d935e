"""An exercise put to the proof: all that its author wrote, graded in one judge as students' work is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from grader.authoring.killing import Judged, Killing, mutants_of
from grader.authoring.mistakes import Mistake, read_mistake
from grader.authoring.settled import SETTLED_FILE, Settled, read_settled
from grader.course import Exercise
from grader.diagnosis.found import Explained
from grader.errors import InputError, JudgeError, ManifestError
from grader.files import read_tree, write_whole
from grader.intake.folder import take
from grader.post import post_for
from grader.record import RECORD_NAME, Record, dump, load
from grader.result import CheckResult, Feedback, Outcome
from grader.runner import explained, judge, record_of, required_by
from grader.scoring import Scored, score
from grader.worker.client import Worker

Grade = Callable[[Path], "Graded"]


class StoppedError(Exception):
    """The caller wants no more of this proof."""


class Graded(Struct, frozen=True, kw_only=True):
    """What one folder gave. `problem` says why nothing in it could be read, empty if something could.

    `box` is the kind it was graded in, empty if it was not.
    """

    folder: Path
    scored: Scored
    explained: Explained
    problem: str = ""
    box: str = ""

    @property
    def is_full(self) -> bool:
        """Whether every check passed, the stretch included."""
        return not self.not_passed

    @property
    def not_passed(self) -> list[CheckResult]:
        """The checks that did not pass, for whatever reason."""
        return [check for check in self.scored.checks if check.outcome is not Outcome.PASSED]


class Tried(Struct, frozen=True, kw_only=True):
    """A known mistake and what it gave; where its `mistake.toml` is wrong, `fault` says so instead."""

    folder: Path
    mistake: Mistake | None = None
    graded: Graded | None = None
    fault: str = ""


class Evidence(Struct, frozen=True, kw_only=True):
    """All that the gates look at.

    `record` is what collecting against the solution gives now, and `written` says that it was just written down;
    `notes` are lines of the suite that are collected again for every submission. `judged` are the mutants, None
    where none was asked for, `settled` is what the author says of those that live. `concepts` are the course's by id.
    """

    exercise: Exercise
    record: Record
    written: bool
    notes: list[str]
    solution: Graded
    alternatives: list[Graded]
    core: Graded | None
    skeleton: Graded
    mistakes: list[Tried]
    judged: list[Judged] | None
    settled: Settled
    concepts: dict[str, str]


def gather(
    exercise: Exercise, *, box: str, write: bool, mutants: bool, stop: Event, concepts: dict[str, str]
) -> Evidence:
    """Grade all that the author of an exercise wrote; with `write`, bring its `checks.json` up to date as well.

    With `mutants`, judge those of the solution, too.

    Raises `InputError` and its kind for what cannot be graded at all, `JudgeError` where the grader failed,
    `StoppedError` soon after `stop` is set.
    """
    suite, solution = exercise.suite, exercise.solution
    if suite is None or solution is None:
        missing = "suite" if suite is None else "solution"
        message = f"`{exercise.name}` has no `{missing}/` here, and without one there is nothing to check it with."
        raise InputError(message, hint="Name the folder of the full course, with its `solutions/`: `--course DIR`.")
    with Worker(post_for(exercise, box, fork=True)) as worker:
        collected = worker.collected()
        record = record_of(collected, suite)
        unlimited = _with_full_feedback(record)

        def grade(folder: Path) -> Graded:
            if stop.is_set():
                raise StoppedError
            return _grade(worker, exercise, unlimited, folder)

        right = grade(solution)
        return Evidence(
            exercise=exercise,
            record=record,
            written=write and _write(record, suite / RECORD_NAME),
            notes=collected.notes,
            solution=right,
            alternatives=[grade(folder) for folder in exercise.alternatives],
            core=grade(exercise.core) if exercise.core else None,
            skeleton=grade(exercise.public),
            mistakes=[_try(grade, folder, read_tree(solution)) for folder in exercise.mistakes],
            judged=_judge_mutants(exercise, unlimited, right, box=box, stop=stop) if mutants else None,
            settled=read_settled(solution.parent / SETTLED_FILE),
            concepts=concepts,
        )


def _judge_mutants(exercise: Exercise, record: Record, right: Graded, *, box: str, stop: Event) -> list[Judged]:
    """What the checks notice of each mutant; nothing of a solution that fails: then every mutant would."""
    if not right.is_full:
        return []
    judged = []
    with Killing(exercise, record, right.scored, box=box) as killing:
        for mutant in mutants_of(exercise):
            if stop.is_set():
                raise StoppedError
            judged.append(killing.judge(mutant))
    return judged


def _with_full_feedback(record: Record) -> Record:
    """The same checks with nothing hidden: what a student may not see of one, its author must."""
    return replace(record, checks=[replace(check, feedback=None) for check in record.checks])


def _grade(worker: Worker, exercise: Exercise, record: Record, folder: Path) -> Graded:
    submission = take(folder, exercise)
    verdicts, finished, _ = judge(worker, submission, record, required_by(exercise))
    scored = score(record, verdicts, feedback=Feedback.FULL)
    errored = next((check for check in scored.checks if check.outcome is Outcome.ERRORED), None)
    if errored:
        raise JudgeError(
            f"the grader failed on `{errored.id}` with `{folder}`: {errored.message}",
            hint="If no fixture of the suite is at fault, report it.",
        )
    return Graded(
        folder=folder,
        scored=scored,
        explained=explained(scored, record, finished, submission, exercise, feedback=Feedback.FULL),
        problem=submission.problem.message if submission.problem else "",
        box=finished.box if finished else "",
    )


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
