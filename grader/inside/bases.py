"""Classes that derive from a type of values (`class Stack(list)`): the plain data of their instances.

The data is read and filled by the type's own methods, never by those of the deriving class, so that it is a value like
any other, whatever the class says of itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from .kinds import BY_TAG, MAX_KEYS, Kind

_ALL = slice(None)
FIXED: dict[type, Callable[[Any], Any]] = {
    int: int.__int__,
    float: float.__float__,
    complex: complex.__complex__,
    str: str.__str__,
    bytes: lambda value: bytes.__getitem__(value, _ALL),
    tuple: lambda value: tuple.__getitem__(value, _ALL),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
}
"""The types whose instances never change, and how their data is read."""


def _mapping(owner: Any) -> tuple[Callable[[Any], list[Any]], Callable[[Any, list[Any]], None]]:
    """How the methods of `owner`, a dict or OrderedDict, read the keys and values in turn, and fill them in."""

    def parts_of_mapping(value: Any) -> list[Any]:
        return [part for item in owner.items(value) for part in item]

    def fill(target: Any, parts: list[Any]) -> None:
        owner.clear(target)
        for key, value in zip(parts[::2], parts[1::2], strict=True):
            owner.__setitem__(target, key, value)

    return parts_of_mapping, fill


_dict_parts, _fill_dict = _mapping(dict)


def _fill_set(target: Any, parts: list[Any]) -> None:
    set.clear(target)
    set.update(target, parts)


def _changing(tag: str, parts: Callable[[Any], list[Any]], fill: Callable[[Any, list[Any]], None]) -> Kind:
    return BY_TAG[tag]._replace(parts=parts, fill=fill)


_BUILTIN: dict[type, Kind] = {
    list: _changing("l", lambda value: list(list.__iter__(value)), lambda v, parts: list.__setitem__(v, _ALL, parts)),
    dict: _changing("d", _dict_parts, _fill_dict),
    set: _changing("s", lambda value: list(set.__iter__(value)), _fill_set),
}


def _collections() -> dict[type, Kind]:
    """The changing types of `collections`, where that module has been imported."""
    module = sys.modules.get("collections")
    return _of_collections(module) if module is not None else {}


@cache
def _of_collections(module: Any) -> dict[type, Kind]:
    ordered, default, deque = module.OrderedDict, module.defaultdict, module.deque

    def default_parts(value: Any) -> list[Any]:
        return [default.default_factory.__get__(value), *_dict_parts(value)]

    def fill_default(target: Any, parts: list[Any]) -> None:
        default.default_factory.__set__(target, parts[0])
        _fill_dict(target, parts[1:])

    def deque_parts(value: Any) -> list[Any]:
        return [deque.maxlen.__get__(value), *deque.__iter__(value)]

    return {
        ordered: _changing("Do", *_mapping(ordered)),
        default: _changing("Dd", default_parts, fill_default),
        module.Counter: _changing("Dc", _dict_parts, _fill_dict),
        deque: _changing("Dq", deque_parts, lambda v, parts: deque.__init__(v, parts[1:], parts[0])),
    }


def kind_of_changing(base: type) -> Kind | None:
    """How the data of instances that can change is read and filled, by the type they derive from."""
    return _BUILTIN.get(base) or _collections().get(base)


def bases_of(cls: type) -> tuple[type, ...]:
    """The bases of a class, whatever its own class says of them."""
    found: tuple[type, ...] = type.__dict__["__bases__"].__get__(cls)
    return found


def mro_of(cls: type) -> tuple[type, ...]:
    """The classes a class looks through, whatever its own class says of that."""
    found: tuple[type, ...] = type.__dict__["__mro__"].__get__(cls)
    return found


def base_of(cls: type) -> type | None:
    """The type of values a class derives from; None where it derives from none."""
    for base in mro_of(cls):
        if type(base) is type and (base in FIXED or base in _BUILTIN or base in _collections()):
            return base
    return None


def parts_of(value: Any, kind: Kind) -> list[Any]:
    """The data of an instance that can change; nothing where it is too large to cross."""
    parts = kind.parts(value)
    return parts if kind.tag in ("l", "Dq") or len(parts) <= 2 * MAX_KEYS else []
