"""Several results as one, for places that keep one score: every format is then made from it as from any result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from grader.ci.grading import Done
from grader.reporters.layout import number, short
from grader.result import CheckResult, Outcome, Result, Status

MOST_CHECKS = 100
"""Above this a place gets one line for each exercise, not for each check: payloads are limited, and so are readers."""


def combined(done: Sequence[Done], name: str) -> Result:
    """The result of all exercises together; of one alone, that one. `name` is what they are called together.

    Above `MOST_CHECKS` checks, each exercise is one check. A problem of one exercise is told by its checks.
    """
    if len(done) == 1:
        return done[0].result
    results = [each.result for each in done]
    whole = sum(len(result.checks) for result in results) <= MOST_CHECKS
    return Result(
        exercise=name,
        title=f"{len(done)} exercises",
        status=status_of(results),
        points=_sum(result.points for result in results),
        max_points=_sum(result.max_points for result in results),
        core_points=_sum(result.core_points for result in results),
        checks=[check for result in results for check in (_named(result) if whole else [_as_one(result)])],
        notices=[f"{short(each.result.exercise)}: {notice}" for each in done for notice in each.result.notices],
        box=", ".join(sorted({result.box for result in results} - {""})),
        started=min((result.started for result in results), default=""),
        seconds=_sum(result.seconds for result in results),
    )


def status_of(results: Sequence[Result]) -> Status:
    """The worst of them: an error of the grader's, else a failure, else passed."""
    statuses = {result.status for result in results}
    return next((status for status in (Status.ERROR, Status.FAILED) if status in statuses), Status.PASSED)


def _named(result: Result) -> list[CheckResult]:
    """The checks with the exercise before their ids and titles."""
    start = short(result.exercise)
    return [
        replace(
            check,
            id=f"{result.exercise}/{check.id}",
            title=f"{start}: {check.title}",
            needs=[f"{result.exercise}/{need}" for need in check.needs],
        )
        for check in result.checks
    ]


def _as_one(result: Result) -> CheckResult:
    outcomes = {Status.PASSED: Outcome.PASSED, Status.ERROR: Outcome.ERRORED, Status.FAILED: Outcome.FAILED}
    passed = sum(check.outcome is Outcome.PASSED for check in result.checks)
    first = next((check for check in result.checks if check.outcome.is_failure), None)
    return CheckResult(
        id=result.exercise,
        title=f"{short(result.exercise)}: {result.title} ({passed} of {len(result.checks)} checks)",
        outcome=outcomes[result.status],
        points=result.points,
        max_points=result.max_points,
        message=f"First to look at: {first.title}" if first and result.status is Status.FAILED else "",
        seconds=result.seconds,
    )


def score(result: Result) -> str:
    """`7.5 of 20 points`."""
    return f"{number(result.points)} of {number(result.max_points)} points"


def _sum(values: Iterable[float]) -> float:
    # Points have two decimals; a sum of binary fractions may not.
    return round(sum(values), 2)
