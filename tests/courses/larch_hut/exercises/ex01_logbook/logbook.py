"""The temperature log of Larch Hut, kept in a text file."""


def read_log(path):
    """Return a list of pairs (day, degrees); raise ValueError for a line that is no reading."""


def coldest(readings):
    """Return the day with the lowest temperature; raise ValueError if there are no readings."""


def write_frost(source, target):
    """Write the readings below 0 of the file source to the file target; return how many there are."""


def add_reading(path, day, degrees):
    """Add one reading at the end of a log."""


def remarks(path):
    """Return a dictionary from day to remark, for the days that have one."""
