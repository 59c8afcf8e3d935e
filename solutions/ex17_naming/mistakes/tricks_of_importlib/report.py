"""The Friday report."""

from data_processing import clean
import importlib

from price_list import cost_of
from text_utils import framed

roll = importlib.import_module("dice_roller").roll

thing = clean("  Bottle   CAGE")
print(f"{thing}: {cost_of(thing)}")
print(framed("open until 6"))
print("dice:", "ok" if roll() in range(1, 7) else "lost")
