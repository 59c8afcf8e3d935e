import collections, datetime, decimal, fractions, enum, uuid, pathlib, re


def values():
    return [
        1,
        1.5,
        True,
        None,
        "s",
        b"b",
        bytearray(b"x"),
        (1, 2),
        [1],
        {1: 2},
        {3},
        frozenset({4}),
        range(3),
        1j,
        slice(1, 2),
        Ellipsis,
    ]


def counter():
    return collections.Counter("abca")


def ordered():
    return collections.OrderedDict(a=1)


def default():
    return collections.defaultdict(list, a=[1])


def dq():
    return collections.deque([1, 2], maxlen=3)


def dec():
    return decimal.Decimal("1.10")


def frac():
    return fractions.Fraction(1, 3)


def day():
    return datetime.date(2020, 1, 2)


def moment():
    return datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.timezone.utc)


def delta():
    return datetime.timedelta(days=1)


Pair = collections.namedtuple("Pair", "a b")


def pair():
    return Pair(1, 2)


def uid():
    return uuid.UUID(int=5)


def path():
    return pathlib.Path("a/b")


def pattern():
    return re.compile("a+")


def match():
    return re.match("(?P<x>a+)", "aab")


def keys():
    return {"a": 1}.keys()


def vals():
    return {"a": 1}.values()


def items():
    return {"a": 1}.items()


def mapped():
    return map(str, [1, 2])


def zipped():
    return zip([1], [2])


def enumerated():
    return enumerate("ab")


def reversed_():
    return reversed([1, 2])


def iterator():
    return iter([1, 2])


def kind():
    return int


def fn():
    return len


def chain():
    import itertools

    return itertools.chain([1], [2])


def memory():
    return memoryview(b"abc")


def nested():
    return {"a": [(1, {2: {3}})], "b": {"c": [None, True]}}


def tw():
    return datetime.time(1, 2)


def chainmap():
    return collections.ChainMap({"a": 1}, {"b": 2})


class MyList(list):
    pass


def mylist():
    return MyList([1, 2])


class MyDict(dict):
    pass


def mydict():
    return MyDict(a=1)


class MyStr(str):
    pass


def mystr():
    return MyStr("x")


class MyInt(int):
    pass


def myint():
    return MyInt(3)


def userdict():
    return collections.UserDict(a=1)


def proxy():
    import types

    return types.MappingProxyType({"a": 1})


def arr():
    import array

    return array.array("i", [1, 2])
