"""The table of Python's protocols in `docs/wire.md` is complete, and each row of it is true on a real stand-in."""

from __future__ import annotations

import asyncio
import collections.abc
import contextlib
import copy
import math
import numbers
import operator
import os
import pickle
import re
import sys
import types
import weakref
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from grader.standin.failures import StudentFailure

if TYPE_CHECKING:
    from conftest import Box, OpenBox, Student

DOCUMENT = Path(__file__).parent.parent / "docs" / "wire.md"
ANSWERS = {"student", "operators", "judge", "refused"}

# Makes a class with one method, which notes that it was asked; for a class's own protocols, on its metaclass.
SOURCE = """
asked = []
made = []
HOOKS = "__init_subclass__ __class_getitem__ __subclasshook__ __prepare__".split()
ANSWERS = {
    "__new__": "object.__new__(self)", "__repr__": "'text'", "__str__": "'text'", "__format__": "'text'",
    "__bytes__": "b'x'", "__fspath__": "'x'", "__bool__": "True", "__dir__": "['x']", "__dict__": "{}",
    "__class__": "int", "__annotations__": "{}", "__match_args__": "()", "__init__": "None", "__del__": "None",
    "__float__": "5.0", "__complex__": "5j", "__iter__": "iter([1])", "__reversed__": "iter([1])",
    "__aiter__": "self", "__aenter__": "later()", "__aexit__": "later()", "__anext__": "ended()",
    "__await__": "iter([])", "__reduce__": "(int, ())", "__reduce_ex__": "(int, ())", "__getstate__": "{}",
    "__prepare__": "{}", "__exit__": "None", "__mro_entries__": "()", "__abstractmethods__": "frozenset()",
    "__name__": "'text'", "__bases__": "()", "__mro__": "(self, object)", "__subclasses__": "[]",
}
DATA = (
    "__name__ __doc__ __dict__ __class__ __module__ __annotations__ __match_args__ __objclass__ __bases__ __base__"
    " __mro__ __flags__ __basicsize__ __itemsize__ __dictoffset__ __weakrefoffset__ __text_signature__"
    " __abstractmethods__ __isabstractmethod__ __wrapped__ __func__"
).split()

async def later(): pass
async def ended(): raise StopAsyncIteration
def nothing(*args): return None
def itself(self): return self
BESIDE = {
    "__enter__": {"__exit__": nothing}, "__exit__": {"__enter__": nothing},
    "__aenter__": {"__aexit__": lambda *args: later()}, "__aexit__": {"__aenter__": lambda *args: later()},
    "__aiter__": {"__anext__": lambda self: ended()}, "__anext__": {"__aiter__": itself},
}

def build(name, on_class):
    def method(self, *args, **kwargs):
        asked.append(name)
        return eval(ANSWERS.get(name, "5"), {**globals(), "self": self})
    part = classmethod(method) if name in HOOKS else staticmethod(method) if name == "__new__" else method
    content = {**BESIDE.get(name, {}), name: property(method) if name in DATA else part}
    made.append(name)
    label = f"Thing{len(made)}"
    if not on_class:
        return type(label, (), content)
    return type.__call__(type(f"Meta{len(made)}", (type,), content), label, (), {})

def clear(): asked.clear()
def was_asked(name): return name in asked
"""


class Row(NamedTuple):
    """One line of the table: who answers `use` on a thing whose class defines `method`, and what else is said."""

    method: str
    use: str
    answers: str
    note: str


def table(heading: str) -> list[Row]:
    """The rows below a heading of the document."""
    text = DOCUMENT.read_text(encoding="utf-8").partition(f"### {heading}\n")[2].partition("\n##")[0]
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("| `__")]
    cells = [[cell.strip().replace(r"\|", "|") for cell in line] for line in lines]
    return [Row(method.strip("`"), use.strip("`"), answers, note) for method, use, answers, note in cells]


OBJECTS = table("Objects")
CLASSES = table("Classes")


async def entered(thing: Any) -> None:
    async with thing:
        pass


async def walked(thing: Any) -> list[Any]:
    return [part async for part in thing]


async def awaited(thing: Any) -> Any:
    return await thing


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coroutine)


NAMES: dict[str, Any] = {
    "copy": copy, "math": math, "operator": operator, "os": os, "pickle": pickle, "sys": sys, "types": types,
    "weakref": weakref, "run": run, "entered": entered, "walked": walked, "awaited": awaited,
}  # fmt: skip


@pytest.fixture(scope="session")
def box(open_box: OpenBox) -> Box:
    """What a stand-in does is the judge's: one kind of box is enough."""
    return open_box("process")


