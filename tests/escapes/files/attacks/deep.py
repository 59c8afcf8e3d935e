"""A tree deeper than a path is long, and names that are no text."""

import os


def write(path, expected):
    fill(path, expected)
    os.chdir(HOME)


def fill(folder, expected):
    os.mkdir(folder)
    os.chdir(folder)
    for name in (b"\xff\xfe", b"a\nb", b"\x1b[31m"):
        open(name, "w").close()
    for _ in range(1500):
        os.mkdir("d" * 20)
        os.chdir("d" * 20)


HOME = os.getcwd()


def honest():
    return 1
