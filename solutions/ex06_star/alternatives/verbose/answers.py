"""My answers."""

# `from parts import *` comes second, so its price takes the place of the first one.
WINNER = "parts"

# os.open works with numbers of open files; the built-in function of that name is hidden by it.
LOST_BUILTIN = "open"
