"""What a worker is told of one submission, and what its words say: verdicts, or the checks of a suite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from grader.assembly import refused, with_cell
from grader.errors import SuiteError
from grader.record import Record, suite_digest
from grader.result import Verdict
from grader.submission import Submission
from grader.worker.client import Worker
from grader.worker.orders import Collected, Finished, Judged, Order, Word


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
        return refused(record, submission), None, record
    order = replace(
        order_for(submission, required),
        sequence=list(sequence),
        seconds=seconds,
        explain=explain,
        enough=enough,
        decisive=list(decisive),
        check_seconds=check_seconds,
    )
    verdicts, finished, collected = read(worker.grade(order), submission)
    if record is None:
        if collected is None or suite is None:
            raise SuiteError("the suite was not collected")
        record = record_of(collected, suite)
    return verdicts, finished, record


def order_for(submission: Submission, required: Sequence[str]) -> Order:
    """What a worker is told to judge a submission by all that the limits allow; `required` as for `judge`."""
    return Order(
        files=submission.files,
        given=submission.given,
        listing=list(submission.listing),
        changed_given=list(submission.changed_given),
        required=list(required),
    )


def read(words: Iterable[Word], submission: Submission) -> tuple[dict[str, Verdict], Finished | None, Collected | None]:
    """What a worker has said of a submission: the verdicts by case, the end, and what it collected, if it did."""
    verdicts: dict[str, Verdict] = {}
    finished: Finished | None = None
    collected: Collected | None = None
    for word in words:
        if isinstance(word, Judged):
            verdicts[word.verdict.case] = with_cell(word.verdict, submission)
        elif isinstance(word, Collected):
            collected = word
        elif isinstance(word, Finished):
            finished = word
    return verdicts, finished, collected
