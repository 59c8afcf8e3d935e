def take(n, items):
    return list(items)[:n] if hasattr(items, "__len__") else []


def pairwise(items):
    return iter(())


def chunked(items, size):
    return [items]


def unique(items, key=None):
    return sorted(items)


class Peekable:
    def __init__(self, items):
        self.items = iter(())

    def peek(self, *default):
        return None

    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration


def always(value):
    return [value]


def tee_sum(items):
    return []
