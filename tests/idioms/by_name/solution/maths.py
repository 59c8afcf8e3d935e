ANSWER = 42
_hidden = 1


def add(a, b):
    return a + b


def area(radius):
    return 3 * radius**2


class Point:
    pass


AREAS = {"circle": area}


def pick(name):
    return AREAS[name]
