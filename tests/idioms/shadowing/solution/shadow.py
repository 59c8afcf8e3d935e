def sum(items):
    total = 0
    for i in items:
        total += i
    return total


def max(a, b):
    return a if a > b else b


def len(x):
    return 7


def print(*a):
    return a


class list:
    def __init__(self):
        self.kind = "mine"


def open(x):
    return "opened " + x


def input():
    return "mine"
