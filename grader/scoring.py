"""Points from verdicts, exact until the one rounding at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from grader.record import Record, RecordedCheck, worth_of
from grader.result import CheckResult, Feedback, Outcome, Status, Verdict, lowest

CENTS = 100  # points are shown to 2 decimals

_NOTHING: Final = Fraction()


class Scored(Struct, frozen=True, kw_only=True):
    """What all checks gave together; the totals are rounded once, from exact sums."""

    checks: list[CheckResult]
    points: float
    max_points: float
    core_points: float
    status: Status


class _Worth(NamedTuple):
    """Points, exact and as they are shown."""

    exact: Fraction
    shown: float


class _Scale(NamedTuple):
    """What the checks of a record are worth: each of them, all, and all but the stretch."""

    checks: tuple[_Worth, ...]
    total: _Worth
    core: _Worth


def score(record: Record, verdicts: Mapping[str, Verdict], *, feedback: Feedback) -> Scored:
    """Return the checks of `record` with the points that the verdicts, by case, give them.

    A case without a verdict is failed; a verdict on a case that is not in the record is ignored.
    `feedback` is the most a student may see; a check can lower it for itself.
    """
    scale = _scale(tuple((check.points, check.stretch) for check in record.checks))
    checks = []
    lost = _NOTHING
    for check, worth in zip(record.checks, scale.checks, strict=True):
        cases = _verdicts_of(check, verdicts)
        not_passed = [verdict for verdict in cases if verdict.outcome is not Outcome.PASSED]
        points = worth.shown
        if not_passed:
            lost_here = worth.exact * len(not_passed) / len(cases) if check.split else worth.exact
            lost += lost_here
            points = _left(worth, lost_here)
        seconds = sum([verdict.seconds for verdict in cases])
        told = _telling(not_passed)
        checks.append(_checked(check, told, points, worth.shown, seconds=seconds, feedback=feedback))
    return Scored(
        checks=checks,
        points=_left(scale.total, lost),
        max_points=scale.total.shown,
        core_points=scale.core.shown,
        status=status(checks),
    )


def status(checks: Sequence[CheckResult]) -> Status:
    """Return `passed` when every check that is not stretch passed, `error` when the grader failed in any."""
    if not checks or any(check.outcome is Outcome.ERRORED for check in checks):
        return Status.ERROR
    if all(check.outcome is Outcome.PASSED for check in checks if not check.stretch):
        return Status.PASSED
    return Status.FAILED


def without_names(checks: Sequence[CheckResult]) -> list[CheckResult]:
    """Return the checks with a number for an id wherever less than everything may be seen: an id names the suite."""
    if all(check.feedback is Feedback.FULL for check in checks):
        return list(checks)
    names = {
        check.id: check.id if check.feedback is Feedback.FULL else f"check-{number:02}"
        for number, check in enumerate(checks, 1)
    }
    return [
        replace(check, id=names[check.id], needs=[names.get(need, need) for need in check.needs]) for check in checks
    ]


@lru_cache(maxsize=16)
def _scale(checks: tuple[tuple[str, bool], ...]) -> _Scale:
    """What checks are worth together, from the points and the stretch of each; the same for a whole class."""
    worths = [worth_of(points) for points, _ in checks]
    core = [worth for worth, (_, stretch) in zip(worths, checks, strict=True) if not stretch]
    return _Scale(tuple(map(_worth, worths)), _worth(sum(worths, _NOTHING)), _worth(sum(core, _NOTHING)))


def _worth(points: Fraction) -> _Worth:
    return _Worth(points, _rounded(points))


def _verdicts_of(check: RecordedCheck, verdicts: Mapping[str, Verdict]) -> list[Verdict]:
    return [
        verdicts.get(case) or Verdict(case=case, outcome=Outcome.FAILED, message="This check was not run.")
        for case in check.cases
    ]


def _left(worth: _Worth, lost: Fraction) -> float:
    """Return what is shown of points of which so many were lost."""
    return _rounded(worth.exact - lost, of=worth.exact) if lost else worth.shown


def _telling(not_passed: Sequence[Verdict]) -> Verdict | None:
    """Return the case that speaks for the check: the first in which the grader failed, else the first not passed."""
    errored = (verdict for verdict in not_passed if verdict.outcome is Outcome.ERRORED)
    return next(errored, not_passed[0]) if not_passed else None


def _checked(
    check: RecordedCheck,
    told: Verdict | None,
    points: float,
    max_points: float,
    *,
    seconds: float,
    feedback: Feedback,
) -> CheckResult:
    told = told or Verdict(case=check.id, outcome=Outcome.PASSED)
    level = lowest([feedback, check.feedback]) if check.feedback else feedback
    # Below full, whatever could hold an expected value or a call's arguments stays out.
    details = told if level is Feedback.FULL else Verdict(case=told.case, outcome=told.outcome, location=told.location)
    return CheckResult(
        id=check.id,
        title=check.title,
        outcome=told.outcome,
        points=points,
        max_points=max_points,
        stretch=check.stretch,
        feedback=level,
        message=details.message,
        hint="" if level is Feedback.SCORE else check.hint,
        needs=check.needs,
        transcript=details.transcript,
        expected=details.expected,
        got=details.got,
        exception=details.exception,
        traceback=details.traceback,
        location=None if level is Feedback.SCORE else details.location,
        output=details.output,
        seconds=seconds,
    )


def _rounded(points: Fraction, *, of: Fraction | None = None) -> float:
    """Return the points to 2 decimals, a half upwards, and below the rounded `of` if they are below `of`."""
    cents = _half_up(points)
    if of is not None and points < of:
        cents = max(min(cents, _half_up(of) - 1), 0)
    return cents / CENTS


def _half_up(points: Fraction) -> int:
    return (2 * points.numerator * CENTS + points.denominator) // (2 * points.denominator)
