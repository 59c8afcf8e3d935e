"""Points from verdicts, exact until the one rounding at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from grader.record import Record, RecordedCheck
from grader.result import CheckResult, Feedback, Outcome, Status, Verdict, lowest

CENTS = 100  # points are shown to 2 decimals


class Scored(Struct, frozen=True, kw_only=True):
    """What all checks gave together; the totals are rounded once, from exact sums."""

    checks: list[CheckResult]
    points: float
    max_points: float
    core_points: float
    status: Status


def score(record: Record, verdicts: Mapping[str, Verdict], *, feedback: Feedback) -> Scored:
    """Return the checks of `record` with the points that the verdicts, by case, give them.

    A case without a verdict is failed; a verdict on a case that is not in the record is ignored.
    `feedback` is the most a student may see; a check can lower it for itself.
    """
    earned = [_earned(check, verdicts) for check in record.checks]
    worth = [check.worth for check in record.checks]
    core = sum((check.worth for check in record.checks if not check.stretch), Fraction())
    checks = [_checked(check, verdicts, points, feedback) for check, points in zip(record.checks, earned, strict=True)]
    return Scored(
        checks=checks,
        points=_rounded(sum(earned, Fraction()), of=sum(worth, Fraction())),
        max_points=_rounded(sum(worth, Fraction())),
        core_points=_rounded(core),
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
    names = {
        check.id: check.id if check.feedback is Feedback.FULL else f"check-{number:02}"
        for number, check in enumerate(checks, 1)
    }
    return [
        replace(check, id=names[check.id], needs=[names.get(need, need) for need in check.needs]) for check in checks
    ]


def _verdicts_of(check: RecordedCheck, verdicts: Mapping[str, Verdict]) -> list[Verdict]:
    return [
        verdicts.get(case) or Verdict(case=case, outcome=Outcome.FAILED, message="This check was not run.")
        for case in check.cases
    ]


def _earned(check: RecordedCheck, verdicts: Mapping[str, Verdict]) -> Fraction:
    passed = sum(verdict.outcome is Outcome.PASSED for verdict in _verdicts_of(check, verdicts))
    if not check.split and passed < len(check.cases):
        return Fraction()
    return check.worth * passed / len(check.cases)


def _telling(verdicts: Sequence[Verdict]) -> Verdict | None:
    """Return the case that speaks for the check: the first in which the grader failed, else the first not passed."""
    errored = (verdict for verdict in verdicts if verdict.outcome is Outcome.ERRORED)
    not_passed = (verdict for verdict in verdicts if verdict.outcome is not Outcome.PASSED)
    return next(errored, None) or next(not_passed, None)


def _checked(
    check: RecordedCheck, verdicts: Mapping[str, Verdict], points: Fraction, feedback: Feedback
) -> CheckResult:
    cases = _verdicts_of(check, verdicts)
    told = _telling(cases) or Verdict(case=check.id, outcome=Outcome.PASSED)
    level = lowest([feedback, check.feedback or feedback])
    # Below full, whatever could hold an expected value or a call's arguments stays out.
    details = told if level is Feedback.FULL else Verdict(case=told.case, outcome=told.outcome, location=told.location)
    return CheckResult(
        id=check.id,
        title=check.title,
        outcome=told.outcome,
        points=_rounded(points, of=check.worth),
        max_points=_rounded(check.worth),
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
        seconds=sum(verdict.seconds for verdict in cases),
    )


def _rounded(points: Fraction, *, of: Fraction | None = None) -> float:
    """Return the points to 2 decimals, a half upwards, and below the rounded `of` if they are below `of`."""
    cents = _half_up(points)
    if of is not None and points < of:
        cents = max(min(cents, _half_up(of) - 1), 0)
    return cents / CENTS


def _half_up(points: Fraction) -> int:
    return (2 * points.numerator * CENTS + points.denominator) // (2 * points.denominator)
