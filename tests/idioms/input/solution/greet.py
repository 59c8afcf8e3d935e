def greet():
    name = input("Name? ")
    return f"Hello {name}"


def add_two():
    a = int(input())
    b = int(input())
    print(a + b)
    return a + b


def until_blank():
    lines = []
    while True:
        line = input()
        if not line:
            return lines
        lines.append(line)


def upto_eof():
    n = 0
    try:
        while True:
            input(">")
            n += 1
    except EOFError:
        return n
