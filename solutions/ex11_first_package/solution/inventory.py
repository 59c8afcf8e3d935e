"""What a package holds."""

from pathlib import Path


def modules_of(package):
    """Return the sorted names of the modules in package."""
    folder = Path(package.__path__[0])
    return sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")
