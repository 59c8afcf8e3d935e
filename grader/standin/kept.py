"""The stand-ins of modules and classes by name: the same objects for the suite, whatever inside is bound."""

from __future__ import annotations

from typing import Any

from grader.inside.bases import bases_of
from grader.standin.proxies import StandInFunction, StandInMeta, StandInModule
from grader.standin.rebuilt import Forward, StudentError
from grader.standin.refs import Ref, own_names, ref_of
from grader.standin.special import SPECIAL_METHODS


class Kept:
    """What the suite may hold on to. `modules` are the stand-ins of the modules it has imported."""

    def __init__(self) -> None:
        self.modules: dict[str, Any] = {}
        self._classes: dict[tuple[str, str], Any] = {}
        self._functions: dict[tuple[str, ...], Any] = {}

    def forget_module(self, name: str) -> None:
        """The next import of this name gives a new stand-in."""
        self.modules.pop(name, None)

    def module(self, name: str, ref: Ref) -> Any:
        """The stand-in of a module: the same object for the same name, whatever inside is bound."""
        ref.origin = (name, "")
        ref.display = name
        kept = self.modules.get(name)
        if kept is not None:
            old = ref_of(kept)
            if old is not None:
                old.take(ref)
            return kept
        made = StandInModule(name, ref)
        self.modules[name] = made
        return made

    def function(self, home: tuple[str, ...], ref: Ref) -> Any:
        """The stand-in of a function that is found under its name: the same object, whatever inside is bound."""
        kept = self._functions.get(home)
        old = ref_of(kept)
        if old is None or (old.generation == ref.generation and old.number >= 0):  # a reload has made another one
            kept = self._functions[home] = StandInFunction(ref)
        else:
            old.take(ref)
        return kept

    def class_(self, name: str, bases: tuple[type, ...], content: dict[str, Any], ref: Ref) -> Any:
        """The stand-in class of a student's class; the one of the same name from an earlier inside where it fits."""
        kept = self._classes.get(ref.origin) if ref.origin else None
        if kept is not None and bases_of(kept) == _with_error(bases):
            for key in [key for key, value in own_names(kept).items() if key not in content and _is_method(key, value)]:
                type.__delattr__(kept, key)
            for key, value in content.items():
                type.__setattr__(kept, key, value)
            return kept
        try:
            made = type.__new__(StandInMeta, name, _with_error(bases), content)
        except TypeError:
            made = type.__new__(StandInMeta, name, _with_error(bases[:1]), content)
        if ref.origin:
            self._classes[ref.origin] = made
        return made


def _is_method(key: str, value: Any) -> bool:
    return key in SPECIAL_METHODS or key == "__call__" or type(value) is Forward


def _with_error(bases: tuple[type, ...]) -> tuple[type, ...]:
    plain_errors = any(issubclass(base, BaseException) for base in bases)
    own = any(issubclass(base, StudentError) for base in bases)
    return (StudentError, *bases) if plain_errors and not own else bases
