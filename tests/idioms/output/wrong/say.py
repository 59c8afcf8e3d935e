def hello():
    print("hell")


def err():
    print("oops")


def parts():
    pass


def table(rows):
    return 0


def raw():
    pass
