import functools
import inspect


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


def curry(f):
    wanted = f.__code__.co_argcount

    def collect(*args):
        return f(*args) if len(args) >= wanted else lambda *more: collect(*args, *more)

    return collect


def bound(f):
    signature = inspect.signature(f)

    @functools.wraps(f)
    def inner(*args, **kwargs):
        given = signature.bind(*args, **kwargs)
        return dict(given.arguments), f(*given.args, **given.kwargs)

    return inner


def checked(f):
    names = list(inspect.signature(f).parameters)

    @functools.wraps(f)
    def inner(*args, **kwargs):
        for name, value in {**dict(zip(names, args)), **kwargs}.items():
            if name in f.__annotations__ and not isinstance(value, f.__annotations__[name]):
                raise TypeError(f"{name} must be {f.__annotations__[name].__name__}")
        return f(*args, **kwargs)

    return inner


class Tally:
    def __init__(self, f):
        functools.update_wrapper(self, f)
        self.f = f
        self.count = 0

    def __call__(self, *args, **kwargs):
        self.count += 1
        return self.f(*args, **kwargs)


def named(*functions):
    return [f.__name__ for f in functions]
