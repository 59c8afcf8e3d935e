import resource

resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
