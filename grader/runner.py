"""Grades a submission: take → judge → score → result. The steps in one place."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from grader.course import Course, Exercise
from grader.diagnosis.found import Explained, Found
from grader.errors import InputError, SuiteError
from grader.files import read_tree
from grader.intake.folder import take
from grader.manifest import is_pattern
from grader.record import RECORD_NAME, Record, load, suite_digest
from grader.result import Feedback, GraderInfo, Outcome, Result, Status, SubmissionInfo, SuiteInfo, Verdict
from grader.scoring import Scored, score
from grader.submission import Submission
from grader.worker.client import Worker
from grader.worker.orders import Collected, Finished, Judged, Order, Post


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
    started = datetime.now(UTC)
    began = time.monotonic()
    with Worker(post_for(exercise, box, fork=False, json_report=json_report is not None)) as worker:
        submission = take(path, exercise, student)
        record, source = record_for(exercise, worker)
        verdicts, finished, record = judge(worker, submission, record, required_by(exercise))
    if json_report is not None and finished is not None:
        json_report.write_bytes(finished.json_report)
    seconds = time.monotonic() - began
    return assemble(
        exercise,
        submission,
        record,
        verdicts,
        source=source,
        box=finished.box if finished else "",
        found=finished.found if finished else None,
        feedback=feedback,
        started=started,
        seconds=seconds,
    )


def post_for(exercise: Exercise, box: str, *, fork: bool, json_report: bool = False) -> Post:
    """What a worker must know of an exercise."""
    if exercise.suite is None:
        message = f"`{exercise.name}` has no suite here: there is nothing to grade it with."
        raise InputError(message, hint="Install the course's package, or name the full course with --course.")
    if "fake" in exercise.filesystem:
        raise InputError(f"`{exercise.name}` asks for the fake file system, which this version does not have.")
    return Post(
        suite=str(exercise.suite.resolve()),
        roots=sorted(roots_of(exercise)),
        limits=exercise.limits,
        box=box,
        solution=read_tree(exercise.solution),
        support=read_tree(exercise.support),
        packages=places_of(exercise),
        plugins=list(exercise.plugins),
        json_report=json_report,
        fork=fork,
    )


def places_of(exercise: Exercise) -> dict[str, str]:
    """Where the third-party packages lie that the box may show: each with what it brings beside itself (`x.libs`)."""
    places: dict[str, str] = {}
    for name in exercise.packages:
        spec = importlib.util.find_spec(name) if name.isidentifier() else None
        if spec is None or spec.origin is None:
            message = f"`{exercise.name}` needs the package `{name}`, which is not installed here."
            raise InputError(message, hint=f"Install it: pip install {name}")
        origin = Path(spec.origin)
        place = origin.parent if spec.submodule_search_locations else origin
        beside = [place, place.with_name(f"{name}.libs")]
        places |= {each.name: str(each) for each in beside if each.exists()}
    return places


def roots_of(exercise: Exercise) -> set[str]:
    """The top-level module names of an exercise's files: the first parts of the names its manifest lists."""
    names = {pattern.split("/")[0] for pattern in (*exercise.files, *exercise.optional, *exercise.given)}
    if exercise.solution is not None:
        names |= {entry.name for entry in exercise.solution.iterdir()}
    stems = {name.removesuffix(".py") for name in names if name.endswith(".py") or "." not in name}
    return {stem for stem in stems if stem.isidentifier()}


def record_for(exercise: Exercise, worker: Worker) -> tuple[Record | None, str]:
    """The checks that are scored and where they come from: the solution, the record beside the suite, or neither."""
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
    worker: Worker, submission: Submission, record: Record | None, required: Sequence[str] = ()
) -> tuple[dict[str, Verdict], Finished | None, Record]:
    """The verdicts on a submission by case; without a record, the one that was collected against the submission.

    `required` are the files that must be there, for the diagnosis of what fails.
    """
    verdicts: dict[str, Verdict] = {}
    if submission.problem is not None and record is not None:
        return {case: refusal(case, submission) for check in record.checks for case in check.cases}, None, record
    order = Order(
        files=submission.files,
        given=submission.given,
        listing=list(submission.listing),
        changed_given=list(submission.changed_given),
        required=list(required),
    )
    finished: Finished | None = None
    collected: Collected | None = None
    for word in worker.grade(order):
        if isinstance(word, Judged):
            verdicts[word.verdict.case] = word.verdict
        elif isinstance(word, Collected):
            collected = word
        elif isinstance(word, Finished):
            finished = word
    if record is None:
        if collected is None:
            raise SuiteError("the suite was not collected")
        record = record_of(collected, Path())
    return verdicts, finished, record


def required_by(exercise: Exercise) -> list[str]:
    """The files that a submission must hold by name."""
    return [entry for entry in exercise.files if not is_pattern(entry)]


def explained(
    scored: Scored,
    record: Record,
    found: Mapping[str, Sequence[Found]] | None,
    submission: Submission,
    exercise: Exercise,
    *,
    feedback: Feedback,
) -> Explained:
    """The checks with the mistakes that explain them.

    `found` is what the judge found; None for a submission that was not judged, of which its names are looked at.
    """
    if all(check.outcome is Outcome.PASSED for check in scored.checks):
        return Explained(checks=scored.checks, findings=[])
    from grader.diagnosis.attached import explain  # noqa: PLC0415 - start-up time: nothing to explain where all passed

    if found is None:
        found = {"": on_disk(submission, required_by(exercise))}
    return explain(scored.checks, record, found, expects=exercise.expects, feedback=feedback)


def on_disk(submission: Submission, required: Sequence[str]) -> list[Found]:
    """What the names of the files show, without a look into them."""
    from grader.diagnosis.diagnose import ON_DISK, diagnose  # noqa: PLC0415 - as above
    from grader.diagnosis.evidence import Evidence  # noqa: PLC0415

    names = tuple(entry.path for entry in submission.listing)
    return diagnose(Evidence(files=submission.files, listing=names, required=tuple(required)), ON_DISK)


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
    box: str,
    feedback: Feedback,
    started: datetime,
    seconds: float,
    found: Mapping[str, Sequence[Found]] | None = None,
) -> Result:
    """The result in the normal form; see `explained` for `found`."""
    from importlib.metadata import version  # noqa: PLC0415 - slow to import; here the judge is done already

    scored = score(record, verdicts, feedback=feedback)
    explanation = explained(scored, record, found, submission, exercise, feedback=feedback)
    return Result(
        exercise=exercise.name,
        title=exercise.title,
        status=scored.status if submission.problem is None else Status.FAILED,
        points=scored.points,
        max_points=scored.max_points,
        core_points=scored.core_points,
        checks=explanation.checks,
        findings=explanation.findings,
        problem=submission.problem,
        notices=list(submission.notices),
        submission=SubmissionInfo(student=submission.student, path=submission.path, sha256=submission.sha256),
        suite=SuiteInfo(record.suite),
        checks_from=source,
        box=box,
        grader=GraderInfo(version("gradebox"), ".".join(map(str, sys.version_info[:3]))),
        started=started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=round(seconds, 3),
    )
