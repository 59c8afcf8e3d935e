"""The calculator as a command.

Exit codes: 0 all went well, 1 the calculation is impossible, 2 the command was typed wrongly.
"""

import sys

import calculator

USAGE = "usage: python cli.py add|subtract|multiply|divide A B"

ALL_IS_WELL = 0
IMPOSSIBLE = 1
TYPED_WRONGLY = 2

KNOWN_OPERATIONS = ["add", "subtract", "multiply", "divide"]


def to_number(text):
    """Turn a text into a whole number if possible, else into a decimal one."""
    try:
        number = int(text)
    except ValueError:
        number = float(text)
    return number


def to_text(number):
    """Write a number, a whole one without a point."""
    if number == int(number):
        return str(int(number))
    else:
        return str(number)


def main(argv):
    """Calculate and print; return the exit code."""
    if len(argv) != 3:
        print(USAGE, file=sys.stderr)
        return TYPED_WRONGLY

    operation = argv[0]
    if operation not in KNOWN_OPERATIONS:
        print("There is no operation", operation, file=sys.stderr)
        print(USAGE, file=sys.stderr)
        return TYPED_WRONGLY

    try:
        first = to_number(argv[1])
        second = to_number(argv[2])
    except ValueError:
        print("Both values must be numbers.", file=sys.stderr)
        return TYPED_WRONGLY

    if operation == "divide" and second == 0:
        print("Nothing can be divided by zero.", file=sys.stderr)
        return IMPOSSIBLE

    function = getattr(calculator, operation)
    result = function(first, second)
    print(to_text(result))
    return ALL_IS_WELL


if __name__ == "__main__":
    arguments = sys.argv[1:]
    exit_code = main(arguments)
    sys.exit(exit_code)
