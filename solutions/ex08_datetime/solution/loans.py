"""Dates of the tool library at Spoke & Co."""

# BEGIN PROMPT
# # Everything below needs `datetime` from the standard library.
# # Choose one form of import, the module or names from it, write it here, and stick to it.
# END PROMPT
# BEGIN SOLUTION:
from datetime import date, timedelta

SATURDAY = 5
# END SOLUTION


def due_date(start, days):
    """Return the date on which a loan of that many days ends; ValueError below 1 day."""
    # BEGIN SOLUTION:
    if days < 1:
        raise ValueError("a loan takes at least one day")
    return start + timedelta(days=days)
    # END SOLUTION


def days_left(due, today):
    """Return how many days are left, a negative number when the tool is late."""
    # BEGIN SOLUTION:
    return (due - today).days
    # END SOLUTION


def is_overdue(due, today):
    """Return whether the tool is late; on the due day itself it is not."""
    # BEGIN SOLUTION:
    return today > due
    # END SOLUTION


def parse(text):
    """Return the date that is written as year, month and day; ValueError if it is none."""
    # BEGIN SOLUTION:
    return date.fromisoformat(text)
    # END SOLUTION


def label(d):
    """Return the date as it is written on the tag of a tool."""
    # BEGIN SOLUTION:
    return d.strftime("%a %d %b %Y")
    # END SOLUTION


def due_workday(start, days):
    """Return the due date, or the Monday after it if it falls on a weekend."""
    # BEGIN SOLUTION:
    due = due_date(start, days)
    while due.weekday() >= SATURDAY:
        due += timedelta(days=1)
    return due
    # END SOLUTION
