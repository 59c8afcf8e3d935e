"""The Friday report."""

import price_list
import text_utils
from data_processing import clean


def lucky_number():
    """Return the number of the day."""
    import dice_roller

    return dice_roller.roll()


thing = clean("  Bottle   CAGE")
print(f"{thing}: {price_list.cost_of(thing)}")
print(text_utils.framed("open until 6"))
print("dice:", "ok" if lucky_number() in range(1, 7) else "lost")
