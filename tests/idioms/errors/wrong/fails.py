class AppError(Exception):
    pass


class NotThere(Exception):
    pass


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda *args: None
