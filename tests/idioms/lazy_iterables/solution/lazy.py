from itertools import islice


def take(n, items):
    return list(islice(items, n))


def pairwise(items):
    items = iter(items)
    last = next(items, None)
    for item in items:
        yield last, item
        last = item


def chunked(items, size):
    items = iter(items)
    while chunk := take(size, items):
        yield chunk


def unique(items, key=None):
    seen = set()
    for item in items:
        mark = item if key is None else key(item)
        if mark not in seen:
            seen.add(mark)
            yield item


class Peekable:
    def __init__(self, items):
        self.items, self.held = iter(items), []

    def peek(self, *default):
        if not self.held:
            try:
                self.held.append(next(self.items))
            except StopIteration:
                if default:
                    return default[0]
                raise
        return self.held[0]

    def __iter__(self):
        return self

    def __next__(self):
        return self.held.pop() if self.held else next(self.items)

    def __bool__(self):
        try:
            self.peek()
        except StopIteration:
            return False
        return True


def always(value):
    while True:
        yield value


def tee_sum(items):
    total = 0
    for item in items:
        total += item
        yield total
