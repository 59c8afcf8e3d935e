import statistics, calendar
import random, email.utils


def test_mean():
    assert statistics.mean([1]) == "mine"


def test_calendar():
    assert calendar.today() == 5