@pytest.fixture(scope="module")
def opened(box: Box) -> Iterator[Student]:
    """One inside for all rows: each makes a class of its own."""
    opened = box.open({"student.py": SOURCE})
    yield opened
    opened.inside.close()


def used(row: Row, opened: Student, *, on_class: bool, operators: bool) -> tuple[bool, str]:
    """Whether the student's method was asked, and what was raised, or the check's failure."""
    opened.next_check(operators=operators)
    module = opened.module()
    thing_class = module.build(row.method, on_class)
    names = {**NAMES, "Thing": thing_class}
    if not on_class:
        names["thing"] = thing_class()
        names["Owner"] = type("Owner", (), {"field": names["thing"]})
    module.clear()
    raised = ""
    try:
        exec(row.use, names)  # noqa: S102 - the uses are our own document's
    except (Exception, StudentFailure) as error:  # noqa: BLE001 - what comes is what is compared
        raised = f"{type(error).__name__}: {error}"
    failure, opened.ledger.failure = opened.ledger.failure, None
    return module.was_asked(row.method), failure.message if failure else raised


def holds(row: Row, opened: Student, *, on_class: bool) -> None:
    plain = used(row, opened, on_class=on_class, operators=False)
    marked = used(row, opened, on_class=on_class, operators=True)

    assert row.answers in ANSWERS
    if row.answers == "student":
        assert plain == marked == (True, "")
    elif row.answers == "operators":
        assert marked == (True, "")
        assert not plain[0]
        assert bool(plain[1]) == row.note.startswith("fails")
        assert plain[1].rstrip(".").endswith(row.note.removeprefix("fails: ")) or not plain[1]
    elif row.answers == "judge":
        assert marked == (False, "")
        assert not plain[0]
        assert plain[1].rstrip(".").endswith(row.note.removeprefix("fails: ")) if row.note else not plain[1]
    else:
        assert not plain[0]
        assert not marked[0]
        assert row.note.strip("`") in plain[1]
        assert row.note.strip("`") in marked[1]


@pytest.mark.parametrize("row", OBJECTS, ids=lambda row: row.method)
def test_the_table_is_true_of_objects(row: Row, opened: Student) -> None:
    holds(row, opened, on_class=False)


@pytest.mark.parametrize("row", CLASSES, ids=lambda row: row.method)
def test_the_table_is_true_of_classes(row: Row, opened: Student) -> None:
    holds(row, opened, on_class=True)


TYPES = (
    object, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice, memoryview,
    property, contextlib.AbstractContextManager, contextlib.AbstractAsyncContextManager,
)  # fmt: skip
ABSTRACT = [getattr(module, name) for module in (collections.abc, numbers) for name in module.__all__]
BY_NAME = (
    "__missing__ __copy__ __deepcopy__ __reduce__ __reduce_ex__ __getstate__ __setstate__ __getnewargs__"
    " __getnewargs_ex__ __replace__ __get__ __set__ __delete__ __set_name__ __objclass__ __buffer__ __release_buffer__"
    " __array__ __array_ufunc__ __class_getitem__ __init_subclass__ __subclasshook__ __del__ __getattr__ __fspath__"
    " __length_hint__ __await__ __aiter__ __anext__ __aenter__ __aexit__ __enter__ __exit__ __mro_entries__"
).split()
OF_CLASSES = (
    "__instancecheck__ __subclasscheck__ __prepare__ __call__ __iter__ __len__ __contains__ __getitem__".split()
)
OF_ONE_TYPE = (  # of one type alone, or written by the compiler
    "__alloc__ __func__ __isabstractmethod__ __wrapped__ __abstractmethods__ __getformat__ __slots__"
    " __static_attributes__ __firstlineno__ __annotate__ __annotate_func__ __annotations_cache__"
).split()


def special(found: Any) -> set[str]:
    return {name for name in dir(found) if name.startswith("__") and name.endswith("__")} - {*OF_ONE_TYPE}


def test_no_method_of_pythons_protocols_is_missing() -> None:
    wanted = {*BY_NAME}.union(*map(special, [*TYPES, *(found for found in ABSTRACT if isinstance(found, type))]))

    assert sorted(wanted - {row.method for row in OBJECTS}) == []


def test_no_method_of_classes_is_missing() -> None:
    """What every object has and `type` only inherits stands in the first table."""
    own = {name for name in special(type) if getattr(type, name, None) is not getattr(object, name, None)}
    wanted = {*own, *OF_CLASSES} - {row.method for row in OBJECTS}

    assert sorted(wanted - {row.method for row in CLASSES} - {"__qualname__", "__type_params__"}) == []  # no methods


def test_no_row_stands_twice() -> None:
    for rows in (OBJECTS, CLASSES):
        methods = [row.method for row in rows]

        assert len(methods) == len(set(methods)) > 30
