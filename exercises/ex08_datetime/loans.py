"""Dates of the tool library at Spoke & Co."""

# Everything below needs `datetime` from the standard library.
# Choose one form of import, the module or names from it, write it here, and stick to it.


def due_date(start, days):
    """Return the date on which a loan of that many days ends; ValueError below 1 day."""


def days_left(due, today):
    """Return how many days are left, a negative number when the tool is late."""


def is_overdue(due, today):
    """Return whether the tool is late; on the due day itself it is not."""


def parse(text):
    """Return the date that is written as year, month and day; ValueError if it is none."""


def label(d):
    """Return the date as it is written on the tag of a tool."""


def due_workday(start, days):
    """Return the due date, or the Monday after it if it falls on a weekend."""
