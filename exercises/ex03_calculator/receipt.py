"""Receipts of Spoke & Co., worked out with the calculator."""

# Its arithmetic comes from the other file: begin with  import calculator


def total(prices):
    """Return the sum of all prices; 0 for an empty list."""


def with_discount(amount, percent):
    """Return amount minus percent %; raise ValueError unless 0 <= percent <= 100."""


def split_bill(amount, people):
    """Return the share of each person, rounded to 2 decimals."""
