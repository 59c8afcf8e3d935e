"""The Friday report."""

import dice_roller
import price_list
import text_utils
import dp

thing = dp.clean("  Bottle   CAGE")
print(f"{thing}: {price_list.cost_of(thing)}")
print(text_utils.framed("open until 6"))
print("dice:", "ok" if dice_roller.roll() in range(1, 7) else "lost")
