"""Folders for the repairs of Spoke & Co."""

import os


def where():
    """Return the current working directory."""
    return os.getcwd()


def names(folder):
    """Return the names in folder, sorted."""
    return sorted(os.listdir(folder))


def make_box(base, name):
    """Create the folder base/name if it is not there; return its path."""
    box = os.path.join(base, name)
    if not os.path.isdir(box):
        os.mkdir(box)
    return box


def remove_box(base, name):
    """Remove the folder base/name if it is empty; say whether it was removed."""
    box = os.path.join(base, name)
    if not os.path.isdir(box) or os.listdir(box):
        return False
    os.rmdir(box)
    return True
