"""Where a database comes from."""

EMPTY = {"members": {}, "loans": []}


def connect():
    """Return a new, empty database."""
    return EMPTY.copy()
