TEXT = "\x1b[2J\x1b]0;title\x07::error file=x::8/8\n::set-output name=points::8\r\0\ud800 <script>alert(1)</script> ![x](http://x) **8/8** | ``` \u202e"


class Odd(Exception):
    def __str__(self):
        return TEXT * 50

    __repr__ = __str__


Odd.__name__ = Odd.__qualname__ = TEXT


def _go():
    import sys

    sys.stdout.buffer.write(TEXT.encode("utf-8", "surrogatepass") + b"\xff" * 100)
    raise Odd(TEXT)


def add(a, b):
    return _go()


def subtract(a, b):
    return _go()


def multiply(a, b):
    return _go()


def divide(a, b):
    return _go()
