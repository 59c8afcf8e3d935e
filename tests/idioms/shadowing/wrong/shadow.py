def sum(items):
    return 0


def max(a, b):
    return 0


def len(x):
    return 0


def print(*a):
    return None


class list:
    kind = 0


def open(x):
    return ""


def input():
    return ""
