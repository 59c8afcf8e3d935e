"""Grades a submission: take → judge → score → result. The steps in one place."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self

from msgspec.structs import replace

from grader.course import Course, Exercise
from grader.diagnosis.found import Explained, Found
from grader.errors import SuiteError
from grader.intake.folder import take
from grader.manifest import is_pattern
from grader.pointing import located
from grader.post import post_for
from grader.record import RECORD_NAME, Record, load, suite_digest
from grader.result import Feedback, GraderInfo, Outcome, Result, Status, SubmissionInfo, SuiteInfo, Verdict
from grader.scoring import Scored, score, without_names
from grader.submission import Submission
from grader.worker.client import Worker
from grader.worker.orders import Collected, Finished, Judged, Order


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

    With `fork=False` it grades one only and ends as an ordinary session does; that is faster for one.
    """

    def __init__(self, exercise: Exercise, *, box: str = "auto", fork: bool = True, json_report: bool = False) -> None:
        self._exercise = exercise
        self._record: Record | None = None
        self._source = ""
        self._began: float | None = time.monotonic()  # the first submission waits for the judge
        self._post = post_for(exercise, box, fork=fork, json_report=json_report)
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
            if not self._source:
                self._record, self._source = record_for(self._exercise, self._worker)
            required = required_by(self._exercise)
            verdicts, finished, record = judge(
                self._worker, submission, self._record, required, suite=self._exercise.suite
            )
        except SuiteError:
            if feedback is Feedback.FULL:
                raise
            raise SuiteError("the checks of this exercise cannot be run", hint="Tell your instructor.") from None
        result = assemble(
            self._exercise,
            submission,
            record,
            with_places(verdicts, submission, record),
            source=self._source,
            finished=finished,
            feedback=feedback,
            started=started,
            seconds=time.monotonic() - began,
        )
        return Graded(result, submission, finished.json_report if finished else None)

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


def record_of(collected: Collected, suite: Path) -> Record:
    """The record of a suite that was collected."""
    if not collected.checks:
        why = f":\n{collected.failures[0]}" if collected.failures else ""
        raise SuiteError(f"`{suite}` holds no test that could be collected{why}")
    return Record(checks=collected.checks, imports=collected.imports, suite=suite_digest(suite))  # type: ignore[arg-type]


def judge(
    worker: Worker,
    submission: Submission,
    record: Record | None,
    required: Sequence[str] = (),
    *,
    suite: Path | None = None,
    sequence: Sequence[str] = (),
    seconds: float = 0.0,
    explain: bool = True,
    enough: int = 0,
    decisive: Sequence[str] = (),
    check_seconds: float = 0.0,
) -> tuple[dict[str, Verdict], Finished | None, Record]:
    """The verdicts on a submission by case; without a record, that of the `suite` collected against the submission.

    `required` are the files that must be there, for the diagnosis of what fails, which is left out without `explain`.
    `sequence` are cases to run in this order, ahead of all others; the verdicts come in the order of the run.
    `seconds` are for all checks together and `check_seconds` for one of them, 0 for what the limits say. When `enough`
    checks have failed, or one of `decisive`, the others are not checked; 0 is for all.
    """
    if submission.problem is not None and record is not None:
        return {case: refusal(case, submission) for check in record.checks for case in check.cases}, None, record
    order = Order(
        files=submission.files,
        given=submission.given,
        sequence=list(sequence),
        seconds=seconds,
        listing=list(submission.listing),
        changed_given=list(submission.changed_given),
        required=list(required),
        explain=explain,
        enough=enough,
        decisive=list(decisive),
        check_seconds=check_seconds,
    )
    words = list(worker.grade(order))
    verdicts = {word.verdict.case: with_cell(word.verdict, submission) for word in words if isinstance(word, Judged)}
    finished = next((word for word in words if isinstance(word, Finished)), None)
    if record is None:
        collected = next((word for word in words if isinstance(word, Collected)), None)
        if collected is None or suite is None:
            raise SuiteError("the suite was not collected")
        record = record_of(collected, suite)
    return verdicts, finished, record


