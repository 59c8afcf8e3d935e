"""One point for each of eight answers."""

import calculator
import pytest


def test_add():
    assert calculator.add(2, 3) == 5


def test_add_negative():
    assert calculator.add(-7, 3) == -4


def test_subtract():
    assert calculator.subtract(10, 4) == 6


def test_multiply():
    assert calculator.multiply(6, 7) == 42


def test_multiply_fraction():
    assert calculator.multiply(0.1, 3) == pytest.approx(0.3)


def test_divide():
    assert calculator.divide(9, 3) == 3


def test_divide_fraction():
    assert calculator.divide(1, 4) == 0.25


def test_divide_by_zero():
    with pytest.raises(ValueError):
        calculator.divide(1, 0)
