"""Receipts, rounded in whole cents."""

from __future__ import annotations

import calculator
from calculator import Number


def total(prices: list[Number]) -> Number:
    if not prices:
        return 0
    first, *rest = prices
    return calculator.add(first, total(rest))


def with_discount(amount: Number, percent: Number) -> float:
    _check_percent(percent)
    kept = calculator.subtract(100, percent)
    return calculator.divide(calculator.multiply(amount, kept), 100)


def split_bill(amount: Number, people: int) -> float:
    cents = round(calculator.divide(calculator.to_cents(amount), people))
    return calculator.divide(cents, 100)


def _check_percent(percent: Number) -> None:
    if percent < 0 or 100 < percent:
        raise ValueError("percent is a number from 0 to 100")
