from sys import argv
from .strings import shout

try:
    print(shout(*argv[1:]))
except TypeError:
    from sys import exit, stderr
    print("Usage: mytools WORD", file=stderr)
    exit(2)
