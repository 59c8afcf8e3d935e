"""Grades submissions: take → judge → score → result. The steps in one place."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Self

from grader.assembly import assemble, errored, refused, required_by, with_places
from grader.course import Course, Exercise
from grader.errors import InputError, SuiteError
from grader.intake.folder import take
from grader.judging import judge, order_for, read, record_of
from grader.post import post_for
from grader.record import RECORD_NAME, Record, load, suite_digest
from grader.result import Feedback, Result, Verdict
from grader.submission import Submission
from grader.worker.client import Worker
from grader.worker.orders import Finished, Order


def grade(
    path: Path,
    exercise: Exercise,
    course: Course,  # noqa: ARG001 - bulk grading reads report rules from it
    *,
    box: str = "auto",
    feedback: Feedback = Feedback.FULL,
    json_report: Path | None = None,
    student: str = "",
) -> Result:
    """The result of one submission in a folder or file.

    `box` is `auto`, `bubblewrap` or `process`; `json_report` also writes pytest-json-report's file there.
    Raises `InputError` and its kind for what cannot be graded at all, `JudgeError` where the grader failed.
    """
    wanted = json_report is not None
    with Grader(exercise, box=box, fork=False, json_report=wanted) as grader:
        graded = grader.grade(path, feedback=feedback, student=student)
    if json_report is not None and graded.json_report is not None:
        json_report.write_bytes(graded.json_report)
    return graded.result


class Graded(NamedTuple):
    """A result with what it was made of. `json_report` is pytest-json-report's file; None where nothing could run."""

    result: Result
    submission: Submission
    json_report: bytes | None


