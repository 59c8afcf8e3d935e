"""How values and calls look in a transcript: as a student would type them, and never longer than a line or two."""

from __future__ import annotations

import reprlib
from itertools import islice
from types import ModuleType
from typing import Any

from grader.inside.names import ARITHMETIC
from grader.standin.refs import ref_of

MOST = 300  # characters of one value
_MOST_BITS = 900  # of a number that has fewer characters
NAMED = frozenset(["call", *ARITHMETIC])
"""The operations whose answer, where it is an object, gets a name of its own in the transcript."""


class _Short(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 6
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdeque = self.maxdict = 30
        self.maxstring = self.maxlong = self.maxother = MOST

    def repr1(self, x: Any, level: int) -> str:
        """See `reprlib.Repr.repr1`, which goes by the class's name: a student's may be called `array` or `list`."""
        return super().repr1(x, level) if ref_of(x) is None else self.repr_instance(x, level)

    def repr_set(self, x: Any, level: int) -> str:
        """See `reprlib.Repr.repr_set`; sorted only where no method of a student's is asked for the order."""
        return self._repr_iterable(_in_order(x), level, "{", "}", self.maxset) if x else "set()"  # type: ignore[attr-defined]

    def repr_frozenset(self, x: Any, level: int) -> str:
        """See `reprlib.Repr.repr_frozenset`."""
        return f"frozenset({self.repr_set(x, level) if x else ''})"

    def repr_dict(self, x: Any, level: int) -> str:
        """See `reprlib.Repr.repr_dict`; in the order of the dict."""
        if x and level <= 0:
            return "{...}"
        pairs = islice(x.items(), self.maxdict)
        pieces = [f"{self.repr1(key, level - 1)}: {self.repr1(value, level - 1)}" for key, value in pairs]
        return "{" + ", ".join(pieces + ["..."] * (len(x) > self.maxdict)) + "}"

    def repr_instance(self, x: Any, level: int) -> str:
        """See `reprlib.Repr.repr_instance`; a stand-in is shown by name, without asking it, and a module as well."""
        ref = ref_of(x)
        if ref is not None:
            return ref.display or ref.text or f"<{ref.shape}>"
        if isinstance(x, ModuleType):
            return x.__name__
        if isinstance(x, type) or callable(x):
            return str(getattr(x, "__qualname__", None) or type(x).__name__)
        return super().repr_instance(x, level)


def _in_order(members: Any) -> list[Any]:
    plain = all(type(each) in (bool, int, float, str) for each in members)
    try:
        return sorted(members) if plain else list(members)
    except TypeError:
        return list(members)


_short = _Short()


def short(value: Any) -> str:
    """The value as Python writes it, cut in the middle."""
    if value is None or type(value) in (bool, float) or (type(value) is int and value.bit_length() < _MOST_BITS):
        return repr(value)
    try:
        return middle(_short.repr(value))
    except Exception:  # noqa: BLE001 - an object of the suite's with a broken __repr__ is still shown
        return f"<{type(value).__name__}>"


def middle(text: str, most: int = MOST) -> str:
    """The text with its middle left out where it is longer than `most`."""
    if len(text) <= most:
        return text
    half = (most - 5) // 2
    return f"{text[:half]} ... {text[-half:]}"


def call_text(target: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """A call as it would be typed."""
    parts = [short(arg) for arg in args] + [f"{name}={short(value)}" for name, value in kwargs.items()]
    return f"{target}({', '.join(parts)})"


_INFIX = {
    "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "add": "+", "sub": "-", "mul": "*",
    "matmul": "@", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "lshift": "<<", "rshift": ">>",
    "and": "&", "xor": "^", "or": "|",
}  # fmt: skip
_PREFIX = {"neg": "-", "pos": "+", "invert": "~"}


def operation_text(owner: str, operation: str, args: tuple[Any, ...]) -> str:
    """A special method as the expression that leads to it."""
    name = operation.strip("_")
    texts = [short(arg) for arg in args]
    if name in _INFIX:
        return f"{owner} {_INFIX[name]} {texts[0]}"
    if name[:1] == "r" and name[1:] in _INFIX:
        return f"{texts[0]} {_INFIX[name[1:]]} {owner}"
    if name[:1] == "i" and name[1:] in _INFIX:
        return f"{owner} {_INFIX[name[1:]]}= {texts[0]}"
    if name in _PREFIX:
        return _PREFIX[name] + owner
    return {
        "getitem": lambda: f"{owner}[{texts[0]}]",
        "setitem": lambda: f"{owner}[{texts[0]}] = {texts[1]}",
        "delitem": lambda: f"del {owner}[{texts[0]}]",
        "contains": lambda: f"{texts[0]} in {owner}",
        "enter": lambda: f"with {owner}:",
    }.get(name, lambda: f"{name}({', '.join([owner, *texts])})")()
