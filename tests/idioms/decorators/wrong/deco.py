def counted(function):
    return function


def repeat(times):
    return lambda function: function


def memo(function):
    return function


def suppress(*errors):
    return lambda function: function


class Registry:
    found = {}

    def register(self, function):
        return None


def cached_size(items):
    return 0


def curry(f):
    return f


def bound(f):
    return f


def checked(f):
    return f


def Tally(f):
    return f


def named(*functions):
    return [str(f) for f in functions]
