"""What a suite holds: every variable object that can be reached from its modules, and what it contained once.

Theory of operation. Each such object becomes a cell: the object, a function that lists its parts, and the parts that it
had. An object that is no more than its parts is looked at through them. To compare is to list the parts again and to
see that they are the very same objects; no method of the suite's or of a stand-in runs. What is of no known kind may
change unseen: it is named, and whoever asks must not rely on the comparison.
"""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import enum
import fractions
import functools
import gc
import logging
import operator
import os
import pathlib
import random
import re
import sys
import types
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from grader.inside.bases import mro_of
from grader.standin.refs import Marked, own_names, ref_of

_SETTLED = (
    int, str, float, bytes, complex, bool, type(None), type(...), type(NotImplemented), range, slice, types.CodeType,
    types.MethodDescriptorType, types.WrapperDescriptorType, logging.Logger, logging.RootLogger, object,
    types.GetSetDescriptorType, types.MemberDescriptorType, types.ClassMethodDescriptorType, types.GenericAlias,
    types.UnionType, re.Pattern, decimal.Decimal, fractions.Fraction, uuid.UUID, dt.date, dt.datetime,
    dt.time, dt.timedelta, dt.timezone, type(pathlib.Path()), pathlib.PurePosixPath,
    operator.itemgetter, operator.attrgetter, operator.methodcaller,
)  # fmt: skip
_PLAIN = (dict, collections.defaultdict, collections.OrderedDict, collections.Counter, list, set, collections.deque)
_GROUPS = (tuple, frozenset)
_FILLED = (dict, list, set, collections.deque)
# What a class of the suite's may derive from: of others written in C, nobody knows what they hold.
_OPEN = (*_SETTLED, *_PLAIN, *_GROUPS, dt.tzinfo, types.SimpleNamespace)
_UNCHANGEABLE = 1 << 8  # CPython's Py_TPFLAGS_IMMUTABLETYPE: of classes written in C
_WALKED = ("_pytest.", "argparse", "types", "dataclasses")  # modules whose objects are their attributes
_REGISTRIES = ("FixtureManager", "StashKey", "NodeId")  # of pytest's: they are filled while it collects
_SETTLED_MODULES = (
    "_pytest.config", "typing", "pluggy", "_abc", "importlib", "_frozen_importlib", "_frozen_importlib_external",
)  # fmt: skip
_LEFT_OUT = frozenset("__builtins__ __loader__ __spec__ @py_builtins @pytest_ar".split())
_EMPTY = object()


class Cell(NamedTuple):
    """One variable object."""

    thing: Any
    parts: Callable[[Any], list[Any]]
    seen: list[Any]


