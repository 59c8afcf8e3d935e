import asyncio, contextlib


def count(n):
    """Count."""
    i = 0
    while i < n:
        yield i
        i += 1


def forever():
    n = 0
    while True:
        yield n
        n += 1


def averager():
    total = n = 0
    avg = None
    while True:
        value = yield avg
        total += value
        n += 1
        avg = total / n


def returns():
    yield 1
    return "done"


def catching():
    try:
        yield 1
    except ValueError:
        yield "caught"
    finally:
        pass


def delegating():
    result = yield from returns()
    yield result


def consume(iterable):
    return [x * 2 for x in iterable]


def first(iterator):
    return next(iterator)


def apply(f, x):
    return f(x)


def make_adder(n):
    def adder(x):
        return x + n

    return adder


def sort_by(items, key):
    return sorted(items, key=key)


def mapper(f, items):
    return map(f, items)


def squares(n):
    return (x * x for x in range(n))


def log(func):
    import functools

    @functools.wraps(func)
    def wrapper(*a, **k):
        wrapper.calls += 1
        return func(*a, **k)

    wrapper.calls = 0
    return wrapper


@contextlib.contextmanager
def managed(log):
    log.append("enter")
    try:
        yield "value"
    finally:
        log.append("exit")


async def fetch(n):
    await asyncio.sleep(0)
    return n * 2


async def both(a, b):
    return await asyncio.gather(fetch(a), fetch(b))


async def failing():
    raise ValueError("async bad")


async def call_back(f):
    return await f(3)


async def agen(n):
    for i in range(n):
        yield i


def reduce(f, items, start):
    for i in items:
        start = f(start, i)
    return start


def mutate(items, table):
    items.append(99)
    table["k"] = items
    return items


def sort_in_place(items):
    items.sort()


def clear(d):
    d.clear()


def each(items, f):
    for i in items:
        f(i)


def grid(n):
    return [[0] * n for _ in range(n)]


def same(x):
    return x


def write_to(stream):
    stream.write("hello\n")
    print("more", file=stream)


def read_from(stream):
    return [line.strip() for line in stream]


def read_csv(stream):
    import csv

    return list(csv.reader(stream))


def partial(f, *a):
    import functools

    return functools.partial(f, *a)


def lines_of(path):
    with open(path) as f:
        return f.read().splitlines()


def save(path, data):
    import json, pathlib

    pathlib.Path(path).write_text(json.dumps(data))


def retry(f, times):
    for _ in range(times):
        try:
            return f()
        except ValueError as e:
            last = e
    raise last


def compose(*fs):
    def inner(x):
        for f in fs:
            x = f(x)
        return x

    return inner


def nested(t):
    t["a"]["b"].append(1)


cache = {}


def remember(k, v):
    cache[k] = v


def kwonly(a, *, b=2, **rest):
    return a, b, rest
