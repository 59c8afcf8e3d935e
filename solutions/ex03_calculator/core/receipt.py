"""Receipts of Spoke & Co., worked out with the calculator."""

import calculator


def total(prices):
    """Return the sum of all prices; 0 for an empty list."""
    result = 0
    for price in prices:
        result = calculator.add(result, price)
    return result


def with_discount(amount, percent):
    """Return amount minus percent %; raise ValueError unless 0 <= percent <= 100."""
    if percent < 0 or percent > 100:
        raise ValueError("percent must be between 0 and 100")
    discount = calculator.divide(calculator.multiply(amount, percent), 100)
    return calculator.subtract(amount, discount)


def split_bill(amount, people):
    """Return the share of each person, rounded to 2 decimals."""
