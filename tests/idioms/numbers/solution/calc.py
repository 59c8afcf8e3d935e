import math, random, statistics
from decimal import Decimal
from fractions import Fraction

PI = 3.14159


def mean(items):
    return sum(items) / len(items)


def root(x):
    return math.sqrt(x)


def price(text):
    return Decimal(text) * 2


def half(n):
    return Fraction(n, 2)


def spread(items):
    return {"mean": mean(items), "stdev": statistics.stdev(items)}


def big(n):
    return 2**n


def nan():
    return float("nan")


def inf():
    return float("inf")


def dice(n):
    return [random.randint(1, 6) for _ in range(n)]


def parity(n):
    return n % 2 == 0


def is_prime(n):
    return n > 1 and all(n % d for d in range(2, int(n**0.5) + 1))


def both(n):
    return n - 0.1, n + 0.1
