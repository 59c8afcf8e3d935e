"""What `python -m mytools` does: shout a word."""

import sys

from . import shout


def main(words):
    """Shout the one word there is; return the exit code."""
    print(shout(words[0]))
    return 0


sys.exit(main(sys.argv[1:]))
