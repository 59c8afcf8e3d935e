"""Lists the modules of a package."""

import os


def modules_of(package):
    """Return a sorted list with the names of all modules in the package."""
    folder = package.__path__[0]
    found = []
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if not os.path.isfile(path):
            continue
        stem, ending = os.path.splitext(name)
        if ending != ".py":
            continue
        if stem == "__init__":
            continue
        found.append(stem)
    found.sort()
    return found
