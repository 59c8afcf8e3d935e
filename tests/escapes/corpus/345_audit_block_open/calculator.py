import sys

_on = []


def _h(e, a):
    if _on and e == "open" and a[1] and isinstance(a[1], str) and "w" in a[1]:
        raise RuntimeError("no")


sys.addaudithook(_h)
_on.append(1)


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
