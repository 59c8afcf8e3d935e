"""Points whose parts add up to their total, for platforms that add them up themselves.

A result rounds its total once, from exact sums; the rounded points of its checks may add up to a few hundredths more
or less. Here the difference is shared out, a hundredth at a time, so that every platform shows the result's own total.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from grader.result import Result

CENTS = 100  # hundredths in a point; a result holds no smaller part


class Share(NamedTuple):
    """What one check adds to the total, in hundredths of a point: `earned` out of `worth`."""

    earned: int
    worth: int


def cents(points: float) -> int:
    """Points in hundredths."""
    return round(points * CENTS)


def shares(result: Result) -> list[Share]:
    """One share for each check, in order; together they are the result's own `points` and `max_points`."""
    worth = _adding_up([cents(check.max_points) for check in result.checks], cents(result.max_points))
    earned = [min(cents(check.points), part) for check, part in zip(result.checks, worth, strict=True)]
    return [Share(*both) for both in zip(_adding_up(earned, cents(result.points), worth), worth, strict=True)]


def number(hundredths: int) -> int | float:
    """Hundredths as points: a whole number where they are one, as most readers like it best."""
    whole, rest = divmod(hundredths, CENTS)
    return whole if not rest else hundredths / CENTS


def _adding_up(parts: Sequence[int], total: int, rooms: Sequence[int] | None = None) -> list[int]:
    """The parts, changed as little as can be so that they add up to `total`; none below 0 or above its room.

    The largest change first: a check that earned nothing is not to show a hundredth.
    """
    changed = list(parts)
    rest = total - sum(parts)
    step = 1 if rest > 0 else -1
    order = sorted(range(len(parts)), key=lambda place: -parts[place])
    while rest:
        before = rest
        for place in order:
            if rest and _has_room(changed[place] + step, rooms[place] if rooms else None):
                changed[place] += step
                rest -= step
        if rest == before:  # no part has room: the total was not made of these parts
            break
    return changed


def _has_room(part: int, room: int | None) -> bool:
    return part >= 0 and (room is None or part <= room)
