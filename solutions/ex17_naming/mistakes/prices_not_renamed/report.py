"""The Friday report."""

from data_processing import clean
from dice_roller import roll
import 2prices
from text_utils import framed

thing = clean("  Bottle   CAGE")
print(f"{thing}: {2prices.cost_of(thing)}")
print(framed("open until 6"))
print("dice:", "ok" if roll() in range(1, 7) else "lost")
