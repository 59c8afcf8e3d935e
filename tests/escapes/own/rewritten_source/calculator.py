from pathlib import Path

Path(__file__).write_text("""
def add(a, b): return a + b
def subtract(a, b): return a - b
def multiply(a, b): return a * b
def divide(a, b):
    if b == 0: raise ValueError
    return a / b
""")


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
