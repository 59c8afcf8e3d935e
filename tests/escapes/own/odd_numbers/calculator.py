import datetime
import fractions
from decimal import Decimal

ODD = iter(
    [
        Decimal("sNaN"),
        Decimal("9" * 5000 + "E+9999"),
        fractions.Fraction(1, 10**20000),
        1 << 99_000,
        float("nan"),
        complex("nan"),
        range(10**3000),
        datetime.timedelta.max,
    ]
)


def _go():
    return next(ODD)


def add(a, b):
    return _go()


def subtract(a, b):
    return _go()


def multiply(a, b):
    return _go()


def divide(a, b):
    return _go()
