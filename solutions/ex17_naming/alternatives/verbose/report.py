"""Prints the three lines of the Friday report."""

import data_processing
import dice_roller
import price_list
import text_utils

# Line 1: what a bottle cage costs
typed = "  Bottle   CAGE"
thing = data_processing.clean(typed)
cost = price_list.cost_of(thing)
print(thing + ": " + str(cost))

# Line 2: the opening hours
notice = text_utils.framed("open until 6")
print(notice)

# Line 3: are the dice there?
number = dice_roller.roll()
if 1 <= number <= 6:
    print("dice: ok")
else:
    print("dice: lost")
