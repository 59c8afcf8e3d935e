"""What a worker is told of one submission, and what its words say: verdicts, or the checks of a suite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

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
    sequence: Sequence[str] = (),
    seconds: float = 0.0,
    explain: bool = True,
    enough: int = 0,
) -> tuple[dict[str, Verdict], Finished | None, Record]:
    """The verdicts on a submission by case; without a record, the one that was collected against the submission.

    `required` are the files that must be there, for the diagnosis of what fails, which is left out without `explain`.
    `sequence` are cases to run in this order, ahead of all others; the verdicts come in the order of the run.
    `seconds` are for all checks together, 0 for what the limits say. When `enough` checks have failed, the others are
    not checked; 0 is for all.
    """
    if submission.problem is not None and record is not None:
        return refused(record, submission), None, record
    order = order_for(submission, required, sequence=list(sequence), seconds=seconds, explain=explain, enough=enough)
    verdicts, finished, collected = read(worker.grade(order), submission)
    if record is None:
        if collected is None:
            raise SuiteError("the suite was not collected")
        record = record_of(collected, Path())
    return verdicts, finished, record


def order_for(
    submission: Submission,
    required: Sequence[str],
    *,
    sequence: Sequence[str] = (),
    seconds: float = 0.0,
    explain: bool = True,
    enough: int = 0,
) -> Order:
    """What a worker is told to judge a submission; see `judge`."""
    return Order(
        files=submission.files,
        given=submission.given,
        sequence=list(sequence),
        seconds=seconds,
        listing=list(submission.listing),
        changed_given=list(submission.changed_given),
        required=list(required),
        explain=explain,
        enough=enough,
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
