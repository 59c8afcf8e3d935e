import itertools
import threading
import time

GROWN = {0: []}
LIST = [GROWN]
LIST.append(LIST)


def grow():
    for number in itertools.count():
        GROWN[number % 50] = [LIST] * (number % 7)
        GROWN.pop((number * 7) % 50, None)
        time.sleep(0)


for _ in range(2):
    threading.Thread(target=grow, daemon=True).start()


def add(a, b):
    return LIST


def subtract(a, b):
    return GROWN


def multiply(a, b):
    return itertools.count()


def divide(a, b):
    return (LIST for _ in itertools.count())
