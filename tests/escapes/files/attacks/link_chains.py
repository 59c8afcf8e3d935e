"""Links by way of other links, of /proc and of folders above."""

import os


def write(path, expected):
    os.symlink("/proc/self/root" + expected, path + ".link")
    os.symlink(path + ".link", path)


def fill(folder, expected):
    os.symlink("/", folder + ".root")
    os.symlink(folder + ".root" + expected, folder)


def honest():
    return 1
