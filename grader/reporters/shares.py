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
    worth = [cents(check.max_points) for check in result.checks]
    worth = _adding_up(worth, cents(result.max_points), [None] * len(worth), _broken_first(worth))
    checks = list(zip(result.checks, worth, strict=True))
    earned = [part if check.points >= check.max_points else min(cents(check.points), part) for check, part in checks]
    partly = [place for place in _broken_first(earned) if 0 < earned[place] < worth[place]]
    order = [*partly, *(place for place in _broken_first(earned) if place not in partly)]
    return [Share(*both) for both in zip(_adding_up(earned, cents(result.points), worth, order), worth, strict=True)]


def number(hundredths: int) -> int | float:
    """Hundredths as points: a whole number where they are one, as most readers like it best."""
    whole, rest = divmod(hundredths, CENTS)
    return whole if not rest else hundredths / CENTS


def _broken_first(parts: Sequence[int]) -> list[int]:
    """The places of the parts, the least round numbers first, which are those that rounding made; then the largest."""
    return sorted(
        range(len(parts)), key=lambda place: (parts[place] % CENTS == 0, parts[place] % 5 == 0, -parts[place])
    )


def _adding_up(parts: Sequence[int], total: int, rooms: Sequence[int | None], order: Sequence[int]) -> list[int]:
    """The parts, changed a hundredth each in `order` until they add up to `total`; none below 0 or above its room."""
    changed = list(parts)
    rest = total - sum(parts)
    step = 1 if rest > 0 else -1
    while rest:
        before = rest
        for place in order:
            room = rooms[place]
            if rest and changed[place] + step >= 0 and (room is None or changed[place] + step <= room):
                changed[place] += step
                rest -= step
        if rest == before:  # no part has room: the total was not made of these parts
            break
    return changed
