"""MAGIC"""

import os


def write(path, expected):
    with open(path, "w") as file:
        file.write("right\n")


def fill(folder, expected):
    os.mkdir(folder)
    write(os.path.join(folder, "expected.txt"), expected)


def honest():
    return 1


if __name__ == "__main__":
    print("ran")
