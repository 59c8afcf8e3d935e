"""What is told where another exception came than the one that a check awaits."""

from __future__ import annotations

from collections.abc import Callable

from grader.result import Outcome, Verdict

SUITE = """\
import pytest
import student


def test_refuses():
    assert student.half(4) == 2
    with pytest.raises(ValueError):
        student.half("x")


def test_nested():
    with pytest.raises((KeyError, ValueError)):
        for word in ("x", "y"):
            with pytest.raises(ValueError):
                student.half(word)


def test_answers():
    with pytest.raises(ValueError):
        student.half("")
    assert student.half(3) == 1.5
"""
RIGHT = "def half(number):\n    if isinstance(number, str):\n        raise ValueError(number)\n    return number / 2\n"
WRONG = "def half(number):\n    if number in ('x', 'y', 3):\n        raise TypeError\n    return int(number) / 2\n"


def test_the_awaited_exception_is_told_beside_the_one_that_came(
    grade_suite: Callable[..., dict[str, Verdict]],
) -> None:
    verdicts = grade_suite({"test_half.py": SUITE}, {"student.py": RIGHT}, {"student.py": WRONG})

    told = {name: (each.outcome, each.expected, each.got) for name, each in verdicts.items()}
    assert told == {
        "test_refuses": (Outcome.CRASHED, "ValueError", "TypeError"),
        "test_nested": (Outcome.CRASHED, "ValueError", "TypeError"),
        "test_answers": (Outcome.CRASHED, "", ""),
    }
