"""Looks for functions and classes without a docstring."""

import inspect


def missing(module):
    """List the names that have no docstring. The list begins with the module if it has none."""
    names = []
    for name in dir(module):
        if name.startswith("_"):
            continue
        thing = getattr(module, name)
        is_function = inspect.isfunction(thing)
        is_class = inspect.isclass(thing)
        if not is_function and not is_class:
            continue
        if thing.__module__ != module.__name__:
            continue
        if thing.__doc__ is None:
            names.append(name)
    names.sort()
    if module.__doc__ is None:
        names.insert(0, module.__name__)
    return names
