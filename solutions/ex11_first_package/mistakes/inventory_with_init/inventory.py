"""What a package holds."""

import os


def modules_of(package):
    """Return the sorted names of the modules in package."""
    names = os.listdir(package.__path__[0])
    return sorted(name[:-3] for name in names if name.endswith(".py"))
