"""This module looks after the folders of the workshop.

Every repair has a folder of its own.  A folder that is no longer needed is
removed, but only if nothing is left in it.
"""

import os
import os.path


def where():
    """Return the full name of the folder in which the program works."""
    current_directory = os.getcwd()
    return current_directory


def names(folder):
    """Return a list of everything in the folder, in alphabetical order."""
    found = []
    for name in os.listdir(folder):
        found.append(name)
    found.sort()
    return found


def make_box(base, name):
    """Make a folder called name in the folder base, and return its path."""
    path = os.path.join(base, name)
    already_there = os.path.exists(path)
    if already_there:
        if os.path.isdir(path):
            return path
        else:
            raise FileExistsError("there is a file called " + path)
    else:
        os.mkdir(path)
        return path


def remove_box(base, name):
    """Remove the folder called name from the folder base.

    The answer is True if it was removed.  A folder with something in it
    stays as it is, and the answer is False.
    """
    path = os.path.join(base, name)
    if os.path.exists(path) == False:
        return False
    if os.path.isdir(path) == False:
        return False
    number_of_things = len(os.listdir(path))
    if number_of_things > 0:
        return False
    else:
        os.rmdir(path)
        return True


def year_tree(base, year):
    """Make the folders for a whole year, and count the new ones."""
    counter = 0
    year_folder = make_box(base, str(year))
    month = 1
    while month <= 12:
        month_name = str(month)
        if month < 10:
            month_name = "0" + month_name
        month_folder = os.path.join(year_folder, month_name)
        if os.path.exists(month_folder) == False:
            make_box(year_folder, month_name)
            counter = counter + 1
        month = month + 1
    return counter


if __name__ == "__main__":
    print("I work in", where())
    print("and here I see", names("."))
