"""Limits, errors, types, a second call, and what the import prints."""

import pytest

import till


@pytest.mark.check("add adds", concepts=("sums",))
def test_add():
    for a, b, total in ((4, 9, 13), (-2, 5, 3), (4, 9, 13)):
        answer = till.add(a, b)
        assert type(answer) is int
        assert answer == total


@pytest.mark.check("share divides and rounds", concepts=("sharing",))
def test_share():
    for amount, people, each in ((10, 4, 2.5), (10, 3, 3.33), (7, 1, 7)):
        answer = till.share(amount, people)
        assert type(answer) is float
        assert answer == each


@pytest.mark.check("share refuses nobody", concepts=("sharing",))
def test_nobody():
    for people in (0, -1):
        with pytest.raises(ValueError):
            till.share(10, people)


@pytest.mark.check("the import is silent")
def test_silent(submission):
    inside = submission.fresh()
    inside.module("till")
    assert inside.output == ""
