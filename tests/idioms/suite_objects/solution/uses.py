def total(cart):
    return sum(i.price for i in cart.items())


def name_of(o):
    return o.name


def feed(animal):
    animal.eat("hay")
    return animal.full


def compare(a, b):
    return a < b, a == b


def length(o):
    return len(o)


def item(o):
    return o[0]


def loop(o):
    return [x for x in o]


def enter(o):
    with o as v:
        return v


def call(o):
    return o(2)


def text(o):
    return str(o) + repr(o)


def inside(o, x):
    return x in o


def add(a, b):
    return a + b


def is_kind(o, k):
    return isinstance(o, k)


def make(cls):
    return cls(5)


def attr(o, n):
    return getattr(o, n)


def put(o, n, v):
    setattr(o, n, v)


def as_key(o):
    return {o: 1}[o]


def kinds(o):
    return type(o).__name__


def field(d):
    return d["k"].price


def fmt(o):
    return f"{o}"


def sub(cls):
    class Sub(cls):
        def hello(self):
            return "sub " + super().hello()

    return Sub()


def catch(f, exc):
    try:
        f()
    except exc as e:
        return str(e)


def priv(o):
    return o._secret


def doc(f):
    return f.__name__, f.__doc__


def sig(f):
    import inspect

    return list(inspect.signature(f).parameters)


def dc(o):
    import dataclasses

    return dataclasses.asdict(o)


def en(e):
    return e.name, e.value


def roll(rng, n):
    return [rng.randint(1, 6) for _ in range(n)]


def mix(rng, items):
    rng.shuffle(items)


def words(pattern, text):
    return pattern.findall(text), pattern.sub("-", text)


def note(logger, what):
    logger.info("got %s", what)


def drain(waiting):
    out = []
    while not waiting.empty():
        out.append(waiting.get())
    return out


def run(args):
    return args.n * 2 if args.loud else args.n
