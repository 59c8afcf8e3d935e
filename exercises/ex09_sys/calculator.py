"""The arithmetic behind the counter of Spoke & Co., in four functions."""

NO_PARTS = "cannot divide by zero"


def add(first, second):
    """Put two amounts together."""
    return first + second


def subtract(first, second):
    """Take the second amount away from the first."""
    return first - second


def multiply(amount, times):
    """Repeat an amount, not necessarily a whole number of times."""
    return amount * times


def divide(amount, parts):
    """Cut an amount into equal parts; ValueError if there are none to cut it into."""
    try:
        return amount / parts
    except ZeroDivisionError:
        raise ValueError(NO_PARTS) from None
