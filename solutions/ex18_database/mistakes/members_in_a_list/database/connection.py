"""Where a database comes from."""


def connect():
    """Return a new, empty database."""
    return {"members": [], "loans": []}
