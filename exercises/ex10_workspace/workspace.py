"""Folders for the repairs of Spoke & Co."""

import os


def where():
    """Return the current working directory."""


def names(folder):
    """Return the names in folder, sorted."""


def make_box(base, name):
    """Create the folder base/name if it is not there; return its path."""


def remove_box(base, name):
    """Remove the folder base/name if it is empty; say whether it was removed."""


def year_tree(base, year):
    """Create base/year/01 to base/year/12; return how many of the twelve are new."""
