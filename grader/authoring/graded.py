"""One folder graded: what it gave, and the result that a student sees of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.assembly import assemble, explained, required_by, with_places
from grader.course import Exercise
from grader.diagnosis.found import Explained
from grader.errors import JudgeError
from grader.intake.folder import take
from grader.judging import judge
from grader.record import Record
from grader.result import CheckResult, Feedback, Outcome, Result, Verdict
from grader.scoring import Scored, score
from grader.submission import Submission
from grader.worker.client import Worker
from grader.worker.orders import Finished


class Graded(Struct, frozen=True, kw_only=True):
    """What one folder gave: the verdicts by case, in the order of the run, and how long they took together.

    `finished` is None where nothing could be read; `scored` and `explained` hide nothing.
    """

    folder: Path
    submission: Submission
    verdicts: dict[str, Verdict]
    finished: Finished | None
    scored: Scored
    explained: Explained
    seconds: float = 0.0

    @property
    def problem(self) -> str:
        """Why nothing in the folder could be read, empty if something could."""
        return self.submission.problem.message if self.submission.problem else ""

    @property
    def box(self) -> str:
        """The kind of box it was graded in, empty if it was not."""
        return self.finished.box if self.finished else ""

    @property
    def is_full(self) -> bool:
        """Whether every check passed, the stretch included."""
        return not self.not_passed

    @property
    def not_passed(self) -> list[CheckResult]:
        """The checks that did not pass, for whatever reason."""
        return [check for check in self.scored.checks if check.outcome is not Outcome.PASSED]


def grade(worker: Worker, exercise: Exercise, record: Record, folder: Path, sequence: Sequence[str] = ()) -> Graded:
    """Grade a folder as a student's; `sequence` are cases to run in this order.

    Raises `JudgeError` where the grader failed.
    """
    submission = take(folder, exercise)
    began = time.monotonic()
    verdicts, finished, _ = judge(worker, submission, record, required_by(exercise), sequence=sequence)
    seconds = time.monotonic() - began
    verdicts = with_places(verdicts, submission, record)
    scored = score(open_to_all(record), verdicts, feedback=Feedback.FULL)
    errored = next((check for check in scored.checks if check.outcome is Outcome.ERRORED), None)
    if errored:
        raise JudgeError(
            f"the grader failed on `{errored.id}` with `{folder}`: {errored.message}",
            hint="If no fixture of the suite is at fault, report it.",
        )
    return Graded(
        folder=folder,
        submission=submission,
        verdicts=verdicts,
        finished=finished,
        scored=scored,
        explained=explained(scored, record, finished, submission, exercise, feedback=Feedback.FULL),
        seconds=seconds,
    )


def open_to_all(record: Record) -> Record:
    """The same checks with nothing hidden: what a student may not see of one, its author must."""
    return replace(record, checks=[replace(check, feedback=None) for check in record.checks])


def result_of(graded: Graded, exercise: Exercise, record: Record, feedback: Feedback) -> Result:
    """The result that a student sees at this level; it names the submission after its folder's last part alone."""
    named = replace(graded.submission, path=graded.folder.name)
    return assemble(
        exercise,
        named,
        record,
        graded.verdicts,
        source="solution",
        finished=graded.finished,
        feedback=feedback,
        started=datetime.now(UTC),
        seconds=graded.seconds,
    )