class Holdings:
    """All that can be reached from some objects.

    `known` were looked at already, and stay out, as does what is no container: for who wants to put back.
    """

    def __init__(self, roots: Iterable[Any], suite: str, known: dict[int, Any] | None = None) -> None:
        self._only_containers = known is not None
        self._suite = os.path.join(suite, "")
        self.known: dict[int, Any] = {} if known is None else dict(known)
        self.cells: list[Cell] = []
        self.unknown: list[str] = []
        waiting = list(roots)
        while waiting:
            thing = waiting.pop()
            if type(thing) not in _SETTLED and id(thing) not in self.known:
                self.known[id(thing)] = thing
                waiting += self._look(thing)

    def changed(self) -> str:
        """What kind of object is the first that differs by now; empty where none does."""
        return next((_name_of(cell.thing) for cell in self._differing()), "")

    def put_back(self) -> None:
        """Give every container the parts it had."""
        for cell in self._differing():
            _fill(cell.thing, cell.seen)

    def _differing(self) -> Iterator[Cell]:
        for cell in self.cells:
            now = cell.parts(cell.thing)
            if len(now) != len(cell.seen) or not all(map(operator.is_, now, cell.seen)):
                yield cell

    def _look(self, thing: Any) -> list[Any]:
        """Make the cells of an object; what is to be looked at next."""
        exact = type(thing)
        if issubclass(exact, Marked) or issubclass(type(exact), Marked) or ref_of(thing) is not None:
            return []  # of the student's: put back by itself
        for kinds, look in _KINDS:
            if issubclass(exact, kinds):
                return look(self, thing)
        return self._object(thing)

    def _cell(self, thing: Any, parts: Callable[[Any], list[Any]]) -> list[Any]:
        seen = parts(thing)
        if not self._only_containers or isinstance(thing, (*_FILLED, type)) or self._is_own(type(thing)):
            self.cells.append(Cell(thing, parts, seen))
        return seen

    def _module(self, module: types.ModuleType) -> list[Any]:
        names = vars(module)
        if not str(names.get("__file__")).startswith(self._suite):
            return []
        self._cell(names, _dict_parts)
        return [value for name, value in names.items() if name not in _LEFT_OUT]

    def _class(self, cls: type) -> list[Any]:
        if not self._is_own(cls):
            if not cls.__flags__ & _UNCHANGEABLE and not _is_found(cls):
                self.unknown.append(f"{cls.__module__}.{cls.__qualname__}")
            return []
        return [*self._cell(cls, _class_parts), *self._cell(cls, lambda it: list(it.__bases__))]

    def _is_own(self, cls: type) -> bool:
        module = sys.modules.get(str(own_names(cls).get("__module__")))
        return str(getattr(module, "__file__", None)).startswith(self._suite)

    def _function(self, function: types.FunctionType) -> list[Any]:
        module = sys.modules.get(str(function.__module__))
        file = str(getattr(module, "__file__", None))
        if not file.startswith(self._suite) and getattr(module, function.__qualname__, None) is function:
            return []
        found = [*self._cell(function, _function_parts), function.__dict__]
        return found + [inner for kept in function.__closure__ or () for inner in self._cell(kept, _closure_parts)]

    def _container(self, thing: Any) -> list[Any]:
        """A container, and what an instance of a class derived from one has besides."""
        exact = type(thing)
        base = next(base for base in mro_of(exact) if base in _PARTS)
        parts = _PARTS[base]
        found = parts(thing) if base in _GROUPS else self._cell(thing, parts)
        return found if exact in _PLAIN or exact in _GROUPS else found + self._object(thing)

    def _value(self, thing: Any, value: Callable[[Any], Any]) -> list[Any]:
        """Something whose state is a plain value, to be compared as one."""
        state = value(thing)
        self.cells.append(Cell(thing, lambda it: [state if value(it) == state else _EMPTY], [state]))
        return []

    def _bound(self, method: Any) -> list[Any]:
        """A method written in C: whose it is."""
        return [] if self._only_containers else [method.__self__]

    def _random(self, luck: random.Random) -> list[Any]:
        """A generator; the one behind the functions of `random` is seeded anew for each submission."""
        if luck is random._inst or isinstance(luck, random.SystemRandom):
            return []
        return [*self._value(luck, random.Random.getstate), luck.__dict__]

    def _cache(self, cached: Any) -> list[Any]:
        """A cached function; what it has kept by now, where that can be looked at."""
        kept = [] if self._only_containers else [each for each in gc.get_referents(cached) if type(each) is dict]
        return [*self._value(cached, _uses), *kept, cached.__dict__, cached.__wrapped__]

    def _object(self, thing: Any) -> list[Any]:
        """An instance of a class: its attributes, where it has nothing else; or what may change unseen."""
        exact = type(thing)
        module = str(exact.__module__)
        own = self._is_own(exact)
        if not own and _is_settled(module, exact.__name__):
            return []
        walked = not _hides(exact) if own else module.startswith(_WALKED) or issubclass(exact, enum.Enum)
        if not walked:
            self.unknown.append(f"{module}.{exact.__qualname__}")
            return []
        slots = [slot for cls in mro_of(exact) for slot in _slots(cls)]
        found = self._cell(thing, lambda it: [_filling(it, slot) for slot in slots]) if slots else []
        names = getattr(thing, "__dict__", None)
        return [*found, *([names] if type(names) is dict else [])]


