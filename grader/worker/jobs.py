"""From an order to the judge's job: where the files lie, and what is settled already."""

from __future__ import annotations

from collections.abc import Mapping

from grader.judge.control import Job, Seat
from grader.result import Outcome, Verdict
from grader.worker.orders import Order


def job_for(
    order: Order, seat: Seat, done: Mapping[str, Verdict], cases: Mapping[str, str], seconds_left: float
) -> Job:
    """The job for the cases that are not `done`; `cases` says whose case each is, by the check's id."""
    wrong = {case for case, verdict in done.items() if verdict.outcome is not Outcome.PASSED}
    open_checks = {check for case, check in cases.items() if case not in done or case in wrong}
    return Job(
        seat=seat,
        files=sorted(order.files),
        sequence=order.sequence,
        listing=order.listing,
        given=sorted(order.given),
        changed_given=order.changed_given,
        done=sorted(done),
        failed=sorted(wrong),
        passed=sorted({*cases.values()} - open_checks),
        seconds_left=max(0.0, seconds_left),
        required=order.required,
        command=order.command,
        explain=order.explain,
        enough=order.enough,
        decisive=order.decisive,
        check_seconds=order.check_seconds,
    )