def with_cell(verdict: Verdict, submission: Submission) -> Verdict:
    """The verdict with the notebook's cell in its message, where the student's line was made from one."""
    place = verdict.location
    cell = submission.cell_of(place.file, place.line) if place is not None and place.line else ""
    if not cell:
        return verdict
    stop = "" if verdict.message.endswith((".", "!", "?")) else "."
    said = f"{verdict.message}{stop} " if verdict.message else ""
    return replace(verdict, message=f"{said}This is {cell}.")


def with_places(verdicts: Mapping[str, Verdict], submission: Submission, record: Record) -> dict[str, Verdict]:
    """The verdicts, each with a place to look at where one can be found."""
    titles = {case: check.title for check in record.checks for case in check.cases}
    return {case: located(verdict, submission, titles.get(case, "")) for case, verdict in verdicts.items()}


def required_by(exercise: Exercise) -> list[str]:
    """The files that a submission must hold by name."""
    return [entry for entry in exercise.files if not is_pattern(entry)]


def explained(
    scored: Scored,
    record: Record,
    finished: Finished | None,
    submission: Submission,
    exercise: Exercise,
    *,
    feedback: Feedback,
) -> Explained:
    """The checks with the mistakes that explain them; of a submission that was not judged, what its names show."""
    if all(check.outcome is Outcome.PASSED for check in scored.checks):
        return Explained(checks=scored.checks, findings=[])
    from grader.diagnosis.attached import explain  # noqa: PLC0415 - start-up time: nothing to explain where all passed

    found = finished.found if finished else {"": on_disk(submission, required_by(exercise))}
    return explain(scored.checks, record, found, expects=exercise.expects, feedback=feedback)


def on_disk(submission: Submission, required: Sequence[str]) -> list[Found]:
    """What the names and bytes of the files show; nothing is parsed here."""
    from grader.diagnosis.diagnose import ON_DISK, diagnose  # noqa: PLC0415 - as above
    from grader.diagnosis.evidence import Evidence  # noqa: PLC0415

    names = tuple(entry.path for entry in submission.listing)
    return diagnose(
        Evidence(files={**submission.files, **submission.instead}, listing=names, required=tuple(required)), ON_DISK
    )


def refusal(case: str, submission: Submission) -> Verdict:
    """The verdict on every case of a submission of which nothing could be read."""
    message = submission.problem.message if submission.problem else ""
    return Verdict(case=case, outcome=Outcome.FAILED, message=message)


def assemble(
    exercise: Exercise,
    submission: Submission,
    record: Record,
    verdicts: dict[str, Verdict],
    *,
    source: str,
    finished: Finished | None,
    feedback: Feedback,
    started: datetime,
    seconds: float,
) -> Result:
    """The result in the normal form."""
    scored = score(record, verdicts, feedback=feedback)
    explanation = explained(scored, record, finished, submission, exercise, feedback=feedback)
    return Result(
        exercise=exercise.name,
        title=exercise.title,
        status=scored.status if submission.problem is None else Status.FAILED,
        points=scored.points,
        max_points=scored.max_points,
        core_points=scored.core_points,
        checks=without_names(explanation.checks),
        findings=explanation.findings,
        problem=submission.problem,
        notices=list(submission.notices),
        submission=SubmissionInfo(
            student=submission.student, path=submission.path, sha256=submission.sha256, late=submission.late
        ),
        suite=SuiteInfo(record.suite),
        checks_from=source,
        box=finished.box if finished else "",
        grader=_this_grader(),
        started=started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=round(seconds, 3),
    )


@cache
def _this_grader() -> GraderInfo:
    from importlib.metadata import version  # noqa: PLC0415 - slow to import; here the judge is done already

    return GraderInfo(version("gradebox"), ".".join(map(str, sys.version_info[:3])))
