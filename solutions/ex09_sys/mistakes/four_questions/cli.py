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
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        if argv[0] == "add":
            result = calculator.add(a, b)
        elif argv[0] == "subtract":
            result = calculator.subtract(a, b)
        elif argv[0] == "multiply":
            result = calculator.multiply(a, b)
        elif argv[0] == "divide":
            result = calculator.divide(a, b)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(int(result) if result.is_integer() else result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
