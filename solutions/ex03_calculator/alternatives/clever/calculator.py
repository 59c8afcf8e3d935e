"""The operators of Python under the names the till knows."""

from operator import add, mul, sub, truediv

subtract = sub
multiply = mul

__all__ = ["add", "divide", "multiply", "subtract"]


def divide(a, b):
    try:
        return truediv(a, b)
    except ZeroDivisionError:
        raise ValueError("cannot divide by zero") from None
