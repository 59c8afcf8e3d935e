"""What late work loses: per started day after a due time, or once where only a late mark is known."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction

from msgspec import Struct

from grader.bulk.entries import Entry
from grader.rules import ExerciseRule, LateRule

_DAY = timedelta(days=1)
_HUNDRED = 100


class Penalty(Struct, frozen=True):
    """What is taken off, 0 or more points, and why, as a sentence for the student."""

    points: Fraction
    reason: str


def penalty(entry: Entry, points: Fraction, maximum: Fraction, rule: ExerciseRule, zone: tzinfo) -> Penalty | None:
    """Return what work loses that earned `points` of `maximum`; None where it is not late, or late work loses nothing.

    Where both the due time and that of the work are known they decide, else the late mark does. A time that names no
    zone is of `zone`.
    """
    late = rule.late or LateRule()
    base = maximum if late.of == "maximum" else points
    by = _behind(entry, rule, zone)
    if not is_late(entry, rule, zone):
        return None
    if by is not None:
        if not late.is_daily:
            return None
        days = math.ceil(by / _DAY)
        lost = _share(late.percent_per_day, base) * days + _exact(late.points_per_day) * days
        each = _named(late.percent_per_day, late.points_per_day)
        reason = f"handed in {_spoken(by)} after the due time: {each} for each of {days} started days"
        reason = reason.replace(" for each of 1 started days", " for the first day")
    elif late.is_flat:
        lost = _share(late.percent, base) + _exact(late.points)
        reason = f"handed in late: {_named(late.percent, late.points)}"
    else:
        return None
    return _bounded(lost, reason, points, maximum, late)


def is_late(entry: Entry, rule: ExerciseRule, zone: tzinfo) -> bool:
    """Say whether work counts as late: by its time where that and the due time are known, else by its late mark."""
    by = _behind(entry, rule, zone)
    return entry.late if by is None else by > timedelta(minutes=(rule.late or LateRule()).grace_minutes)


def time_of(text: str, zone: tzinfo) -> datetime | None:
    """Return the time that an entry names; None where it names none that can be read."""
    words = text.strip().replace(" UTC", "Z").replace(" Z", "Z")
    try:
        # Some shapes of a class have a number in this place, which only orders the attempts.
        time = None if words.isdigit() else datetime.fromisoformat(words)
    except ValueError:
        return None
    return time.replace(tzinfo=zone) if time is not None and time.tzinfo is None else time


def _behind(entry: Entry, rule: ExerciseRule, zone: tzinfo) -> timedelta | None:
    """Return how long after the due time the work came; None where one of the two is not known."""
    time = time_of(entry.time, zone)
    if rule.due is None or time is None:
        return None
    # By the clock of the due time: noon to noon is a day, also where summer time ends in between.
    return time.astimezone(rule.due.tzinfo).replace(tzinfo=None) - rule.due.replace(tzinfo=None)


def _bounded(lost: Fraction, reason: str, points: Fraction, maximum: Fraction, late: LateRule) -> Penalty | None:
    base = maximum if late.of == "maximum" else points
    most = _share(late.most_percent, base)
    if lost > most:
        lost, reason = most, f"{reason}, and no more than {late.most_percent:g} % in all"
    room = max(points - _share(late.floor_percent, maximum), Fraction())
    if lost > room:
        lost = room
        reason += f", and nothing below {late.floor_percent:g} %" if late.floor_percent else ""
    return Penalty(lost, f"{reason[0].upper()}{reason[1:]}.") if lost else None


def _share(percent: float, base: Fraction) -> Fraction:
    return _exact(percent) * base / _HUNDRED


def _exact(number: float) -> Fraction:
    """Return the decimal number that the author wrote."""
    return Fraction(repr(number))


def _named(percent: float, points: float) -> str:
    return f"{percent:g} %" if percent else f"{points:g} point{'' if points == 1 else 's'}"


def _spoken(by: timedelta) -> str:
    minutes = max(int(by.total_seconds() // 60), 1)
    hours, days = minutes // 60, minutes // (24 * 60)
    number, unit = (days, "day") if days else (hours, "hour") if hours else (minutes, "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"
