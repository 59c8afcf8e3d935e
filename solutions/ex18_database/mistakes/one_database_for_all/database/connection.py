"""Where a database comes from."""

DATABASE = {"members": {}, "loans": []}


def connect():
    """Return a new, empty database."""
    return DATABASE
