"""What the stand-ins of a student's classes, functions and modules do as the real things would."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import dataclasses
import functools
import inspect
import io
import itertools
import logging
import pathlib
import queue
import random
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from grader.standin.refs import ref_of

if TYPE_CHECKING:
    from conftest import OpenStudent, OpenSuite

KEY = """
class Key:
    def __init__(self, name): self.name = name
    def __eq__(self, other): return self.name == other.name
    def __hash__(self): return hash(self.name)
class Many:
    asked = 0
    def __eq__(self, other):
        Many.asked += 1
        return self is other
    def __hash__(self): return 1
"""


def test_an_object_with_equality_and_hash_is_a_key(student: Callable[..., Any]) -> None:
    module = student(KEY)

    assert {module.Key("a"): 1}[module.Key("a")] == 1
    assert hash(module.Key("a")) == hash(module.Key("a"))


def test_an_object_with_equality_alone_is_no_key(student: Callable[..., Any]) -> None:
    box = student("class Box:\n    def __eq__(self, other): return True\n").Box()

    with pytest.raises(TypeError, match="unhashable type: 'Box'"):
        hash(box)


def test_reading_a_message_asks_nothing(open_student: OpenStudent) -> None:
    """Members with the same hash are told apart by who they are: the other side knows that they differ."""
    opened = open_student(KEY + "made = {Many(), Many(), Many()}\ndef get():\n    Many.asked = 0\n    return made\n")
    module = opened.module()

    members = module.get()

    assert len(members) == 3
    assert module.Many.asked == 0


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
@pytest.mark.parametrize(
    "body",
    ["pass", "def __copy__(self): return Tree(5)\n    def __deepcopy__(self, memo): return Tree(5)"],
    ids=["inherited", "defined"],
)
def test_a_copy_is_the_students_copy(make: Callable[[Any], Any], body: str, student: Callable[..., Any]) -> None:
    tree = student(f"class Tree:\n    def __init__(self, n): self.n = n\n    {body}\n").Tree(5)

    made = make(tree)

    assert (type(made), made.n, made is tree) == (type(tree), 5, False)


# Classes


SHAPES = """
import abc
class Shape(abc.ABC):
    sides = 0
    def __init__(self, name="shape"): self.name = name
    @property
    def title(self): return self.name.title()
    @title.setter
    def title(self, value): self.name = value.lower()
    @title.deleter
    def title(self): self.name = ""
    @classmethod
    def make(cls, *args): return cls(*args)
    @staticmethod
    def twice(x): return 2 * x
    @abc.abstractmethod
    def area(self): ...
    def describe(self): return f"{self.name} of {self.area()}"
class Square(Shape):
    sides = 4
    def __init__(self, size):
        super().__init__("square")
        self.size = size
    def area(self): return self.size ** 2
class Nested:
    class Inner:
        value = 5
