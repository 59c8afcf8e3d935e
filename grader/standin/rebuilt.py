"""The student's exceptions as real ones in the judge, built without running any `__init__`."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from grader.inside.kinds import WireError, expect
from grader.inside.names import ATTRIBUTES
from grader.standin import views
from grader.standin.refs import KEY, Ref, own_names, ref_of

PARTS = "__grader_parts__"
_SYNTAX = {"lineno": int, "offset": int, "end_lineno": int, "end_offset": int, "text": str, "filename": str, "msg": str}


class Forward:
    """A method of the student's class as `super()` in a class of the suite's finds it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        """The method, bound to the instance."""
        parent = next(base for base in owner.__mro__ if type(own_names(base).get(self._name)) is Forward)
        method = views.attribute(parent, self._name)
        return method if instance is None else lambda *args, **kwargs: method(instance, *args, **kwargs)


class StudentError:
    """What every exception of a class of the student's has besides its standard base."""

    def __str__(self) -> str:
        details = vars(self).get(PARTS)
        return details.text if details is not None else super().__str__()

    def __getattr__(self, name: str) -> Any:
        if ref_of(self) is None or name == KEY or name[:2] == "__":
            raise AttributeError(name)
        return views.attribute(self, name)


class Details:
    """What the student's process said about an exception besides its value."""

    def __init__(self, text: str, trace: str, place: tuple[str, int] | None, last_line: str) -> None:
        self.text = text
        self.trace = trace
        self.place = place
        self.last_line = last_line


def details_of(error: BaseException) -> Details | None:
    """The details of an exception that came from the student's code; None for any other."""
    found = getattr(error, "__dict__", {}).get(PARTS)
    return found if isinstance(found, Details) else None


def new_exception(cls: Any, ref: Ref, args: Any, members: Any) -> BaseException:
    """An empty exception of a class that crossed; a group with its members, which cannot be given to it later."""
    expect(isinstance(cls, type) and issubclass(cls, BaseException), "an exception of no class")
    message = args[0] if type(args) is tuple and args and type(args[0]) is str else ""
    standard = next(base for base in type.mro(cls) if type(base) is type and issubclass(base, BaseException))
    try:
        made = standard.__new__(cls, message, list(members)) if members else standard.__new__(cls)
    except (TypeError, ValueError):
        raise WireError("an exception of no class") from None
    made.__dict__[KEY] = ref
    empty: BaseException = made
    return empty


def fill_exception(error: BaseException, parts: list[Any], get: Callable[[Any], Any]) -> None:
    """Give an exception its arguments, attributes, relations, notes and details."""
    args, attributes, cause, context, suppress, notes, _, text, trace, place, last_line = parts
    values = get(args)
    expect(type(values) is tuple and type(attributes) is list and type(notes) is list, "an exception without args")
    expect(all(type(part) is str for part in (text, trace, last_line, *notes)), "an exception without a text")
    if isinstance(error, OSError) and len(values) > 1:
        error.errno, error.strerror = _or_none(values[0], int), _or_none(values[1], str)
    error.args = values
    for name, ref in attributes:
        expect(name in ATTRIBUTES, "an exception with another attribute")
        value = get(ref)
        wanted = _SYNTAX.get(name) if isinstance(error, SyntaxError) else None
        if wanted is None or value is None or type(value) is wanted:
            _set(error, name, value)
    for where, ref in (("__cause__", cause), ("__context__", context)):
        other = get(ref)
        expect(other is None or isinstance(other, BaseException), "a cause that is no exception")
        setattr(error, where, other)
    error.__suppress_context__ = suppress is True
    if notes:
        error.__notes__ = list(notes)
    where_is = (str(place[0]), int(place[1])) if type(place) is list and len(place) == 2 else None  # noqa: PLR2004
    error.__dict__[PARTS] = Details(text, trace, where_is, last_line)


def _or_none(value: Any, exact: type) -> Any:
    return value if type(value) is exact else None


def _set(error: BaseException, name: str, value: Any) -> None:
    try:
        setattr(error, name, value)
    except (AttributeError, TypeError, ValueError):
        return  # read-only on this class, and already there from the arguments


def exception_parts(error: BaseException, ref: Callable[[Any], Any], is_suites: Callable[[Any], bool]) -> list[Any]:
    """An exception of the suite's as the student's code will see it: the nearest class both sides know."""
    cls = next(
        base
        for base in type(error).__mro__
        if ref_of(base) is not None or is_suites(base) or getattr(builtins, base.__name__, None) is base
    )
    return [ref(cls), ref(tuple(error.args))]
