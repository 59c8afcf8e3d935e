"""ex08: `loans` lets `datetime` do the calendar."""

import ast
import contextlib
import random
from datetime import date, timedelta

import pytest

import loans

# A fixed seed: the same cases for every student and every run.
_RANDOM = random.Random("ex08")
DAYS = [date(2021, 1, 1) + timedelta(days=_RANDOM.randint(0, 2500)) for _ in range(6)]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

CLOCKS = ("today", "now", "utcnow")


def imports_of_datetime(tree):
    """Every (line, form) in which a file imports `datetime`: "module", "names" or "star"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, "module") for alias in node.names if alias.name == "datetime")
        elif isinstance(node, ast.ImportFrom) and node.module == "datetime":
            yield node.lineno, "star" if node.names[0].name == "*" else "names"


@pytest.mark.check(
    "datetime is imported in one consistent form",
    points=2,
    hint="Decide: the module, or names from it.",
    concepts=("C18", "C19", "C30"),
)
def test_one_form(submission):
    forms = list(imports_of_datetime(submission.tree("loans.py")))

    assert forms, "`loans.py` does not import `datetime`"
    for line, form in forms:
        if form == "star":
            pytest.fail(f"line {line} of `loans.py` is a star import")
        if form != forms[0][1]:
            pytest.fail(f"line {line} of `loans.py` imports in another form than line {forms[0][0]}")


@pytest.mark.check(
    "due_date adds days",
    points=2,
    hint="A timedelta can be added to a date.",
    concepts=("C30",),
)
def test_due_date():
    assert loans.due_date(date(2025, 6, 2), 14) == date(2025, 6, 16)
    assert loans.due_date(date(2025, 9, 8), 1) == date(2025, 9, 9)
    assert loans.due_date(date(2025, 3, 1), 30) == date(2025, 3, 31)
    assert loans.due_date(date(2026, 10, 5), 21) == date(2026, 10, 26)


@pytest.mark.check(
    "due_date crosses a month end and 29 February",
    points=2,
    hint="Let datetime do the calendar.",
    concepts=("C30",),
)
def test_due_date_crosses():
    assert loans.due_date(date(2025, 4, 25), 10) == date(2025, 5, 5)
    assert loans.due_date(date(2025, 12, 28), 7) == date(2026, 1, 4)
    assert loans.due_date(date(2024, 2, 26), 5) == date(2024, 3, 2)
    assert loans.due_date(date(2023, 2, 26), 5) == date(2023, 3, 3)
    assert loans.due_date(date(2024, 2, 28), 1) == date(2024, 2, 29)


@pytest.mark.check(
    "due_date rejects 0 days",
    points=1,
    hint="Check before calculating.",
    concepts=("C30",),
)
def test_due_date_rejects():
    for days in (0, -1, -14):
        with pytest.raises(ValueError):
            loans.due_date(date(2025, 6, 2), days)
    assert loans.due_date(date(2025, 6, 2), 1) is not None, "a loan of one day is a loan"


@pytest.mark.check(
    "days_left counts forwards and backwards",
    points=3,
    hint="Subtracting two dates gives an object with a `.days`.",
    concepts=("C30",),
)
def test_days_left():
    assert loans.days_left(date(2025, 7, 11), date(2025, 7, 2)) == 9
    assert loans.days_left(date(2025, 7, 2), date(2025, 7, 11)) == -9
    assert loans.days_left(date(2025, 7, 2), date(2025, 7, 2)) == 0
    assert loans.days_left(date(2024, 3, 3), date(2024, 2, 27)) == 5
    assert loans.days_left(date(2025, 12, 30), date(2026, 1, 15)) == -16
    for day in DAYS:
        assert loans.days_left(DAYS[0], day) == DAYS[0].toordinal() - day.toordinal()
    assert type(loans.days_left(date(2025, 7, 11), date(2025, 7, 2))) is int, "days are counted in whole numbers"


@pytest.mark.check(
    "is_overdue: the due day itself is fine",
    points=2,
    hint="Later than, not later or equal.",
    concepts=("C30",),
)
def test_is_overdue():
    assert loans.is_overdue(date(2025, 8, 20), date(2025, 8, 20)) is False
    assert loans.is_overdue(date(2025, 8, 20), date(2025, 8, 21)) is True
    assert loans.is_overdue(date(2025, 8, 20), date(2025, 8, 19)) is False
    assert loans.is_overdue(date(2025, 8, 20), date(2025, 9, 1)) is True
    assert loans.is_overdue(date(2025, 8, 20), date(2025, 7, 31)) is False
    assert loans.is_overdue(date(2025, 12, 31), date(2026, 1, 1)) is True


@pytest.mark.check(
    "parse reads ISO text and refuses nonsense",
    points=2,
    hint="The date class has a method for ISO text.",
    concepts=("C19", "C30"),
)
def test_parse():
    assert loans.parse("2031-11-07") == date(2031, 11, 7)
    assert loans.parse("2024-02-29") == date(2024, 2, 29)
    assert loans.parse("1999-12-31") == date(1999, 12, 31)
    for day in DAYS:
        assert loans.parse(day.isoformat()) == day
    for text in ("2025-13-01", "02.06.2025", "", "2025-02-29", "tomorrow"):
        with pytest.raises(ValueError):
            loans.parse(text)


@pytest.mark.check(
    "label has day name, two-digit day, month, year",
    points=2,
    hint="Look up the format codes of strftime.",
    concepts=("C30",),
)
def test_label():
    assert loans.label(date(2025, 8, 20)) == "Wed 20 Aug 2025"
    assert loans.label(date(2024, 2, 29)) == "Thu 29 Feb 2024"
    for month, name in enumerate(MONTHS, 1):
        day = date(2027, month, month)
        assert loans.label(day) == f"{WEEKDAYS[day.weekday()]} {month:02} {name} 2027"


@pytest.mark.check(
    "today() and now() are not used",
    points=1,
    hint="The date of today comes in as an argument.",
    concepts=("C30",),
)
def test_no_clock(submission):
    tree = submission.tree("loans.py")

    assert list(imports_of_datetime(tree)), "`loans.py` does not import `datetime` yet"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            pytest.fail(f"line {node.lineno} of `loans.py` looks at the clock with `{node.attr}`")

    inside = submission.fresh()
    # An import that fails, or ends the program, is the business of other checks.
    with contextlib.suppress(Exception, SystemExit):
        inside.module("loans")
    assert inside.output == "", "`loans.py` prints while it is imported"


@pytest.mark.check(
    "due_workday moves weekends to Monday",
    points=3,
    hint="weekday() numbers the days from Monday = 0.",
    stretch=True,
    concepts=("C30",),
)
def test_due_workday():
    assert loans.due_workday(date(2025, 5, 20), 11) == date(2025, 6, 2)
    assert loans.due_workday(date(2025, 8, 17), 14) == date(2025, 9, 1)
    assert loans.due_workday(date(2020, 2, 24), 5) == date(2020, 3, 2)
    assert loans.due_workday(date(2022, 12, 30), 1) == date(2023, 1, 2)

    for days in (1, 2, 3, 4, 5):
        due = date(2024, 2, 25) + timedelta(days=days)
        assert loans.due_workday(date(2024, 2, 25), days) == due, "a working day is moved"
    with pytest.raises(ValueError):
        loans.due_workday(date(2025, 6, 2), -7)