def base(): return Shape
def seen(x): return [type(x).__name__, isinstance(x, Shape), [base.__name__ for base in type(x).__mro__]]
def described(shapes): return [shape.describe() for shape in shapes]
"""


def test_classes_and_instances_know_each_other(student: Callable[..., Any]) -> None:
    module = student(SHAPES)
    square = module.Square(3)

    assert type(square) is module.Square
    assert square.__class__ is module.Square
    assert isinstance(square, module.Shape)
    assert not isinstance(square, module.Nested)
    assert issubclass(module.Square, module.Shape)
    assert [base.__name__ for base in module.Square.__mro__][:2] == ["Square", "Shape"]
    assert module.base() is module.Shape
    assert isinstance(module.Square, type)


def test_a_class_says_what_it_is(student: Callable[..., Any]) -> None:
    module = student(SHAPES)

    assert (module.Square.__name__, module.Square.__qualname__) == ("Square", "Square")
    assert module.Square.__module__ == "student"
    assert module.Nested.Inner.__qualname__ == "Nested.Inner"
    assert module.Nested.Inner.value == 5
    assert repr(module.Square) == "<class 'student.Square'>"
    assert {"area", "make", "sides", "title"} <= set(dir(module.Square))


def test_attributes_of_an_instance(student: Callable[..., Any]) -> None:
    square = student(SHAPES).Square(3)

    square.size = 4
    square.colour = "red"
    del square.name

    assert (square.area(), square.colour, square.sides) == (16, "red", 4)
    assert not hasattr(square, "name")
    assert getattr(square, "missing", 5) == 5
    with pytest.raises(AttributeError, match="'Square' object has no attribute 'missing'"):
        square.missing  # noqa: B018 - reading it is what is tested


def test_properties_class_methods_and_static_methods(student: Callable[..., Any]) -> None:
    module = student(SHAPES)
    square = module.Square.make(2)

    square.title = "MINE"

    assert (square.title, square.name) == ("Mine", "mine")
    assert module.Shape.twice(4) == square.twice(4) == 8
    assert isinstance(module.Shape.title, property) or module.Shape.title is not None
    del square.title
    assert square.name == ""


def test_an_unbound_method_takes_its_instance(student: Callable[..., Any]) -> None:
    module = student(SHAPES)

    assert module.Square.area(module.Square(3)) == 9
    assert module.Shape.describe(module.Square(2)) == "square of 4"
    assert list(map(module.Square.area, [module.Square(1), module.Square(2)])) == [1, 4]


def test_an_abstract_class_is_not_made(student: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="abstract"):
        student(SHAPES).Shape()


def test_what_an_operator_gives_has_a_name_in_the_transcript(open_student: OpenStudent) -> None:
    """As what a call gives has, and a number on the left stays on the left."""
    opened = open_student(
        "class Walk:\n"
        "    def __init__(self, km): self.km = km\n"
        "    def __add__(self, other): return Walk(self.km + other.km)\n"
        "    def __rmul__(self, times): return Walk(self.km * times)\n"
    )
    opened.next_check(operators=True)

    walk = opened.module().Walk(2)
    assert (3 * (walk + walk)).km == 12

    assert [(call.call, call.result) for call in opened.ledger.calls] == [
        ("walk = student.Walk(2)", ""),
        ("walk2 = walk + walk", ""),
        ("walk3 = 3 * walk2", ""),
        ("walk3.km", "12"),
    ]


def test_wrong_arguments_are_a_type_error_of_the_students(student: Callable[..., Any]) -> None:
    module = student(SHAPES)

    with pytest.raises(TypeError, match="missing 1 required positional argument: 'size'"):
        module.Square()
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        module.Square(1, colour=2)


def test_the_same_object_is_the_same_stand_in(student: Callable[..., Any]) -> None:
    module = student("class Dog: pass\nrex = Dog()\ndef get(): return rex\ndef same(x): return x is rex\n")

    assert module.get() is module.rex
    assert module.same(module.get())
    assert [module.get()].index(module.rex) == 0
    assert len({module.rex, module.get()}) == 1


# Subclasses in the suite


def test_a_subclass_in_the_suite_completes_an_abstract_class(student: Callable[..., Any]) -> None:
    module = student(SHAPES)

    class Circle(module.Shape):  # type: ignore[misc, name-defined]
        def area(self) -> int:
            return 3

    circle = Circle("circle")

    assert circle.describe() == "circle of 3"
    assert isinstance(circle, Circle)
    assert isinstance(circle, module.Shape)
    assert module.seen(circle) == ["Circle", True, ["Circle", "Shape", "ABC", "object"]]
    assert module.described([circle, module.Square(2)]) == ["circle of 3", "square of 4"]


def test_super_in_a_subclass_of_the_suites_reaches_the_students(student: Callable[..., Any]) -> None:
    module = student(SHAPES)

    class Big(module.Square):  # type: ignore[misc, name-defined]
        def __init__(self, size: int) -> None:
            super().__init__(size * 10)
            self.extra = "kept"

        def area(self) -> int:
            return int(super().area()) + 1

    big = Big(2)

    assert (big.size, big.area(), big.extra, big.name) == (20, 401, "kept", "square")
    assert big.describe() == "square of 401"


def test_a_subclass_may_stay_abstract(student: Callable[..., Any]) -> None:
    module = student(SHAPES)

    class Nothing(module.Shape):  # type: ignore[misc, name-defined]
        pass

    with pytest.raises(TypeError, match="abstract"):
        Nothing()


def test_what_a_subclass_of_the_suites_raises_comes_through_the_students_code(student: Callable[..., Any]) -> None:
    module = student(SHAPES)

    class Broken(module.Shape):  # type: ignore[misc, name-defined]
        def area(self) -> int:
            raise ValueError("no area")

    with pytest.raises(ValueError, match="no area"):
        Broken("x").describe()


def test_a_subclass_at_the_suites_top_derives_from_each_submissions_class(open_suite: OpenSuite) -> None:
    suite = "import student\nclass Circle(student.Shape):\n    def area(self): return 3\n"
    suite += "def test_it(): assert Circle('circle').describe() == 'circle of 3'\n"
    wrong = SHAPES.replace("{self.name} of", "wrong")
    graded = open_suite({"test_it.py": suite}, {"student.py": SHAPES})

    assert [graded.passed({"student.py": text}) for text in (SHAPES, wrong, SHAPES)] == [["test_it"], [], ["test_it"]]


# Functions and modules


FUNCTIONS = '''
"""A module's text."""
__version__ = "1.0"
def greet(name: str, *, loud: bool = False, times=2) -> str:
    """Greet by name."""
    return name.upper() if loud else name
def outer():
    count = 0
    def inner():
        nonlocal count
        count += 1
        return count
    return inner
