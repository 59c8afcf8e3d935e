"""Text for price lists; `python -m mytools.strings` shows a sample."""

from __future__ import annotations

from .numbers import multiply as times


def shout(text: str) -> str:
    return f"{text.upper()}!"


def line(width: int) -> str:
    _refuse_negative(width)
    return "-" * width


def price_row(label: str, price: float, qty: int) -> str:
    amount = format(times(price, qty), ".2f")
    return label.ljust(12) + amount.rjust(8)


def _refuse_negative(width: int) -> None:
    if width < 0:
        raise ValueError(f"width is {width}, but must be 0 or more")


if __name__ == "__main__":
    print(shout("price list"))
    print(line(20))
    print(price_row("Chain", 12.5, 2))
