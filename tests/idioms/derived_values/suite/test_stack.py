"""Answers of classes that derive from list, dict, str and the like, compared with plain values."""

import json, copy, collections
import pytest
from stack import *


def test_list():
    s = Stack()
    s.push(1)
    s.push(2)
    assert isinstance(s, list) and issubclass(Stack, list)
    assert s == [1, 2] and [1, 2] == s and s != [2]
    assert len(s) == 2 and list(s) == [1, 2] and s[0] == 1 and s[-1] == 2 and s[0:1] == [1]
    assert s.pop() == 2 and s == [1] and bool(s) and 1 in s and 3 not in s
    s.append(5)
    assert s == [1, 5] and s + [6] == [1, 5, 6] and [0] + s == [0, 1, 5] and sorted(s, reverse=True) == [5, 1]
    assert sum(s) == 6 and max(s) == 5
    s[0] = 9
    assert s == [9, 5] and json.dumps(s) == "[9, 5]"
    assert not s.is_empty() and not Stack() and Stack().is_empty() and Stack() == []
    assert repr(s) == "[9, 5]" and str(s) == "[9, 5]"
    assert s == Stack([9, 5]) and s is not Stack([9, 5])
    assert type(s) is Stack and s.__class__ is Stack and type(s).__name__ == "Stack"
    assert s * 2 == [9, 5, 9, 5] and s < [9, 6]
    s += [3]
    assert s == [9, 5, 3]
    del s[0]
    assert s == [5, 3] and s.index(3) == 1 and s.count(3) == 1


def test_match():
    match Stack([1, 2]):
        case [a, b]:
            assert (a, b) == (1, 2)
        case _:
            pytest.fail("x")


def test_nested():
    assert nested() == [[1], 2] and isinstance(nested()[0], Stack)
    assert copy.deepcopy(nested()) == [[1], 2]


def test_dict():
    b = Bag()
    b.add("a").add("a")
    assert b == {"a": 2} and {"a": 2} == b and isinstance(b, dict) and b["zz"] == 0 and b["a"] == 2
    assert dict(b) == {"a": 2} and list(b) == ["a"] and "a" in b and "q" not in b and b.get("q") is None
    assert list(b.items()) == [("a", 2)] and {**b, "c": 1} == {"a": 2, "c": 1} and json.dumps(b) == '{"a": 2}'
    b["x"] = 1
    assert b | {"y": 3} == {"a": 2, "x": 1, "y": 3}
    assert len(b) == 2 and sorted(b) == ["a", "x"] and b != {} and b.keys() == {"a", "x"}


def test_str():
    n = Name("Ada Lovelace")
    assert isinstance(n, str) and n == "Ada Lovelace" and n.initials() == "AL" and n.upper() == "ADA LOVELACE"
    assert "Ada" in n and n + "!" == "Ada Lovelace!" and f"{n}" == "Ada Lovelace" and {"Ada Lovelace": 1}[n] == 1
    assert (
        n.startswith("Ada") and ", ".join([n, "x"]) == "Ada Lovelace, x" and "%s" % n == "Ada Lovelace" and len(n) == 12
    )
    assert n[0] == "A" and n in ["Ada Lovelace"] and hash(n) == hash("Ada Lovelace") and n < "B" and n


def test_float():
    c = Celsius(100)
    assert (
        c == 100.0
        and isinstance(c, float)
        and c.f() == 212
        and c + 1 == 101
        and c == pytest.approx(100.0001, rel=1e-3)
        and round(c) == 100
        and c > 3
    )
    assert float(c) == 100 and int(c) == 100 and abs(c) == 100 and -c == -100 and f"{c:.1f}" == "100.0"


def test_int():
    a = Age(30)
    assert (
        a == 30
        and a + 1 == 31
        and 1 + a == 31
        and isinstance(a, int)
        and [*range(31)][a] == 30
        and a % 7 == 2
        and {30: "x"}[a] == "x"
        and a in (30,)
        and bool(a)
    )


def test_set():
    t = Tags({"a"})
    t.add("b")
    assert (
        t == {"a", "b"}
        and isinstance(t, set)
        and "a" in t
        and t | {"c"} == {"a", "b", "c"}
        and t >= {"a"}
        and set(t) == {"a", "b"}
        and {"a"}.issubset(t)
        and {"a"} | t == {"a", "b"}
        and t & {"a"} == {"a"}
        and t - {"a"} == {"b"}
    )
    assert t.has("a") and sorted(t) == ["a", "b"] and len(t) == 2
    f = Frozen([1])
    assert f == {1} and isinstance(f, frozenset) and {f: 2}[frozenset([1])] == 2


def test_tuple():
    r = Row((1, 2))
    assert (
        r == (1, 2)
        and isinstance(r, tuple)
        and r.total == 3
        and r + (3,) == (1, 2, 3)
        and r[0] == 1
        and {(1, 2): 5}[r] == 5
    )
    a, b = r
    assert (a, b) == (1, 2) and rows() == [(1, 2), (3, 4)] and r < (1, 3) and "%s-%s" % r == "1-2"


def test_bytes():
    assert (
        Blob(b"ab") == b"ab"
        and isinstance(Blob(b"ab"), bytes)
        and Blob(b"ab") + b"c" == b"abc"
        and Blob(b"ab").hex() == "6162"
    )


def test_ordered():
    c = LRU(2)
    c.put("a", 1)
    c.put("b", 2)
    c.put("c", 3)
    assert (
        c == {"b": 2, "c": 3}
        and list(c) == ["b", "c"]
        and isinstance(c, collections.OrderedDict)
        and isinstance(c, dict)
    )
    assert c == collections.OrderedDict([("b", 2), ("c", 3)])


def test_deque():
    r = Ring([1, 2], maxlen=2)
    r.append(3)
    assert r == collections.deque([2, 3]) and list(r) == [2, 3] and isinstance(r, collections.deque) and r.maxlen == 2


def test_counter():
    t = Tally("aab")
    assert (
        t == {"a": 2, "b": 1} and t["zz"] == 0 and t.most_common(1) == [("a", 2)] and isinstance(t, collections.Counter)
    )
    assert t == collections.Counter("aab")


def test_groups():
    g = Groups()
    g["a"].append(1)
    assert g == {"a": [1]} and isinstance(g, collections.defaultdict)


def test_user():
    assert (
        list(U([1, 2])) == [1, 2]
        and U([1, 2]) == U([1, 2])
        and len(D(a=1)) == 1
        and dict(D(a=1)) == {"a": 1}
        and isinstance(U(), UserList)
        and isinstance(D(), UserDict)
    )


def test_user_equal():
    assert U([1]).data == [1]
