"""Takes away the test's folder, and its own."""

import os
import shutil


def write(path, expected):
    shutil.rmtree(os.path.dirname(os.path.abspath(path)), ignore_errors=True)


def fill(folder, expected):
    write(folder, expected)


def honest():
    return 1
