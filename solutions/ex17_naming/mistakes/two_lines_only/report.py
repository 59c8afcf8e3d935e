"""The Friday report."""

import dice_roller
import price_list
import text_utils
from data_processing import clean

thing = clean("  Bottle   CAGE")
print(f"{thing}: {price_list.cost_of(thing)}")
print(text_utils.framed("open until 6"))
