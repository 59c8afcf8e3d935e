def add(a, b):
    return add(a, b)


def subtract(a, b):
    return a - b


def multiply(a, b):
    return a * b


def divide(a, b):
    if b == 0:
        raise ValueError("zero")
    return a / b
