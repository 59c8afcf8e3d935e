"""Without any right to read."""

import os


def write(path, expected):
    with open(path, "w") as file:
        file.write("wrong")
    os.chmod(path, 0)


def fill(folder, expected):
    os.mkdir(folder, 0)


def honest():
    return 1
