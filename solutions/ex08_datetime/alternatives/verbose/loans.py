"""Dates for the tool library.

The whole module is imported, so that a reader always sees which of its classes is meant.
"""

import datetime

DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
ONE_DAY = datetime.timedelta(days=1)


def due_date(start, days):
    """Return the last day of the loan."""
    if days <= 0:
        raise ValueError("the number of days must be at least 1, and it is " + str(days))
    length = datetime.timedelta(days=days)
    result = start + length
    return result


def days_left(due, today):
    """Return the number of days until the tool is due."""
    difference = due - today
    whole_days = difference.days
    return whole_days


def is_overdue(due, today):
    """Return True if the tool should have come back before today."""
    if due < today:
        return True
    else:
        return False


def parse(text):
    """Read a date such as 2025-06-02."""
    moment = datetime.datetime.strptime(text, "%Y-%m-%d")
    day = moment.date()
    return day


def label(d):
    """Write a date without asking for the language of the system."""
    day_name = DAY_NAMES[d.weekday()]
    month_name = MONTH_NAMES[d.month - 1]
    day_number = str(d.day).zfill(2)
    year = str(d.year)
    return day_name + " " + day_number + " " + month_name + " " + year


def due_workday(start, days):
    """Return the due date, moved to Monday if the workshop is closed on it."""
    due = due_date(start, days)
    name = DAY_NAMES[due.weekday()]
    if name == "Sat":
        due = due + ONE_DAY
        due = due + ONE_DAY
    elif name == "Sun":
        due = due + ONE_DAY
    return due
