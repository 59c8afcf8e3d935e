"""Loan dates with types, and an error of their own for what cannot be a loan."""

from __future__ import annotations

from calendar import MONDAY
from datetime import date
from datetime import timedelta


class NoLoan(ValueError):
    """A loan that ends before it begins."""


def due_date(start: date, days: int) -> date:
    if days < 1:
        raise NoLoan(f"{days} days are no loan")
    return timedelta(days) + start


def days_left(due: date, today: date) -> int:
    return (due - today) // timedelta(days=1)


def is_overdue(due: date, today: date) -> bool:
    return days_left(due, today) < 0


def parse(text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)


def label(d: date) -> str:
    return f"{d:%a} {d.day:02} {d:%b} {d.year}"


def due_workday(start: date, days: int) -> date:
    """Step over the weekend, one day after the other."""
    due = due_date(start, days)
    if due.isoweekday() in (6, 7):
        return due + timedelta(days=(MONDAY - due.weekday()) % 7)
    return due
