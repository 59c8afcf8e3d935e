import calculator as calc
from functools import reduce


def total(prices):
    return reduce(calc.add, prices, 0)


def with_discount(amount, percent):
    if not 0 <= percent <= 100:
        raise ValueError(f"{percent} % is not between 0 % and 100 %")
    return calc.multiply(amount, calc.divide(calc.subtract(100, percent), 100))


split_bill = lambda amount, people: round(calc.divide(amount, people), 2)
