"""What the receipt printer needs to know."""

import calculator

LOWEST_PERCENT = 0
HIGHEST_PERCENT = 100


def total(prices):
    """Add up the prices, one after the other."""
    running_total = 0
    position = 0
    while position < len(prices):
        price = prices[position]
        running_total = calculator.add(running_total, price)
        position = position + 1
    return running_total


def with_discount(amount, percent):
    """Take percent % off the amount."""
    if percent < LOWEST_PERCENT:
        raise ValueError("a discount cannot be negative")
    if percent > HIGHEST_PERCENT:
        raise ValueError("a discount cannot be more than 100 %")
    one_percent = calculator.divide(amount, 100)
    discount = calculator.multiply(one_percent, percent)
    price_to_pay = calculator.subtract(amount, discount)
    return price_to_pay


def split_bill(amount, people):
    """Share the amount evenly; each share is rounded to whole cents."""
    exact_share = calculator.divide(amount, people)
    rounded_share = round(exact_share, 2)
    return rounded_share
