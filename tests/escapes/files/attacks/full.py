"""Leaves no room for anybody."""

import os


def write(path, expected):
    here = os.path.dirname(os.path.abspath(path))
    for number in range(100):
        try:
            with open(f"{here}/{number}", "wb") as file:
                file.write(b"x" * (8 << 20))
        except OSError:
            break


def fill(folder, expected):
    try:
        for number in range(40_000):
            os.close(os.open(f"{folder}{number}", os.O_CREAT))
    except OSError:
        pass


def honest():
    return 1
