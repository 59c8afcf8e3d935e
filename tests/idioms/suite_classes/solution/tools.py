"""Code that is given classes: it catches them, makes instances, asks what is one, derives from them."""

import functools, time
def retry(times, exceptions=(Exception,), delay=0):
    def deco(f):
        @functools.wraps(f)
        def inner(*args, **kwargs):
            last = None
            for _ in range(times):
                try:
                    return f(*args, **kwargs)
                except exceptions as e:
                    last = e
                    time.sleep(delay)
            raise last
        return inner
    return deco
class Registry:
    def __init__(self):
        self.items = {}
    def register(self, name, cls):
        if not isinstance(cls, type):
            raise TypeError("not a class")
        self.items[name] = cls
    def create(self, name, *args, **kw):
        return self.items[name](*args, **kw)
    def name_of(self, thing):
        return next(n for n, c in self.items.items() if isinstance(thing, c))
def only(kind, things):
    return [t for t in things if isinstance(t, kind)]
def is_kind(cls, base):
    return issubclass(cls, base)
def singleton(cls):
    instances = {}
    @functools.wraps(cls)
    def get(*a, **k):
        if cls not in instances:
            instances[cls] = cls(*a, **k)
        return instances[cls]
    return get
def raise_it(cls, text):
    raise cls(text)
def suppress_all(f, *kinds):
    try:
        f()
    except kinds as e:
        return type(e).__name__, str(e)
    return None
def describe(x):
    return f"{type(x).__name__}:{x}"
class Bus:
    def __init__(self):
        self.handlers = {}
    def on(self, kind, handler):
        self.handlers.setdefault(kind, []).append(handler)
    def emit(self, event):
        for h in self.handlers.get(type(event), []):
            h(event)
def to_list(cls, n):
    return [cls(i) for i in range(n)]
def total_area(shapes):
    return sum(s.area() for s in shapes)

def loud(cls):
    class Loud(cls):
        def speak(self):
            return super().speak().upper() + "!"

    return Loud
