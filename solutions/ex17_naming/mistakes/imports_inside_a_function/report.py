"""The Friday report."""

from data_processing import clean
from price_list import cost_of
from text_utils import framed


def lucky_number():
    """Return the number of the day."""
    from dice_roller import roll

    return roll()


thing = clean("  Bottle   CAGE")
print(f"{thing}: {cost_of(thing)}")
print(framed("open until 6"))
print("dice:", "ok" if lucky_number() in range(1, 7) else "lost")
