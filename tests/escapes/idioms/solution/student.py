import os


class Timer:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def value(self):
        return 42424242

    def push(self, number):
        return None


def is_even(number):
    return number % 2 == 0


def visit(accept):
    for number in (1, 2, 3):
        accept(number)


def number():
    return 1


def alive():
    return 1


def save(text):
    with open("saved.txt", "w") as file:
        file.write(text)
    return os.path.abspath("saved.txt")


def bad():
    raise ValueError("no")


def member(number):
    return str(number)
