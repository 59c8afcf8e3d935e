import functools
import operator

import gen
import pytest


def test_callback():
    assert gen.apply(lambda x: x + 1, 2) == 3


def test_callback_builtin():
    assert gen.apply(len, "abc") == 3 and gen.apply(str.upper, "a") == "A" and gen.apply(int, "3") == 3


def test_callback_student():
    assert gen.apply(gen.make_adder(3), 4) == 7 and gen.make_adder(1)(1) == 2


def test_callback_raises():
    class Mine(Exception):
        pass

    def bad(x):
        raise Mine("boom")

    with pytest.raises(Mine, match="boom"):
        gen.apply(bad, 1)


def test_callback_retry():
    calls = []

    def flaky():
        calls.append(1)
        if len(calls) < 3:
            raise ValueError("not yet")
        return "ok"

    assert gen.retry(flaky, 5) == "ok" and len(calls) == 3


def test_key():
    assert gen.sort_by(["bb", "a"], len) == ["a", "bb"] and gen.sort_by([3, 1], lambda x: -x) == [3, 1]
    assert gen.sort_by([(1, "b"), (2, "a")], operator.itemgetter(1)) == [(2, "a"), (1, "b")]
    assert gen.sort_by(["b", "A"], str.lower) == ["A", "b"]


def test_operator_add():
    assert gen.reduce(operator.add, [1, 2], 0) == 3 and gen.reduce(lambda a, b: a * b, [2, 3], 1) == 6


def test_map():
    assert list(gen.mapper(lambda x: x + 1, [1])) == [2]


def test_decorator():
    calls = []

    @gen.log
    def greet(name):
        """Doc."""
        calls.append(name)
        return "hi " + name

    assert greet("bo") == "hi bo" and calls == ["bo"] and greet.calls == 1
    assert greet.__name__ == "greet"


@gen.log
def decorated(x):
    return x + 1


def test_decorated_at_module():
    assert decorated(1) == 2 and decorated.calls == 1


def test_partial():
    assert gen.partial(max, 3)(5) == 5 and functools.partial(gen.apply, len)("ab") == 2


def test_compose():
    assert gen.compose(lambda x: x + 1, str)(1) == "2"


def test_managed():
    log = []
    with gen.managed(log) as v:
        assert v == "value" and log == ["enter"]
    assert log == ["enter", "exit"]


def test_managed_raises():
    log = []
    with pytest.raises(KeyError):
        with gen.managed(log):
            raise KeyError("x")
    assert log == ["enter", "exit"]


def test_each():
    out = []
    gen.each([1, 2], out.append)
    assert out == [1, 2]


def test_same():
    l = [1]
    o = object()
    assert gen.same(l) is l and gen.same(o) is o and gen.same(None) is None and gen.same(test_same) is test_same
