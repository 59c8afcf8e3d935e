"""From verdicts to the result: places to look at, points, and the mistakes that explain what fails."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from msgspec.structs import replace

from grader.course import Exercise
from grader.diagnosis.found import Explained, Found
from grader.manifest import is_pattern
from grader.pointing import located
from grader.record import Record
from grader.result import Feedback, GraderInfo, Outcome, Result, Status, SubmissionInfo, SuiteInfo, Verdict
from grader.scoring import Scored, score, without_names
from grader.submission import Submission
from grader.worker.orders import Finished


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


def refused(record: Record, submission: Submission) -> dict[str, Verdict]:
    """The verdicts on a submission of which nothing could be read."""
    message = submission.problem.message if submission.problem else ""
    return _of_all(record, Outcome.FAILED, message)


def errored(record: Record, why: str) -> dict[str, Verdict]:
    """The verdicts on a submission that the grader failed at as a whole."""
    return _of_all(record, Outcome.ERRORED, f"The grader failed on this submission{f': {why}' if why else '.'}")


def _of_all(record: Record, outcome: Outcome, message: str) -> dict[str, Verdict]:
    cases = (case for check in record.checks for case in check.cases)
    return {case: Verdict(case=case, outcome=outcome, message=message) for case in cases}


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
        grader=_versions(),
        started=started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=round(seconds, 3),
    )


@cache
def _versions() -> GraderInfo:
    from importlib.metadata import version  # noqa: PLC0415 - slow to import; here the judge is done already

    return GraderInfo(version("gradebox"), ".".join(map(str, sys.version_info[:3])))
