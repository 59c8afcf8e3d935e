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
    try:
        a, b = float(argv[1]), float(argv[2])
        result = getattr(calculator, argv[0])(a, b)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(int(result) if result.is_integer() else result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
