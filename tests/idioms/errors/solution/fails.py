class AppError(Exception):
    def __init__(self, code, **details):
        super().__init__(f"error {code}")
        self.code, self.details = code, details


class NotThere(AppError, KeyError):
    """Raised where nothing is."""


def fail(code):
    raise AppError(code, where="here", tags=["a"])


def find(key):
    raise NotThere(404, key=key)


def wrapped():
    try:
        {}["k"]
    except KeyError as error:
        raise AppError(500) from error


def during():
    try:
        1 / 0
    except ZeroDivisionError:
        raise AppError(1)


def noted():
    error = ValueError("bad")
    error.add_note("try a number")
    raise error


def many():
    raise ExceptionGroup("many", [ValueError("a"), TypeError("b")])


def parse(text):
    return int(text)


def opened(path):
    return open(path)


def checked(n):
    assert n > 0, "n must be positive"
    return n


def leave(code):
    raise SystemExit(code)


def index(items, i):
    return items[i]


def unfinished():
    raise NotImplementedError("later")


def cleanup(log, work):
    try:
        return work()
    finally:
        log.append("done")


def deep(n):
    return deep(n + 1)
