"""The stand-ins as they were before any submission, so that the next one meets no trace of the one before.

What the suite holds on to is the same object for every submission: modules, functions, classes by their names. Each of
them is put back to what collecting the suite made of it, and looks itself up again in the inside that is bound next.
"""

from __future__ import annotations

import abc
import gc
import types
from collections.abc import Iterable
from typing import Any

from grader.standin import classes
from grader.standin.binding import Binding
from grader.standin.failures import InsideLost
from grader.standin.inside import Inside
from grader.standin.proxies import StandInMeta
from grader.standin.rebuilt import details_of
from grader.standin.refs import Marked, Ref, own_names, ref_of

_CONTENTS = (dict, list, set)
_ENDED = "is asked after its submission"


class AsItWas:
    """An object of ours: its attributes, and what the containers in them held."""

    def __init__(self, thing: Any) -> None:
        self._thing = thing
        self._names = dict(vars(thing))
        self._contents = [(held, type(held)(held)) for held in self._names.values() if type(held) in _CONTENTS]

    def put_back(self) -> None:
        """Have it so again."""
        names = vars(self._thing)
        names.clear()
        names.update(self._names)
        for held, content in self._contents:
            held.clear()
            (held.extend if type(held) is list else held.update)(content)


class Renewal:
    """All stand-ins that there are now, and the binding that they speak through."""

    def __init__(self, binding: Binding) -> None:
        self._binding = binding
        self._parts = [AsItWas(part) for part in (binding, binding.kept, binding.functions)]
        things = gc.get_objects()
        self._refs = [(ref, [getattr(ref, name) for name in Ref.__slots__]) for ref in things if type(ref) is Ref]
        self._classes = [(cls, dict(own_names(cls))) for cls in things if issubclass(type(cls), StandInMeta)]
        self._modules = [
            (names, dict(names))
            for names in (
                types.ModuleType.__getattribute__(module, "__dict__")
                for module in things
                if issubclass(type(module), types.ModuleType) and issubclass(type(type(module)), Marked)
            )
        ]
        self._generic = dict(classes._GENERIC)
        self._abstract = _abstract_among(things)

    def put_back(self) -> None:
        """Have them all as they were; the count of bound insides goes on, so that nothing takes an old one for new."""
        generation = self._binding.generation
        for part in self._parts:
            part.put_back()
        self._binding.generation = generation
        for ref, values in self._refs:
            for name, value in zip(Ref.__slots__, values, strict=True):
                setattr(ref, name, list(value) if type(value) is list else value)
        for cls, names in self._classes:
            _put_back_class(cls, names)
        for now, names in self._modules:
            if now != names:
                now.clear()
                now.update(names)
        classes._GENERIC.clear()
        classes._GENERIC.update(self._generic)

    def forget_instances(self, things: list[Any]) -> None:
        """Have no abstract class remember which classes are its own, also not one among the new `things`.

        `isinstance(card, Sized)` is remembered for the class, and the class of that name is another student's by then.
        """
        self._abstract += _abstract_among(things)
        for cls in self._abstract:
            abc.ABCMeta._abc_caches_clear(cls)  # type: ignore[attr-defined]


def _abstract_among(things: list[Any]) -> list[Any]:
    return [thing for thing in things if issubclass(type(thing), abc.ABCMeta)]


def _put_back_class(cls: Any, names: dict[str, Any]) -> None:
    now = own_names(cls)
    for name in [name for name in now if name not in names]:
        type.__delattr__(cls, name)
    for name, value in names.items():
        if now.get(name) is not value:
            type.__setattr__(cls, name, value)


def end(inside: Inside) -> None:
    """Speak to an inside no more: whatever is left of it fails who uses it. The worker ends its process."""
    if inside.lost is None:
        inside.lost = InsideLost(f"The code {_ENDED}.")
    inside.close(kill=False)


def is_of_student(thing: Any) -> bool:
    """Whether an object stands for one of a student's, or speaks for an inside."""
    exact = type(thing)
    if exact is Ref or exact is Inside or issubclass(type(exact), Marked) or issubclass(exact, Marked):
        return True
    return issubclass(exact, BaseException) and (ref_of(thing) is not None or details_of(thing) is not None)


def first_of_student(things: Iterable[Any]) -> str:
    """What kind of thing the first of a student's is among these; empty where there is none."""
    return next((type(thing).__name__ for thing in things if is_of_student(thing)), "")
