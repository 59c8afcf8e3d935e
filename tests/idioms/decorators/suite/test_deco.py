"""Decorators of the student's around functions of the suite's."""

import inspect
import pytest
from deco import Registry, Tally, bound, cached_size, checked, counted, curry, memo, named, repeat, suppress


@counted
def hello(name="you"):
    return f"hello {name}"


@repeat(2)
def twice(x):
    return x


def test_at_module_level():
    before = hello.calls
    assert hello("ann") == "hello ann"
    assert hello.calls == before + 1


def test_with_arguments():
    assert twice(3) == [3, 3]


def test_name():
    assert hello.__name__ == "hello" and hello() == "hello you" and hello.calls


def test_wrapped():
    seen = []

    def inner(x):
        seen.append(x)

    outer = counted(inner)
    outer(1)
    assert outer.__wrapped__ is inner and seen == [1] and outer.calls == 1


def test_calls_are_saved():
    calls = []

    @memo
    def square(n):
        calls.append(n)
        return n * n

    assert [square(3), square(3), square(4)] == [9, 9, 16]
    assert calls == [3, 4] and square.known == {(3,): 9, (4,): 16}


def test_recursion():
    @memo
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    assert fib(15) == 610 and len(fib.known) == 16


def test_errors():
    @suppress(ValueError, KeyError)
    def number(text):
        return int(text)

    assert number("x") is None and number("3") == 3
    with pytest.raises(TypeError):
        number([])


def test_of_a_method():
    class Greeter:
        @counted
        def hello(self, name):
            return f"hi {name}"

    assert Greeter().hello("bo") == "hi bo" and Greeter.hello.calls == 1


def test_stacked():
    @repeat(2)
    @counted
    def one():
        return 1

    assert one() == [1, 1]


def test_registry():
    registry = Registry()

    @registry.register
    def handler():
        return "handled"

    assert registry.found["handler"]() == "handled" and handler() == "handled"


def test_standard_decorator():
    assert cached_size("abc") == 3 and cached_size("abc") == 3
    assert cached_size.cache_info().hits >= 1
    cached_size.cache_clear()
    assert cached_size.cache_info().currsize == 0


@counted
def area(w: int, h: int = 2) -> int:
    """Area of a box."""
    return w * h


def test_wraps():
    assert area.__name__ == "area" and area.__doc__ == "Area of a box." and area(3) == 6 and area(2, h=5) == 10
    assert list(inspect.signature(area).parameters) == ["w", "h"] and area.__annotations__["w"] is int

    @Tally
    def hello():
        """Say hi."""
        return "hi"

    assert hello() == "hi" and hello.count == 1 and hello.__name__ == "hello" and hello.__doc__ == "Say hi."


def test_arity():
    assert curry(lambda a, b, c: a + b + c)(1)(2)(3) == 6 and curry(lambda a: a)(4) == 4

    def pair(left, right):
        return left, right

    assert curry(pair)(1)(2) == curry(pair)(1, 2) == (1, 2)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'right'"):
        counted(pair)(1)


def test_bound_arguments():
    @bound
    def shown(a, b=2, *c, d=4, **e):
        return a, b, c, d, e

    assert shown(1) == ({"a": 1}, (1, 2, (), 4, {}))
    assert shown(1, 5, 6, z=3) == ({"a": 1, "b": 5, "c": (6,), "e": {"z": 3}}, (1, 5, (6,), 4, {"z": 3}))
    assert shown(1, d=0)[1] == (1, 2, (), 0, {})
    with pytest.raises(TypeError):
        shown()


def test_checked_types():
    @checked
    def greet(name: str, times: int = 1):
        return name * times

    assert greet("a", 2) == "aa" and greet("b") == "b" and greet(name="c", times=1) == "c"
    with pytest.raises(TypeError, match="times must be int"):
        greet("a", "b")


def test_names_of_methods():
    def one(x):
        return x

    assert named(one, len, str.upper) == ["one", "len", "upper"]
