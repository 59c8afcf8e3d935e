"""One piece of work becomes a mark: overrides of checks, then what lateness costs, then the override of all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from grader.bulk.entries import Entry
from grader.gradebook.book import Adjustment, Kind, Mark
from grader.gradebook.late import Penalty, is_late, penalty
from grader.reporters.shares import CENTS, cents, shares
from grader.result import Outcome, Result, Status
from grader.rules import ReportRules

TOTAL, LATE = "total", "late"  # in the place of a check's id


class Override(Struct, frozen=True):
    """The instructor's word: `points` for one check by its id, for the whole work (`total`), or taken off as `late`."""

    check: str
    points: float
    reason: str


def mark(entry: Entry, rules: ReportRules, overrides: Sequence[Override] = ()) -> Mark:
    """Return what the work is worth.

    A check's override sets its points. `late` sets what lateness costs. `total` sets all, and nothing is taken off it.
    Points are rounded to the rules' decimals, a half upwards.
    """
    said = {each.check: each for each in overrides}
    checks, adjustments = _checks(entry.result, said)
    before = Fraction(sum(checks.values()) if checks else cents(entry.result.points), CENTS)
    total = said.get(TOTAL)
    scored = total is not None or _is_scored(entry.result, said)
    points = rounded(before, rules.decimals) if scored else 0.0
    if total is not None:
        points = total.points
        adjustments.append(_adjustment("override", before, points, total.reason))
    elif scored and (lost := _lost(entry, before, rules, said.get(LATE))):
        points = rounded(before - lost.points, rules.decimals)
        adjustments.append(_adjustment("late", before, points, lost.reason))
    return Mark(
        entry=entry,
        points=points,
        max_points=entry.result.max_points,
        checks={name: part / CENTS for name, part in checks.items()},
        adjustments=tuple(adjustments),
        scored=scored,
        late=is_late(entry, rules.of(entry.exercise), rules.zone),
    )


def rounded(points: Fraction, decimals: int) -> float:
    """Return points of 0 or more with so many decimals, a half upwards."""
    scale: int = 10**decimals
    return int(points * scale + Fraction(1, 2)) / scale


def _checks(result: Result, said: Mapping[str, Override]) -> tuple[dict[str, int], list[Adjustment]]:
    """Return the points of each check in hundredths, which add up to the result's own, and how overrides change it."""
    checks, changed = {}, []
    for check, share in zip(result.checks, shares(result), strict=True):
        points = share.earned
        if override := said.get(check.id):
            points = share.worth if override.points >= check.max_points else min(cents(override.points), share.worth)
            before = Fraction(share.earned, CENTS)
            changed.append(_adjustment("override", before, points / CENTS, override.reason, check.id))
        checks[check.id] = points
    return checks, changed


def _lost(entry: Entry, points: Fraction, rules: ReportRules, said: Override | None) -> Penalty | None:
    """Return what lateness costs; None where it costs nothing and nobody has said so."""
    if said is not None:
        return Penalty(min(Fraction(repr(said.points)), points), said.reason)
    maximum = Fraction(cents(entry.result.max_points), CENTS)
    return penalty(entry, points, maximum, rules.of(entry.exercise), rules.zone)


def _adjustment(kind: Kind, before: Fraction, after: float, reason: str, check: str = "") -> Adjustment:
    change = Fraction(cents(after), CENTS) - before
    return Adjustment(kind=kind, points=float(change), reason=reason, check=check)


def _is_scored(result: Result, said: Mapping[str, Override]) -> bool:
    """Say whether all that the grader failed on has been decided by somebody."""
    if result.status is not Status.ERROR:
        return True
    errored = [check.id for check in result.checks if check.outcome is Outcome.ERRORED]
    return bool(errored) and all(check in said for check in errored)
