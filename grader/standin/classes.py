"""The stand-in classes of the student's classes, and their instances: made from data, by fixed rules."""

from __future__ import annotations

import collections
import re
from typing import Any

from grader.inside.bases import FIXED, base_of, mro_of
from grader.inside.kinds import WireError, expect
from grader.standin import views
from grader.standin.proxies import StandIn, StandInMeta
from grader.standin.rebuilt import Forward
from grader.standin.refs import KEY, OWN, Ref, own_names
from grader.standin.special import SPECIAL_METHODS

MOST_FIELDS = 100
_GENERIC: dict[type, Any] = {}
# What a suite asks `isinstance` about; nothing follows from the answer, as no value of these kinds is equal to another.
_CLAIMED = (map, zip, filter, enumerate, reversed, property, staticmethod, classmethod, re.Pattern, re.Match)
_CLAIMED_BASES = ("abc", "collections.abc", "collections", "contextlib", "enum", "numbers")


def instance(kind: Any, ref: Ref) -> Any:
    """A stand-in of a class that crossed; where that derives from a type of values, with the value that was sent."""
    cls = kind
    if not (isinstance(kind, StandInMeta) and not issubclass(kind, BaseException)):
        cls = StandIn if not isinstance(kind, type) else generic(kind)
    ref.class_name = type.__getattribute__(cls, "__name__")
    ref.base = base = base_of(cls)
    if base is None:
        made = object.__new__(cls)
    else:
        ref.binding.ledger.unclean = "an object that is a value to whoever keeps it"
        ref.own = next((names[OWN] for names in map(own_names, mro_of(cls)) if OWN in names), frozenset())
        made = base.__new__(cls, *_value_for(base, ref))
    object.__setattr__(made, KEY, ref)
    return made


def _value_for(base: type, ref: Ref) -> list[Any]:
    """What the instance is made from, in a list: empty for a container, which is filled later."""
    if base not in FIXED:
        return []
    expect(len(ref.carried) == 1 and type(ref.carried[0]) is base, "an object without the value it derives from")
    value, ref.carried = ref.carried, []
    return value


def content(special: list[str], methods: Any, own: list[str], *, unhashable: bool) -> dict[str, Any]:
    """The methods of a stand-in class: those that ask, by the names of the student's."""
    made: dict[str, Any] = {key: SPECIAL_METHODS[key] for key in special if key in SPECIAL_METHODS}
    if "__call__" in special:
        made["__call__"] = _call_instance
    made["__hash__"] = None if unhashable else StandIn.__hash__
    expect(type(methods) is list, "a class without methods")
    return {key: Forward(key) for key in methods if _may_forward(key)} | made | {OWN: frozenset(own)}


def _may_forward(name: Any) -> bool:
    """Whether a method may stand in the judge's class under its name: Python calls special ones by itself."""
    return type(name) is str and (name == "__init__" or name[:2] != "__" or name[-2:] != "__")


def _call_instance(self: Any, *args: Any, **kwargs: Any) -> Any:
    return views.call(self, args, kwargs)


def generic(cls: type) -> Any:
    """A stand-in class for instances of a standard class that crosses by no kind (a file, a pattern, a counter)."""
    if cls not in _GENERIC:
        names = {name for base in cls.__mro__[:-1] for name in vars(base) if name in SPECIAL_METHODS}
        made: dict[str, Any] = {name: SPECIAL_METHODS[name] for name in names}
        if "__call__" in dir(cls):
            made["__call__"] = _call_instance
        if cls in _CLAIMED:
            made["__class__"] = property(lambda _: cls)
        _GENERIC[cls] = type.__new__(StandInMeta, cls.__name__, (StandIn,), made)
    return _GENERIC[cls]


def bases(given: Any) -> tuple[tuple[type, ...], tuple[type, ...]]:
    """The judge's bases of a student's class, and the standard classes it is to be an instance of besides.

    Real bases are stand-in classes, exceptions and the type of values it derives from; others only lend their name.
    """
    expect(type(given) is tuple and len(given) <= MOST_FIELDS, "a class without bases")
    types = [base for base in given if isinstance(base, type)]
    errors = tuple(base for base in types if issubclass(base, BaseException))
    if errors:
        return errors, ()
    kept: tuple[type, ...] = tuple(base for base in types if isinstance(base, StandInMeta)) or (StandIn,)
    values = [found for base in types if (found := base_of(base)) is not None]
    if values and not any(issubclass(base, values[0]) for base in kept):
        kept = (*kept, values[0])
    named = [base for base in types if not isinstance(base, StandInMeta) and base.__module__ in _CLAIMED_BASES]
    standard = [one for base in named for one in base.__mro__[:-1] if base_of(one) is None]
    return kept, tuple(standard)


def set_abstract(made: Any, names: Any) -> None:
    """Have the names of its abstract methods stand in a class, as `inspect` looks for them."""
    expect(type(names) is list and all(type(name) is str for name in names), "abstract methods without names")
    if not issubclass(made, BaseException) and (names or "__abstractmethods__" in own_names(made)):
        type.__setattr__(made, "__abstractmethods__", frozenset(names))


def namedtuple_class(name: str, fields: Any, defaults: Any, ref: Ref) -> Any:
    """A plain namedtuple's class."""
    ref.binding.ledger.unclean = "an object that is a value to whoever keeps it"
    expect(type(fields) is list and len(fields) <= MOST_FIELDS and name.isidentifier(), "a namedtuple of no fields")
    try:
        made = collections.namedtuple(name, fields, rename=True, defaults=defaults)  # type: ignore[misc]  # noqa: PYI024
    except (ValueError, TypeError):
        raise WireError("a namedtuple of no fields") from None
    setattr(made, KEY, ref)
    return made
