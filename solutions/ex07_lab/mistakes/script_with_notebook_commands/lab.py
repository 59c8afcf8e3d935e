%load_ext autoreload
import math as m

root = m.sqrt(9)

import rates

here = __name__
there = rates.__name__

kind = type(rates).__name__

public = sorted(name for name in dir(rates) if not name.startswith("_"))

import rates as second

same = second is rates

with open("rates.py", "w", encoding="utf-8") as file:
    file.write("RATE = 22\n")

import rates

before_reload = rates.RATE

import importlib

importlib.reload(rates)
after_reload = rates.RATE

from rates import RATE as old

with open("rates.py", "w", encoding="utf-8") as file:
    file.write("RATE = 333\n")

importlib.reload(rates)
old_value = old
new_value = rates.RATE
