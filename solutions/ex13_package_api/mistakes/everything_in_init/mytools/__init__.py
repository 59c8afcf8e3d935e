"""The tools of Spoke & Co., all to be had from here."""

from . import strings


def multiply(a, b):
    return a * b


def shout(text):
    return text.upper() + "!"


def price_row(label, price, qty):
    return f"{label:<12}{multiply(price, qty):>8.2f}"


VERSION = "1.0"

__all__ = ["multiply", "price_row", "shout", "strings"]
