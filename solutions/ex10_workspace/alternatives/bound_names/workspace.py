"""Folders for repairs; what is asked of the system can be handed in, for trying things out."""

import os
import os.path as osp
from os.path import exists
from os.path import join as path_of


class Disk:
    make = os.mkdir
    remove = os.rmdir
    entries = os.scandir


DISK = Disk()


def where(ask=os.getcwd):
    return ask()


def names(folder, listing=os.listdir):
    found = list(listing(folder))
    found.sort()
    return found


def make_box(base, name, *, there=osp.isdir):
    path = path_of(base, name)
    if there(path):
        return path
    if exists(path):
        raise FileExistsError(17, "a file has that name", path)
    DISK.make(path)
    return path


def remove_box(base, name):
    path = path_of(base, name)
    try:
        with DISK.entries(path) as entries:
            if next(entries, None) is not None:
                return False
    except (FileNotFoundError, NotADirectoryError):
        return False
    DISK.remove(path)
    return not exists(path)


def year_tree(base, year):
    folders = [path_of(make_box(base, str(year)), f"{number + 1:02d}") for number in range(12)]
    made = 0
    for folder in folders:
        try:
            DISK.make(folder)
        except FileExistsError:
            continue
        made += 1
    return made
