import os

said = []

held = []
try:
    for _ in range(30):
        held.append(os.memfd_create("x"))
        os.write(held[-1], b"x" * (20 << 20))
    said.append("ESCAPED the limit on memory")
except OSError:
    pass


def add(a, b):
    print(*said)


def subtract(a, b):
    print(*said)


def multiply(a, b):
    print(*said)


def divide(a, b):
    print(*said)
