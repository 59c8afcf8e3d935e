def greet():
    return "Hello Bob "


def add_two():
    return 0


def until_blank():
    return None


def upto_eof():
    return -1