class Grader:
    """One exercise with its judge kept warm, for one submission after the other; a context manager that ends it.

    With `fork=False` it grades one only and ends as an ordinary session does; that is faster for one. `alone` says that
    no other grader works on the cores that this process may use; `per_child` is how many submissions one child of the
    judge may grade.
    """

    def __init__(
        self,
        exercise: Exercise,
        *,
        box: str = "auto",
        fork: bool = True,
        json_report: bool = False,
        alone: bool = False,
        per_child: int = 1,
    ) -> None:
        self._exercise = exercise
        self._record: Record | None = None
        self._source = ""
        self._began: float | None = time.monotonic()  # the first submission waits for the judge
        self._post = post_for(exercise, box, fork=fork, json_report=json_report, alone=alone, per_child=per_child)
        self._worker = Worker(self._post)
        self._is_spent = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the judge and everything it started."""
        self._worker.close()

    def grade(self, path: Path, *, feedback: Feedback = Feedback.FULL, student: str = "") -> Graded:
        """Grade the submission in a folder or file; see `grade`. After an error the grader is of no use any more."""
        started, began = datetime.now(UTC), self._began or time.monotonic()
        self._began = None
        submission = take(path, self._exercise, student)
        self._renew()
        try:
            self._open()
            required = required_by(self._exercise)
            verdicts, finished, record = judge(
                self._worker, submission, self._record, required, suite=self._exercise.suite
            )
        except SuiteError:
            if feedback is Feedback.FULL:
                raise
            raise SuiteError("the checks of this exercise cannot be run", hint="Tell your instructor.") from None
        seconds = time.monotonic() - began
        return self._graded(
            submission, record, verdicts, feedback=feedback, finished=finished, started=started, seconds=seconds
        )

    def record(self) -> Record:
        """The checks that are scored, once the judge has them. Raises `InputError` where each submission decides it."""
        self._open()
        if self._record is None:
            raise InputError(
                f"`{self._exercise.name}` has no record of its checks: each submission would choose what is scored.",
                hint="Write one with `grade check --write`.",
            )
        return self._record

    def grade_all(
        self, submissions: Iterable[Submission], *, feedback: Feedback = Feedback.FULL
    ) -> Generator[Graded, None, None]:
        """Grade one submission after the other, the next on its way meanwhile if there is a solution; results in order.

        Two submissions are drawn before the first one's result is given. Raises as `record` does, and `GraderError`
        where the grader failed, which then is of no use any more.
        """
        record = self.record()
        if self._exercise.solution is None:
            yield from self._each_anew(submissions, record, feedback)
            return
        drawn: deque[_Drawn] = deque()
        free = 0.0
        for words in self._worker.grade_all(_orders(submissions, drawn, required_by(self._exercise))):
            submission, came = drawn.popleft()
            began, free = max(came, free), time.monotonic()
            verdicts, finished, _ = read(words, submission)
            if submission.problem is not None:
                verdicts = refused(record, submission)
            seconds = free - began
            started = datetime.now(UTC) - timedelta(seconds=seconds)
            yield self._graded(
                submission, record, verdicts, feedback=feedback, finished=finished, started=started, seconds=seconds
            )

    def _each_anew(
        self, submissions: Iterable[Submission], record: Record, feedback: Feedback
    ) -> Generator[Graded, None, None]:
        """Grade one after the other, each in a judge of its own that collects the suite against it."""
        for submission in submissions:
            started, began = datetime.now(UTC), time.monotonic()
            self._renew()
            verdicts, finished, _ = judge(self._worker, submission, record, required_by(self._exercise))
            seconds = time.monotonic() - began
            yield self._graded(
                submission, record, verdicts, feedback=feedback, finished=finished, started=started, seconds=seconds
            )

    def give_up(self, submission: Submission, why: str, *, feedback: Feedback = Feedback.FULL) -> Result:
        """The result of a submission that cannot be graded: the grader has failed at it. Raises as `record` does."""
        record = self.record()
        verdicts = errored(record, why if feedback is Feedback.FULL else "")
        return self._graded(submission, record, verdicts, feedback=feedback).result

    def _graded(
        self,
        submission: Submission,
        record: Record,
        verdicts: dict[str, Verdict],
        *,
        feedback: Feedback,
        finished: Finished | None = None,
        started: datetime | None = None,
        seconds: float = 0.0,
    ) -> Graded:
        result = assemble(
            self._exercise,
            submission,
            record,
            with_places(verdicts, submission, record),
            source=self._source,
            finished=finished,
            feedback=feedback,
            started=started or datetime.now(UTC),
            seconds=seconds,
        )
        return Graded(result, submission, finished.json_report if finished else None)

    def _open(self) -> None:
        """Wait for the judge, and know what is scored."""
        if not self._source:
            self._record, self._source = record_for(self._exercise, self._worker)

    def _renew(self) -> None:
        """Have a judge for one more submission: without a solution, a suite is collected against the first it gets."""
        if self._is_spent:
            self._worker.close()
            self._worker = Worker(self._post)
        self._is_spent = self._exercise.solution is None


def record_for(exercise: Exercise, worker: Worker) -> tuple[Record | None, str]:
    """The checks that are scored and where they come from: the solution, the record beside the suite, or neither."""
    if exercise.hidden is not None:
        return exercise.hidden.record, "record"
    suite = exercise.suite
    assert suite is not None  # noqa: S101 - `post_for` has refused
    if exercise.solution is not None:
        return record_of(worker.collected(), suite), "solution"
    path = suite / RECORD_NAME
    if not path.exists():
        return None, "submission"
    record = load(path)
    if record.suite and record.suite != suite_digest(suite):
        raise SuiteError(
            f"`{path}` is older than the suite beside it.", hint="Write it anew with `grade check --write`."
        )
    return record, "record"


class _Drawn(NamedTuple):
    """A submission that waits for its result, and when it came, by `time.monotonic`."""

    submission: Submission
    came: float


def _orders(submissions: Iterable[Submission], drawn: deque[_Drawn], required: Sequence[str]) -> Iterator[Order | None]:
    """What the worker is told of each submission, nothing of one that cannot be read; all are noted in `drawn`."""
    for submission in submissions:
        drawn.append(_Drawn(submission, time.monotonic()))
        yield order_for(submission, required) if submission.problem is None else None
