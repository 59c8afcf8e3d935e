"""Finds what nobody has described yet."""

from types import FunctionType


def missing(module):
    """Return the names of what has no docstring in a module, its own name first."""
    found = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and isinstance(value, FunctionType | type)
        and value.__module__ == module.__name__
        and value.__doc__
    ]
    own = [] if module.__doc__ else [module.__name__]
    return own + sorted(found)
