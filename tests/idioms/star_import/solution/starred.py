__all__ = ["add", "PI", "Box"]
PI = 3


def add(a, b):
    return a + b


def hidden():
    return 1


class Box:
    pass
