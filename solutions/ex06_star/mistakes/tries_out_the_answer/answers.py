"""What you found out, as two texts."""

# The name of the module whose `price` survived in order_total.py as you got it.
WINNER = "parts"

# The built-in name that is no longer Python's own after `from os import *`.
LOST_BUILTIN = "open"
print("the winner is", WINNER)
