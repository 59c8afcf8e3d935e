"""The Friday report: `python report.py`."""

from __future__ import annotations

import data_processing
import dice_roller
import price_list
import text_utils


def lines(typed: str) -> list[str]:
    thing = data_processing.clean(typed)
    return [
        f"{thing}: {price_list.cost_of(thing)}",
        text_utils.framed("open until 6"),
        f"dice: {'ok' if 0 < dice_roller.roll() <= 6 else 'lost'}",
    ]


if __name__ == "__main__":
    print(*lines("Bottle cage"), sep="\n")
