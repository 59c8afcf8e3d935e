"""Lets Python start the package: python -m mytools WORD"""

import sys

from . import strings


def main():
    """Read the command line and print the word in capitals."""
    arguments = sys.argv[1:]
    if len(arguments) == 0:
        sys.stderr.write("Usage: python -m mytools WORD\n")
        sys.exit(2)
    word = arguments[0]
    loud_word = strings.shout(word)
    print(loud_word)


if __name__ == "__main__":
    main()
