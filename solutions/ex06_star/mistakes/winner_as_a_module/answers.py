"""What you found out, as two texts."""

# The name of the module whose `price` survived in order_total.py as you got it.
import parts as WINNER

# The built-in name that is no longer Python's own after `from os import *`.
LOST_BUILTIN = "open"
