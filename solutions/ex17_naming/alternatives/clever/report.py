from data_processing import clean as c
from dice_roller import *
from price_list import cost_of
from text_utils import framed as f

print((t := c("  Bottle   CAGE")) + f": {cost_of(t)}", f("open until 6"), "dice: " + ("lost", "ok")[0 < roll() < 7], sep="\n")
