import collections, datetime, decimal, fractions, uuid, pathlib, re, types
import pytest
import kinds


def test_types():
    names = [type(v).__name__ for v in kinds.values()]
    assert (
        names
        == "int float bool NoneType str bytes bytearray tuple list dict set frozenset range complex slice ellipsis".split()
    )


@pytest.mark.parametrize(
    "name, expected",
    [
        ("counter", collections.Counter("abca")),
        ("ordered", collections.OrderedDict(a=1)),
        ("default", collections.defaultdict(list, a=[1])),
        ("dq", collections.deque([1, 2], maxlen=3)),
        ("dec", decimal.Decimal("1.10")),
        ("frac", fractions.Fraction(1, 3)),
        ("day", datetime.date(2020, 1, 2)),
        ("moment", datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.timezone.utc)),
        ("delta", datetime.timedelta(days=1)),
        ("uid", uuid.UUID(int=5)),
        ("kind", int),
        ("fn", len),
        ("tw", datetime.time(1, 2)),
    ],
)
def test_equal_and_type(name, expected):
    value = getattr(kinds, name)()
    assert value == expected
    assert type(value) is type(expected)


def test_counter_and_dict():
    assert kinds.counter() == {"a": 2, "b": 1, "c": 1}
    assert kinds.counter().most_common(1) == [("a", 2)]


def test_default_factory():
    d = kinds.default()
    d["z"].append(1)
    assert d["z"] == [1]


def test_namedtuple():
    p = kinds.pair()
    assert p == (1, 2) and p.a == 1 and p._fields == ("a", "b") and isinstance(p, tuple) and isinstance(p, kinds.Pair)
    a, b = p
    assert p == kinds.Pair(1, 2) and p._asdict() == {"a": 1, "b": 2} and p._replace(a=5).a == 5


def test_pattern():
    assert kinds.pattern().match("aaa") and kinds.pattern().pattern == "a+"
    assert isinstance(kinds.pattern(), re.Pattern)


def test_match():
    m = kinds.match()
    assert m.group() == "aa" and m["x"] == "aa" and m.groupdict() == {"x": "aa"}


def test_views():
    assert list(kinds.keys()) == ["a"] and list(kinds.vals()) == [1] and list(kinds.items()) == [("a", 1)]
    assert "a" in kinds.keys()
    assert kinds.keys() == {"a"}
    assert len(kinds.vals()) == 1


def test_lazy():
    assert list(kinds.mapped()) == ["1", "2"]
    assert list(kinds.zipped()) == [(1, 2)]
    assert dict(kinds.enumerated()) == {0: "a", 1: "b"}
    assert list(kinds.reversed_()) == [2, 1]
    assert next(kinds.iterator()) == 1
    assert list(kinds.chain()) == [1, 2]


def test_lazy_isinstance():
    assert isinstance(kinds.mapped(), map)
    assert isinstance(kinds.zipped(), zip)
    assert isinstance(kinds.iterator(), collections.abc.Iterator)
    assert not isinstance(kinds.mapped(), list)


def test_memoryview():
    assert bytes(kinds.memory()) == b"abc"


def test_nested():
    assert kinds.nested() == {"a": [(1, {2: {3}})], "b": {"c": [None, True]}}


def test_chainmap():
    assert kinds.chainmap()["b"] == 2 and dict(kinds.chainmap()) == {"a": 1, "b": 2}


def test_userdict():
    assert kinds.userdict()["a"] == 1
    assert dict(kinds.userdict()) == {"a": 1}


def test_proxy():
    assert kinds.proxy()["a"] == 1 and dict(kinds.proxy()) == {"a": 1}


def test_array():
    assert list(kinds.arr()) == [1, 2]
