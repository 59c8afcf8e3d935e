import collections.abc
import inspect
import itertools
import types

import gen
import pytest


def test_list():
    assert list(gen.count(3)) == [0, 1, 2]


def test_next():
    g = gen.count(1)
    assert next(g) == 0
    with pytest.raises(StopIteration):
        next(g)
    assert next(g, "default") == "default"


def test_iter_protocol():
    g = gen.count(2)
    assert iter(g) is g


def test_isgenerator():
    assert inspect.isgenerator(gen.count(1)) and inspect.isgeneratorfunction(gen.count)
    assert isinstance(gen.count(1), types.GeneratorType) and isinstance(gen.count(1), collections.abc.Generator)
    assert isinstance(gen.count(1), collections.abc.Iterator)
    assert inspect.isgenerator(gen.squares(2))
    assert hasattr(gen.count(1), "__next__")


def test_islice():
    assert list(itertools.islice(gen.forever(), 4)) == [0, 1, 2, 3]


def test_zip():
    assert list(zip("ab", gen.forever())) == [("a", 0), ("b", 1)]


def test_for_break():
    out = []
    for x in gen.forever():
        if x > 2:
            break
        out.append(x)
    assert out == [0, 1, 2]


def test_send():
    a = gen.averager()
    assert next(a) is None and a.send(10) == 10 and a.send(20) == 15


def test_return_value():
    g = gen.returns()
    next(g)
    with pytest.raises(StopIteration) as info:
        next(g)
    assert info.value.value == "done"


def test_yield_from():
    def outer():
        r = yield from gen.returns()
        yield r

    assert list(outer()) == [1, "done"]
    assert list(gen.delegating()) == [1, "done"]


def test_throw():
    g = gen.catching()
    next(g)
    assert g.throw(ValueError) == "caught"


def test_throw_instance():
    g = gen.catching()
    next(g)
    assert g.throw(ValueError("x")) == "caught"


def test_close():
    g = gen.forever()
    next(g)
    g.close()
    with pytest.raises(StopIteration):
        next(g)


def test_genexp():
    assert sum(gen.squares(4)) == 14


def test_pass_list():
    assert gen.consume([1, 2]) == [2, 4]


def test_pass_generator():
    assert gen.consume(x for x in range(3)) == [0, 2, 4]


def test_pass_suite_generator():
    def mine():
        yield 5
        yield 6

    assert gen.consume(mine()) == [10, 12]
    assert gen.first(mine()) == 5


def test_pass_iter():
    it = iter([1, 2])
    assert gen.first(it) == 1 and next(it) == 2


def test_pass_infinite():
    c = itertools.count()
    assert gen.first(c) == 0 and gen.first(c) == 1


def test_pass_student_generator():
    assert gen.consume(gen.count(2)) == [0, 2]


def test_pass_misc():
    assert (
        gen.consume(range(2)) == [0, 2]
        and gen.consume({3: 1}) == [6]
        and gen.consume({4}) == [8]
        and gen.consume("ab") == ["aa", "bb"]
    )
    assert gen.consume(map(int, "12")) == [2, 4] and gen.consume(reversed([1, 2])) == [4, 2]
    assert gen.consume({1: 2}.values()) == [4] and gen.consume({1: 2}.keys()) == [2]
