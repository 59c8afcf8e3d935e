import calculator as c
from sys import argv as typed, exit, stderr

USAGE = "usage: python cli.py add|subtract|multiply|divide A B"
ALLOWED = {f.__name__: f for f in (c.add, c.subtract, c.multiply, c.divide)}


def fail(code, why):
    return print(why, file=stderr) or code


def main(argv):
    match argv:
        case [name, *texts] if name in ALLOWED and len(texts) == 2:
            try:
                numbers = [*map(float, texts)]
            except ValueError:
                return fail(2, f"numbers, please, not {texts}")
            try:
                result = ALLOWED[name](*numbers)
            except ValueError as no:
                return fail(1, no)
            print(str(result).removesuffix(".0") if abs(result) < 1e15 else int(result))
            return 0
    return fail(2, USAGE)


if __name__ == "__main__":
    exit(main(typed[1:]))
