"""The Friday report."""

import dice_roller
import price_list
from data_processing import clean

texts = __import__("text_utils")

thing = clean("  Bottle   CAGE")
print(f"{thing}: {price_list.cost_of(thing)}")
print(texts.framed("open until 6"))
print("dice:", "ok" if dice_roller.roll() in range(1, 7) else "lost")