def _dict_parts(thing: Any) -> list[Any]:
    return [*dict.__iter__(thing), *dict.values(thing)]


def _class_parts(cls: type) -> list[Any]:
    names = own_names(cls)
    return [*names, *names.values()]


_PARTS: dict[Any, Callable[[Any], list[Any]]] = {
    collections.OrderedDict: lambda it: [*collections.OrderedDict.__iter__(it), *collections.OrderedDict.values(it)],
    collections.defaultdict: lambda it: [*_dict_parts(it), it.default_factory],
    dict: _dict_parts,
    list: lambda it: [*list.__iter__(it)],
    set: lambda it: [*set.__iter__(it)],
    collections.deque: lambda it: [*collections.deque.__iter__(it)],
    tuple: lambda it: [*tuple.__iter__(it)],
    frozenset: lambda it: [*frozenset.__iter__(it)],
}


def _function_parts(function: Any) -> list[Any]:
    return [function.__code__, function.__defaults__, function.__kwdefaults__, function.__doc__, function.__name__]


def _closure_parts(cell: Any) -> list[Any]:
    try:
        return [cell.cell_contents]
    except ValueError:
        return []


def _slots(cls: type) -> list[Any]:
    """What reads the slots of a class: by these and not by name, which a double underscore changes."""
    return [each for each in own_names(cls).values() if type(each) is types.MemberDescriptorType]


def _filling(thing: Any, slot: Any) -> Any:
    try:
        return slot.__get__(thing)
    except AttributeError:
        return _EMPTY


def _is_settled(module: str, name: str) -> bool:
    """Whether what has a class of that name does not change, or nobody minds."""
    packages = (each for each in _SETTLED_MODULES if module == each or module.startswith(f"{each}."))
    return any(packages) or (module[:8] == "_pytest." and name in _REGISTRIES)


def _is_found(cls: type) -> bool:
    """Whether a class is the one of its name in its module, and so the same for all."""
    found: Any = sys.modules.get(str(cls.__module__))
    for part in cls.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is cls


def _hides(cls: type) -> bool:
    """Whether its instances have more to them than attributes and the contents of a container."""
    return any(base.__flags__ & _UNCHANGEABLE and base not in _OPEN for base in mro_of(cls))


_KINDS: list[tuple[Any, Callable[[Holdings, Any], list[Any]]]] = [
    (types.ModuleType, Holdings._module),
    (type, Holdings._class),
    (types.FunctionType, Holdings._function),
    (types.MethodType, lambda _, it: [it.__self__, it.__func__]),
    ((staticmethod, classmethod), lambda _, it: [it.__func__, it.__dict__]),
    (property, lambda _, it: [it.fget, it.fset, it.fdel]),
    (functools.cached_property, lambda _, it: [it.func]),
    (functools.partial, lambda _, it: [it.func, it.args, it.keywords, it.__dict__]),
    (functools._lru_cache_wrapper, Holdings._cache),
    (random.Random, Holdings._random),
    ((types.BuiltinFunctionType, types.MethodWrapperType), Holdings._bound),
    (bytearray, lambda own, it: own._value(it, bytes)),
    (types.MappingProxyType, lambda own, it: own._cell(it, lambda proxy: [*proxy, *proxy.values()])),
    (tuple(_PARTS), Holdings._container),
]


def _uses(cached: Any) -> Any:
    """How often a cache was asked: whoever asks it may have left something in it."""
    return cached.cache_info()


def _name_of(thing: Any) -> str:
    """A changed object in words."""
    if type(thing) is dict and type(thing.get("__name__")) is str:
        return f"the names of {thing['__name__']}"
    return f"a {type(thing).__name__}"


def _fill(thing: Any, seen: list[Any]) -> None:
    """Give a container its parts."""
    thing.clear()
    if isinstance(thing, dict):
        half = len(seen) // 2
        thing.update(zip(seen[:half], seen[half : 2 * half], strict=True))
    elif isinstance(thing, set):
        thing.update(seen)
    else:
        thing.extend(seen)
