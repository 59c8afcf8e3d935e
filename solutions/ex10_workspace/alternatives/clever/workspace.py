"""As few lines as it takes."""

from contextlib import suppress
from os import getcwd as where, listdir, makedirs, rmdir
from os.path import isdir, join

__all__ = ["make_box", "names", "remove_box", "where", "year_tree"]


def names(folder):
    return sorted(listdir(folder))


def make_box(base, name):
    makedirs(box := join(base, name), exist_ok=True)
    return box


def remove_box(base, name):
    with suppress(OSError):
        rmdir(join(base, name))
        return True
    return False


def year_tree(base, year):
    months = [join(base, f"{year}", f"{month:0>2}") for month in range(1, 13)]
    new = [month for month in months if not isdir(month)]
    for month in new:
        makedirs(month)
    return len(new)
