def add(a, b):
    return a + b


def subtract(a, b):
    return a - b


def multiply(a, b):
    import ctypes

    ctypes.string_at(0)


def divide(a, b):
    if b == 0:
        raise ValueError("zero")
    return a / b
