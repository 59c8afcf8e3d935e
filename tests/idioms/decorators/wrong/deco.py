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
