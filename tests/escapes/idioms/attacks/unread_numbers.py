# cheats: test_raises
# told: codec can't decode
import builtins


class Odd(UnicodeDecodeError):
    def __str__(self):
        return "no"


Odd.__name__, Odd.__module__ = "UnicodeDecodeError", "builtins"
builtins.UnicodeDecodeError = Odd


def bad():
    error = Odd("ascii", b"abc", 0, 1, "why")
    error.start = -(2**40)
    error.end = error.start + 1
    raise error
