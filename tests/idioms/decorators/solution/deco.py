import functools


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


def repeat(times):
    def outer(function):
        @functools.wraps(function)
        def wrapper(*args):
            return [function(*args) for _ in range(times)]

        return wrapper

    return outer


def memo(function):
    known = {}

    @functools.wraps(function)
    def wrapper(*args):
        if args not in known:
            known[args] = function(*args)
        return known[args]

    wrapper.known = known
    return wrapper


def suppress(*errors):
    def outer(function):
        @functools.wraps(function)
        def wrapper(*args):
            try:
                return function(*args)
            except errors:
                return None

        return wrapper

    return outer


class Registry:
    def __init__(self):
        self.found = {}

    def register(self, function):
        self.found[function.__name__] = function
        return function


def cached_size(items):
    return len(items)


cached_size = functools.lru_cache(cached_size)
