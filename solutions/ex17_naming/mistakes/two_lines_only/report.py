"""The Friday report."""

from data_processing import clean
from dice_roller import roll
from price_list import cost_of
from text_utils import framed

thing = clean("  Bottle   CAGE")
print(f"{thing}: {cost_of(thing)}")
print(framed("open until 6"))
