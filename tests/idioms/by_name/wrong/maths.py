ANSWER = 41


def add(a):
    return a
