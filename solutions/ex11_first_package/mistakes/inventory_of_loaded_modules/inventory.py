"""What a package holds."""


def modules_of(package):
    """Return the sorted names of the modules in package."""
    return sorted(name for name in dir(package) if not name.startswith("_"))
