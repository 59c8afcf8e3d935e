def work(n):
    return n


def boom():
    pass


def old():
    return 1


class MyWarning(UserWarning):
    pass


def custom():
    pass


def many():
    pass


def debug():
    pass
