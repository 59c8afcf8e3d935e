__all__ = ["add", "PI", "Box", "hidden"]
PI = 4


def add(a, b):
    return 0


def hidden():
    return 2


class Box:
    size = 2
