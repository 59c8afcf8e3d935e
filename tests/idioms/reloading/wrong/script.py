name = None
counter = 5


def bump():
    return -3