greet.calls = 0
async def later(): return 5
def items(): yield 1
async def agen(): yield 1
shout = lambda text: text.upper()
'''


def test_a_function_says_what_it_is(student: Callable[..., Any]) -> None:
    greet = student(FUNCTIONS).greet

    assert (greet.__name__, greet.__doc__, greet.__module__) == ("greet", "Greet by name.", "student")
    assert greet.__kwdefaults__ == {"loud": False, "times": 2}
    assert greet.__annotations__ == {"name": str, "loud": bool, "return": str}
    assert callable(greet)
    assert not callable(student(FUNCTIONS).__version__)


def test_inspect_takes_a_function_for_one(student: Callable[..., Any]) -> None:
    module = student(FUNCTIONS)

    assert str(inspect.signature(module.greet)) == "(name: str, *, loud: bool = False, times=2) -> str"
    assert list(inspect.signature(module.greet).parameters) == ["name", "loud", "times"]
    assert inspect.isfunction(module.greet)
    assert inspect.iscoroutinefunction(module.later)
    assert inspect.isgeneratorfunction(module.items)
    assert inspect.isasyncgenfunction(module.agen)
    assert inspect.isgenerator(module.items())
    assert inspect.ismodule(module)
    assert inspect.isclass(student(SHAPES).Square)
    assert inspect.getdoc(module.greet) == "Greet by name."
    assert module.__doc__ == "A module's text."


def test_a_closure_keeps_its_state_inside(student: Callable[..., Any]) -> None:
    inner = student(FUNCTIONS).outer()

    assert [inner(), inner(), inner()] == [1, 2, 3]


def test_attributes_of_a_function(student: Callable[..., Any]) -> None:
    greet = student(FUNCTIONS).greet

    greet.calls = 7

    assert greet.calls == 7
    assert functools.partial(greet, loud=True)("ada") == "ADA"
    assert list(map(student(FUNCTIONS).shout, ["a", "b"])) == ["A", "B"]


def test_a_module_has_the_students_names(student: Callable[..., Any]) -> None:
    module = student(FUNCTIONS)

    assert module.__name__ == "student"
    assert module.__file__.endswith("student.py")
    assert {"greet", "outer", "__version__"} <= set(dir(module))
    assert hasattr(module, "greet")
    assert not hasattr(module, "missing")
    with pytest.raises(AttributeError, match="module 'student' has no attribute 'missing'"):
        module.missing  # noqa: B018 - reading it is what is tested


def test_a_name_of_a_module_may_be_set_and_deleted(student: Callable[..., Any]) -> None:
    module = student("limit = 5\ndef get(): return limit\n")

    module.limit = 7
    assert module.get() == 7
    del module.limit
    with pytest.raises(NameError, match="'limit'"):
        module.get()


# Patching


PATCHED = """
import time, random
def fetch(url, retries=3): return "real"
def use(): return fetch("x")
def roll(): return random.randint(1, 6)
class Client:
    base = "real"
    def get(self, url): return "real"
    def both(self): return [self.get("x"), self.base]
def both(client): return client.get("x")
"""


def test_mock_patch_object_replaces_a_function_and_puts_it_back(student: Callable[..., Any]) -> None:
    module = student(PATCHED)

    with mock.patch.object(module, "fetch", return_value="patched") as fetch:
        assert module.use() == "patched"
    fetch.assert_called_once_with("x")
    assert module.use() == "real"


REPLACED = """
def first(): return 1
def second(): return 2
def swap():
    global first
    first = second
def swap_and_tell(tell):
    swap()
    return tell()
def drop():
    global first
    del first
def become(value):
    global first
    first = value
"""


def test_a_function_that_the_students_code_replaces_is_the_new_one_at_once(student: Callable[..., Any]) -> None:
    module = student(REPLACED)
    before = module.first

    assert (module.first(), module.first is before) == (1, True)
    module.swap()
    assert (module.first(), module.first is module.second, before()) == (2, True, 1)


def test_a_function_that_is_replaced_while_the_suite_is_called_is_the_new_one(student: Callable[..., Any]) -> None:
    module = student(REPLACED)

    assert module.swap_and_tell(lambda: [module.first()]) == [2]


def test_a_function_that_the_students_code_removes_is_gone(student: Callable[..., Any]) -> None:
    module = student(REPLACED)
    module.drop()

    assert not hasattr(module, "first")
    module.become(7)
    assert module.first == 7


def test_a_function_that_the_suite_replaces_is_seen_by_both(
    student: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = student(REPLACED)

    with monkeypatch.context() as patch:
        patch.setattr(module, "second", lambda: 3)
        assert module.second() == 3
        module.swap()
        assert module.first() == 3
    assert module.second() == 2


def test_mock_patch_object_with_autospec_knows_the_signature(student: Callable[..., Any]) -> None:
    module = student(PATCHED)

    with mock.patch.object(module, "fetch", autospec=True) as fetch:
        fetch.return_value = "patched"
        assert module.use() == "patched"
        with pytest.raises(TypeError, match="missing a required argument: 'url'"):
            fetch()
    assert module.use() == "real"


@pytest.mark.parametrize("autospec", [None, True])
def test_mock_patch_object_replaces_a_method(autospec: bool | None, student: Callable[..., Any]) -> None:
    module = student(PATCHED)

    with mock.patch.object(module.Client, "get", autospec=autospec, return_value="patched") as get:
        client = module.Client()
        assert client.both() == ["patched", "real"]
        assert get.call_args.args[-1] == "x"
        assert len(get.call_args.args) == (2 if autospec else 1)
    assert module.Client().both() == ["real", "real"]


def test_a_side_effect_raises_in_the_students_code(student: Callable[..., Any]) -> None:
    module = student("def fetch(): ...\ndef use():\n    try: return fetch()\n    except OSError as e: return str(e)\n")

    with mock.patch.object(module, "fetch", side_effect=[OSError("down"), "up"]):
        assert [module.use(), module.use()] == ["down", "up"]


def test_create_autospec_of_a_class(student: Callable[..., Any]) -> None:
    module = student(PATCHED)
    client = mock.create_autospec(module.Client, instance=True)
    client.get.return_value = "fake"

    assert module.both(client) == "fake"
    client.get.assert_called_once_with("x")
    with pytest.raises(AttributeError):
        client.missing  # noqa: B018 - reading it is what is tested


def test_setattr_and_delattr_on_class_and_instance(
    student: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = student(PATCHED)
    client = module.Client()

    monkeypatch.setattr(module.Client, "base", "class")
    monkeypatch.setattr(client, "get", lambda url: "instance")
    assert client.both() == ["instance", "class"]
    monkeypatch.undo()
    assert client.both() == ["real", "real"]
    with pytest.raises(AttributeError):
        del module.Client.missing


def test_patch_dict_changes_and_restores_a_table(student: Callable[..., Any]) -> None:
    module = student("table = {'a': 1}\ndef get(): return dict(table)\n")

    with mock.patch.dict(module.table, {"b": 2}):
        assert module.get() == {"a": 1, "b": 2}
    assert module.get() == {"a": 1}


# Exceptions


ERRORS = """
class BadRow(ValueError):
    def __init__(self, row, why):
        super().__init__(row, why)
        self.row = row
        self.why = why
    def __str__(self): return f"row {self.row}: {self.why}"
class Base(Exception): pass
class Child(Base):
    code = 7
    def hint(self): return "try again"
def bad(): raise BadRow(3, "empty")
def child(): raise Child("x")
def key(): return {}["missing"]
def missing(): open("/no/such/file")
def caused():
    try: {}["k"]
    except KeyError as error: raise RuntimeError("wrapped") from error
def context():
    try: {}["k"]
    except KeyError: raise RuntimeError("wrapped")
def hidden():
    try: {}["k"]
    except KeyError: raise RuntimeError("wrapped") from None
def noted():
    error = ValueError("x"); error.add_note("a note"); raise error
def group(): raise ExceptionGroup("many", [ValueError(1), Child("two")])
def syntax(): compile("x = (", "some.py", "exec")
def stop(): raise SystemExit(3)
def decode(): b"\\xff".decode()
def lookup(): raise IndexError
def empty(): raise ValueError
def raised(error): raise error
def catch(function):
    try: function()
    except Exception as error: return [type(error).__name__, str(error), list(error.args)]
same = ValueError("kept")
def keep(): raise same
"""


def test_a_class_of_exceptions_of_the_students_is_one(student: Callable[..., Any]) -> None:
    module = student(ERRORS)

    with pytest.raises(module.BadRow) as caught:
        module.bad()

    error: Any = caught.value
    assert issubclass(type(error), ValueError)
    assert (str(error), error.args, error.row, error.why) == ("row 3: empty", (3, "empty"), 3, "empty")
    assert issubclass(module.Child, module.Base)


def test_a_subclass_is_caught_as_its_base_and_keeps_its_methods(student: Callable[..., Any]) -> None:
    module = student(ERRORS)

    with pytest.raises(module.Base) as caught:
        module.child()

    assert type(caught.value) is module.Child
    assert (caught.value.code, caught.value.hint()) == (7, "try again")


def test_another_class_is_not_caught(student: Callable[..., Any]) -> None:
    module = student(ERRORS)

    with pytest.raises(ValueError, match="row 3"), pytest.raises(module.Base):
        module.bad()


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("key", KeyError, "'missing'"),
        ("missing", FileNotFoundError, "[Errno 2] No such file or directory: '/no/such/file'"),
        ("lookup", IndexError, ""),
        ("empty", ValueError, ""),
        ("decode", UnicodeDecodeError, "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        ("syntax", SyntaxError, "'(' was never closed (some.py, line 1)"),
        ("stop", SystemExit, "3"),
        ("group", ExceptionGroup, "many (2 sub-exceptions)"),
    ],
)
def test_a_standard_exception_keeps_type_and_text(
    name: str, kind: type, text: str, student: Callable[..., Any]
) -> None:
    with pytest.raises(kind) as caught:
        getattr(student(ERRORS), name)()

    assert type(caught.value) is kind
    assert str(caught.value) == text


def test_attributes_of_standard_exceptions(student: Callable[..., Any]) -> None:
    module = student(ERRORS)

    with pytest.raises(OSError, match="No such file") as missing:
        module.missing()
    with pytest.raises(SyntaxError) as syntax:
        module.syntax()
    with pytest.raises(SystemExit) as stop:
        module.stop()

    assert (missing.value.errno, missing.value.filename) == (2, "/no/such/file")
    assert (syntax.value.lineno, syntax.value.filename, syntax.value.text) == (1, "some.py", "x = (\n")
    assert stop.value.code == 3


def test_cause_context_and_notes_come_along(student: Callable[..., Any]) -> None:
    module = student(ERRORS)

    def raised_by(name: str) -> BaseException:
        with pytest.raises((RuntimeError, ValueError)) as caught:
            getattr(module, name)()
        return caught.value

    assert type(raised_by("caused").__cause__) is KeyError
    assert type(raised_by("context").__context__) is KeyError
    assert raised_by("context").__cause__ is None
    assert raised_by("hidden").__suppress_context__
    assert raised_by("noted").__notes__ == ["a note"]


def test_a_group_is_split_like_any(student: Callable[..., Any]) -> None:
    module = student(ERRORS)

    with pytest.raises(ExceptionGroup) as caught:
        module.group()

    parts: Any = caught.value.split(ValueError)
    numbers, others = parts
    assert [error.args for error in numbers.exceptions] == [(1,)]
    assert isinstance(others.exceptions[0], module.Child)


def test_the_same_exception_raised_twice_is_the_same(student: Callable[..., Any]) -> None:
    module = student(ERRORS)

    with pytest.raises(ValueError, match="kept") as first:
        module.keep()
    with pytest.raises(ValueError, match="kept") as second:
        module.keep()

    assert first.value is second.value is module.same


def test_an_exception_made_in_the_suite_can_be_given_and_comes_back(student: Callable[..., Any]) -> None:
    module = student(ERRORS)
    error = KeyError("mine")
    row = module.BadRow(1, "bad")

    with pytest.raises(KeyError) as caught:
        module.raised(error)
    with pytest.raises(module.BadRow) as bad:
        module.raised(row)

    assert caught.value is error
    assert (bad.value is row, bad.value.row) == (True, 1)


def test_what_a_callback_raises_is_caught_by_the_student(student: Callable[..., Any]) -> None:
    def fail() -> None:
        raise OSError(2, "gone")

    assert student(ERRORS).catch(fail) == ["FileNotFoundError", "[Errno 2] gone", [2, "gone"]]


# Generators, coroutines, context managers


LAZY = """
import asyncio, contextlib
log = []
def count(n):
    try:
        for i in range(n):
            got = yield i
            if got is not None: log.append(got)
    except ValueError as error:
        log.append(str(error))
        yield "caught"
    finally:
        log.append("closed")
    return "done"
def delegating():
    result = yield from count(2)
    return result
async def later(x, wait=0):
    await asyncio.sleep(wait)
    return x
async def fails(): raise ValueError("async")
async def agen(n):
    for i in range(n): yield i
class Ticker:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        return self.n
class Resource:
    def __enter__(self): log.append("enter"); return self
    def __exit__(self, kind, error, trace):
        log.append(["exit", kind and kind.__name__, str(error)])
        return kind is KeyError
    async def __aenter__(self): log.append("aenter"); return 5
    async def __aexit__(self, *error): log.append("aexit")
@contextlib.contextmanager
def managed(x):
    log.append("in")
    try: yield x
    finally: log.append("out")
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n
"""


def test_a_generator_is_walked_sent_to_thrown_into_and_closed(student: Callable[..., Any]) -> None:
    module = student(LAZY)

    assert list(module.count(3)) == [0, 1, 2]
    walk = module.count(5)
    assert [next(walk), walk.send("hello")] == [0, 1]
    assert walk.throw(ValueError("thrown")) == "caught"
    walk.close()
    assert module.log == ["closed", "hello", "thrown", "closed"]
    with pytest.raises(StopIteration):
        next(walk)


def test_the_result_of_a_generator_comes_with_its_end(student: Callable[..., Any]) -> None:
    walk = student(LAZY).delegating()

    assert [next(walk), next(walk)] == [0, 1]
    with pytest.raises(StopIteration) as ended:
        next(walk)
    assert ended.value.value == "done"
    assert next(walk, "empty") == "empty"


def test_a_generator_is_lazy(student: Callable[..., Any]) -> None:
    module = student("def forever():\n    n = 0\n    while True:\n        yield n\n        n += 1\n")

    assert list(itertools.islice(module.forever(), 3)) == [0, 1, 2]
    assert list(zip("ab", module.forever(), strict=False)) == [("a", 0), ("b", 1)]


def test_an_iterator_class_is_walked(student: Callable[..., Any]) -> None:
    module = student(LAZY)

    assert list(module.Countdown(3)) == [2, 1, 0]
    assert sorted(module.Countdown(3)) == [0, 1, 2]
    assert [x for x in module.Countdown(2)] == [1, 0]  # noqa: C416 - the loop is what is tested


def test_a_coroutine_is_run_to_its_end(student: Callable[..., Any]) -> None:
    module = student(LAZY)

    assert asyncio.run(module.later(5)) == 5
    with pytest.raises(ValueError, match="async"):
        asyncio.run(module.fails())

    async def both() -> list[Any]:
        return [await module.later(1), *await asyncio.gather(module.later(2), module.later(3, 0.01))]

    assert asyncio.run(both()) == [1, 2, 3]


def test_async_iterators_and_context_managers(student: Callable[..., Any]) -> None:
    module = student(LAZY)

    async def walk() -> list[Any]:
        ticks = [tick async for tick in module.Ticker(2)]
        items = [item async for item in module.agen(2)]
        async with module.Resource() as five:
            return [ticks, items, five]

    assert asyncio.run(walk()) == [[1, 0], [0, 1], 5]
    assert module.log == ["aenter", "aexit"]


def test_a_context_manager_is_entered_and_left(student: Callable[..., Any]) -> None:
    module = student(LAZY)

    with module.Resource() as resource:
        assert type(resource) is module.Resource
    with module.Resource():
        raise KeyError("swallowed")
    with pytest.raises(ValueError, match="not swallowed"), module.Resource():
        raise ValueError("not swallowed")
    with module.managed(5) as five:
        assert five == 5

    assert module.log[:3] == ["enter", ["exit", None, "None"], "enter"]
    assert module.log[3] == ["exit", "KeyError", "'swallowed'"]
    assert module.log[5] == ["exit", "ValueError", "not swallowed"]
    assert module.log[-2:] == ["in", "out"]


# Classes that Python makes


MADE = """
import collections, dataclasses, enum, typing
Point = collections.namedtuple("Point", "x y", defaults=[0])
class Pair(typing.NamedTuple):
    left: int
    right: int = 5
class Color(enum.Enum):
    RED = "r"
    GREEN = "g"
    def shout(self): return self.name + "!"
class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2
class Flag(enum.Flag):
    A = 1
    B = 2
class Word(enum.StrEnum):
    YES = "yes"
@dataclasses.dataclass(order=True)
class Book:
    title: str
    pages: int = 0
    tags: list = dataclasses.field(default_factory=list)
@dataclasses.dataclass(frozen=True)
class Frozen:
    x: int
def origin(): return Point(0)
def is_red(color): return color is Color.RED
def name(x): return type(x).__name__
"""


def test_a_namedtuple_is_a_tuple_with_names(student: Callable[..., Any]) -> None:
    module = student(MADE)
    point: Any = module.Point(1, y=2)

    assert point == (1, 2)
    assert (point.x, point[1], len(point), point._asdict()) == (1, 2, 2, {"x": 1, "y": 2})
    assert module.origin() == (0, 0)
    assert type(point) is module.Point
    assert issubclass(type(point), tuple)
    assert point._replace(x=5) == (5, 2)
    assert repr(point) == "Point(x=1, y=2)"
    assert module.Pair(1) == (1, 5)
    assert module.name(point) == "Point"


def test_an_enumeration_has_members(student: Callable[..., Any]) -> None:
    module = student(MADE)

    assert module.Color.RED is module.Color("r")
    assert module.Color["RED"] is module.Color.RED
    assert [member.name for member in module.Color] == ["RED", "GREEN"]
    assert (module.Color.RED.value, module.Color.RED.shout(), len(module.Color)) == ("r", "RED!", 2)
    assert module.Color.RED != module.Color.GREEN
    assert module.is_red(module.Color.RED)
    assert isinstance(module.Color.RED, module.Color)
    assert module.Color.RED in module.Color
    assert {module.Color.RED: 1}[module.Color.RED] == 1
    with pytest.raises(ValueError, match="'x' is not a valid Color"):
        module.Color("x")


def test_an_enumeration_of_numbers_or_texts_carries_its_value(student: Callable[..., Any]) -> None:
    module = student(MADE)

    assert module.Level.LOW == 1
    assert module.Level.HIGH > module.Level.LOW
    assert module.Level.HIGH > 1
    assert module.Word.YES == "yes"
    assert min(module.Level.HIGH, module.Level.LOW) is module.Level.LOW
    assert (module.Flag.A | module.Flag.B).value == 3


def test_a_dataclass_has_equality_text_and_order(student: Callable[..., Any]) -> None:
    module = student(MADE)
    book = module.Book("Dune", pages=5)

    assert book == module.Book("Dune", 5)
    assert book != module.Book("Dune", 6)
    assert module.Book("A") < module.Book("B")
    assert repr(book) == "Book(title='Dune', pages=5, tags=[])"
    assert hasattr(module.Book, "__dataclass_fields__")
    assert list(module.Book.__dataclass_fields__) == ["title", "pages", "tags"]
    book.tags.append("sf")
    assert book.tags == ["sf"]
    assert module.Book("x").tags == []


def test_a_frozen_dataclass_stays(student: Callable[..., Any]) -> None:
    module = student(MADE)
    frozen = module.Frozen(1)

    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
        frozen.x = 2
    assert hash(frozen) == hash(module.Frozen(1))
    assert {frozen, module.Frozen(1)} == {module.Frozen(1)}


def test_a_container_class_is_used_like_one(student: Callable[..., Any]) -> None:
    module = student(
        "class Shelf:\n"
        "    def __init__(self): self.books = {}\n"
        "    def __len__(self): return len(self.books)\n"
        "    def __getitem__(self, key): return self.books[key]\n"
        "    def __setitem__(self, key, value): self.books[key] = value\n"
        "    def __delitem__(self, key): del self.books[key]\n"
        "    def __iter__(self): return iter(self.books)\n"
        "    def __call__(self, x): return x * 2\n"
    )
    shelf = module.Shelf()

    shelf["a"] = 1
    shelf["b"] = 2
    del shelf["a"]

    assert (len(shelf), shelf["b"], list(shelf), shelf(4), callable(shelf)) == (1, 2, ["b"], 8, True)
    with pytest.raises(KeyError, match="a"):
        shelf["a"]


# Callbacks


CALLERS = """
def call(function, *args, **kwargs): return function(*args, **kwargs)
def ordered(items, key): return sorted(items, key=key)
def total(items): return sum(items)
def write(file): print("hello", file=file); file.write("x"); return file.getvalue()
def lines(file): return [line.strip() for line in file]
def area(shape): return shape.area() * shape.factor
def rename(shape): shape.name = "new"; return shape.name
def length(thing): return len(thing)
def read(thing, name): return getattr(thing, name)
def assign(thing, name, value): setattr(thing, name, value)
def kind(thing): return type(thing).__name__
kept = []
def keep(x): kept.append(x); return len(kept)
def again(): return kept[-1]
def use_context(manager):
    with manager as value: return value
"""


class Shape:
    """A class of the suite's own."""

    factor = 2
    _hidden = "from student code"

    def __init__(self) -> None:
        self.name = "old"

    def area(self) -> int:
        return 5

    def __len__(self) -> int:
        return 7


def test_functions_of_the_suites_are_called(student: Callable[..., Any]) -> None:
    module = student(CALLERS)
    got: list[Any] = []

    assert module.call(lambda x, y=1: x + y, 5, y=2) == 7
    assert module.call(got.append, 5) is None
    assert got == [5]
    assert module.ordered(["bb", "a"], len) == ["a", "bb"]
    assert module.ordered([3, -5, 1], lambda x: -abs(x)) == [-5, 3, 1]
    assert module.call(functools.partial(pow, 2), 5) == 32
    assert module.call(Shape().area) == 5


LOOKING = """
import inspect
def look(f):
    seen = [f.__defaults__, f.__kwdefaults__, f.__code__.co_consts, f.__closure__, f.__dict__, f.__doc__]
    seen += [str(inspect.signature(f)), sorted(f.__globals__), f.__globals__["default"], dir(f)]
    return repr(seen), f(1), f(1, key=3), f(1, 2)
"""


def test_of_a_default_only_that_there_is_one_crosses(student: Callable[..., Any]) -> None:
    """`lambda got, expected=41: ...` is how a suite hands a check to student code."""

    def judged(got: int, expected: int = 4177, *, key: int = 4178) -> tuple[int, int, int]:
        """Compare."""
        return got, expected, key

    seen, *results = student(LOOKING).look(judged)

    assert "417" not in seen
    assert "Compare" not in seen
    assert results == [(1, 4177, 4178), (1, 4177, 3), (1, 2, 4178)]


def test_a_callback_may_ask_the_student_again(student: Callable[..., Any]) -> None:
    module = student(CALLERS)

    assert module.call(lambda x: module.call(lambda y: y * 2, x + 1), 5) == 12


def test_a_callback_that_came_back_is_the_function_itself(student: Callable[..., Any]) -> None:
    module = student(CALLERS)
    shape, function = Shape(), lambda: 5

    module.keep(shape)
    assert module.again() is shape
    module.keep(function)
    assert module.again() is function


def test_an_instance_of_a_class_of_the_suites(student: Callable[..., Any]) -> None:
    module, shape = student(CALLERS), Shape()

    assert (module.area(shape), module.length(shape), module.kind(shape)) == (10, 7, "Shape")
    assert module.rename(shape) == "new"
    assert shape.name == "new"


def test_files_generators_and_context_managers_of_the_suites(student: Callable[..., Any]) -> None:
    module = student(CALLERS)

    assert module.total(x * x for x in range(4)) == 14
    assert module.total(iter([1, 2])) == 3
    assert module.write(io.StringIO()) == "hello\nx"
    assert module.lines(io.StringIO("a\nb\n")) == ["a", "b"]
    with io.StringIO("x") as file:
        assert module.use_context(file).closed


def test_mocks_answer_and_note_their_calls(student: Callable[..., Any]) -> None:
    module = student(CALLERS)
    thing = mock.MagicMock()
    thing.area.return_value = 5
    thing.factor = 3
    thing.__len__.return_value = 9

    assert (module.area(thing), module.length(thing)) == (15, 9)
    thing.area.assert_called_once_with()
    module.assign(thing, "colour", "red")
    assert thing.colour == "red"


def refused_things() -> dict[str, Any]:
    return {
        "lambda": lambda: 5,
        "method": Shape().area,
        "instance": Shape(),
        "mock": mock.MagicMock(),
        "file": io.StringIO(),
    }


@pytest.mark.parametrize("thing", refused_things())
@pytest.mark.parametrize(
    "name", ["__globals__", "__code__", "__closure__", "__func__", "__subclasses__", "_hidden", "__wrapped__"]
)
def test_no_name_with_an_underscore_is_served(thing: str, name: str, student: Callable[..., Any]) -> None:
    found = refused_things()[thing]

    try:
        answer = student(CALLERS).read(found, name)
    except AttributeError:
        return

    assert type(answer) is not dict or "pytest" not in answer, "it is the mirror's own"
    assert answer is not getattr(found, name, answer) or ref_of(answer) is not None


@pytest.mark.parametrize(
    "name",
    ["assert_called", "called", "call_args", "call_count", "mock_calls", "method_calls", "return_value", "side_effect",
     "reset_mock", "configure_mock", "attach_mock", "mock_add_spec"],
)  # fmt: skip
@pytest.mark.parametrize("do", ["read", "assign"])
def test_the_control_surface_of_a_mock_is_refused(name: str, do: str, student: Callable[..., Any]) -> None:
    module, thing = student(CALLERS), mock.MagicMock()
    args = (thing, name) if do == "read" else (thing, name, 5)

    with pytest.raises(AttributeError, match=f"has no attribute '{name}'"):
        getattr(module, do)(*args)


@pytest.mark.parametrize("thing", [lambda: 5, len, pathlib.Path.cwd, Shape, threading.Lock(), {}.keys()])
def test_nothing_but_calling_is_served_of_other_objects(thing: Any, student: Callable[..., Any]) -> None:
    module = student(CALLERS)

    with pytest.raises(AttributeError):
        module.read(thing, "missing")
    with contextlib.suppress(AttributeError, TypeError):  # a function's mirror is a function: it takes attributes
        module.assign(thing, "planted", 5)
    assert not hasattr(thing, "planted")


class Clerk:
    """Knows the answer 4179."""

    _answer = 4179

    def __init__(self, name: str = "bo") -> None:
        self.name = name

    def hello(self) -> str:
        return f"hello {self.name}"


PRYING = """
def pry(cls):
    seen = [cls.__doc__, dict(vars(cls)), [name for name in dir(cls)], cls.hello.__code__.co_consts]
    for name in ("_answer", "__globals__", "__init__.__globals__", "__subclasses__"):
        try:
            seen.append(getattr(cls, name))
        except AttributeError:
            pass
    one = cls("al")
    seen += [vars(one), repr(type(one))]
    for name in ("_answer", "__dict__"):
        try:
            seen.append(getattr(one, name))
        except AttributeError:
            pass
    cls.hello = lambda self: "forged"
    cls.name = "forged"
    return repr(seen), one

def derived(cls):
    class Loud(cls):
        def hello(self):
            return super().hello().upper()
    return Loud
"""


def test_a_class_of_the_suites_keeps_its_secrets_and_its_methods(student: Callable[..., Any]) -> None:
    seen, one = student(PRYING).pry(Clerk)

    assert "4179" not in seen
    assert "Knows" not in seen
    assert type(one) is Clerk
    assert (one.hello(), Clerk("cy").hello(), hasattr(Clerk, "name")) == ("hello al", "hello cy", False)


def test_of_a_standard_object_only_listed_methods_are_served(student: Callable[..., Any]) -> None:
    module = student("""
def found(thing, names):
    return [name for name in names.split() if hasattr(thing, name)]
""")

    assert module.found(logging.getLogger("x"), "manager handlers root parent addHandler setLevel __dict__ info") == [
        "__dict__",
        "info",
    ]
    assert module.found(random.Random(5), "getstate seed VERSION randint") == ["randint"]  # noqa: S311 - a test
    assert module.found(queue.Queue(), "mutex queue get") == ["get"]


def test_a_class_that_derives_from_the_suites_is_the_students(student: Callable[..., Any]) -> None:
    loud = student(PRYING).derived(Clerk)("al")

    assert loud.hello() == "HELLO AL"
    assert type(loud) is not Clerk
