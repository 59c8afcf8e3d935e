"""Decorators of the student's around functions of the suite's."""

import pytest
from deco import Registry, cached_size, counted, memo, repeat, suppress


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
