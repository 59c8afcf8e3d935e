"""As much as fits, in one line, and in a file with a hole."""

import os


def write(path, expected):
    with open(path, "w") as file:
        file.writelines("x" * (1 << 20) for _ in range(10))


def fill(folder, expected):
    os.mkdir(folder)
    with open(os.path.join(folder, "expected.txt"), "w") as file:
        file.truncate(30 << 20)


def honest():
    return 1
