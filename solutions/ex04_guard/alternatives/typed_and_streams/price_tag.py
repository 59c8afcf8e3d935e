"""Price tags: typed, and with the discount worked out in one place."""

from __future__ import annotations

import sys
from typing import TextIO


def final_price(price: float, percent_off: float) -> float:
    share = (100 - percent_off) / 100
    return float(f"{price * share:.2f}")


def who_am_i() -> str:
    return globals()["__name__"]


def main(stream: TextIO | None = None) -> int:
    stream = stream or sys.stdout
    stream.write("Running directly\n")
    stream.write(f"Price: {final_price(80, 25):.2f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
