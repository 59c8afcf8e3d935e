"""Dates of the tool library at Spoke & Co."""

from datetime import date, timedelta

SATURDAY = 5


def due_date(start, days):
    """Return the date on which a loan of that many days ends; ValueError below 1 day."""
    if days < 1:
        raise ValueError("a loan takes at least one day")
    return start + timedelta(days=days)


def days_left(due, today):
    """Return how many days are left, a negative number when the tool is late."""
    return (due - today).days


def is_overdue(due, today):
    """Return whether the tool is late; on the due day itself it is not."""
    return today > due


def parse(text):
    """Return the date that is written as year, month and day; ValueError if it is none."""
    return date.fromisoformat(text)


def label(d):
    """Return the date as it is written on the tag of a tool."""
    return d.strftime("%a %d %b %Y")


def due_workday(start, days):
    """Return the due date, or the Monday after it if it falls on a weekend."""
    due = due_date(start, days)
    while due.weekday() >= SATURDAY:
        due += timedelta(days=1)
    return due


print(due_date(date(2025, 6, 2), 14))
