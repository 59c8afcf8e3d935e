"""What the stand-ins of a student's classes, functions and modules do as the real things would."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import OpenStudent

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
