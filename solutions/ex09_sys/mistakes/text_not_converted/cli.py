"""The command line of the calculator."""

import sys

import calculator

USAGE = "usage: python cli.py add|subtract|multiply|divide A B"
OPERATIONS = ("add", "subtract", "multiply", "divide")


def main(argv):
    """Do what the arguments ask for and return the exit code."""
    if len(argv) != 3 or argv[0] not in OPERATIONS:
        print(USAGE, file=sys.stderr)
        return 2
    a, b = argv[1], argv[2]
    try:
        result = getattr(calculator, argv[0])(a, b)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
