"""The Friday report."""

from data_processing import clean
from dice_roller import roll
from price_list import cost_of
import text-utils

thing = clean("  Bottle   CAGE")
print(f"{thing}: {cost_of(thing)}")
print(text-utils.framed("open until 6"))
print("dice:", "ok" if roll() in range(1, 7) else "lost")
