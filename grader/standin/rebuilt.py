"""The student's exceptions as real ones in the judge, built without running any `__init__`."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Collection
from typing import Any

from grader.inside.kinds import WireError, expect
from grader.inside.names import ATTRIBUTES
from grader.standin import views
from grader.standin.refs import KEY, Ref, own_names, ref_of

PARTS = "__grader_parts__"
MOST_LINES = 1_000_000  # of a file, and columns of a line
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


def is_verdict(error: BaseException) -> bool:
    """Whether an exception is the suite's own word that a check has failed: the student's code may not take it away."""
    stops = isinstance(error, Exception | KeyboardInterrupt | SystemExit | GeneratorExit)
    return details_of(error) is None and (isinstance(error, AssertionError) or not stops)


def fill_exception(error: BaseException, parts: list[Any], get: Callable[[Any], Any], files: Collection[str]) -> None:
    """Give an exception its arguments, attributes, relations, notes and details; its place is in one of `files`."""
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
        if _fits(error, name, value):
            _set(error, name, value)
    for where, ref in (("__cause__", cause), ("__context__", context)):
        other = get(ref)
        expect(other is None or isinstance(other, BaseException), "a cause that is no exception")
        setattr(error, where, other)
    error.__suppress_context__ = suppress is True
    if notes:
        error.__notes__ = list(notes)
    error.__dict__[PARTS] = Details(text, trace, _place(place, files), last_line)


def _fits(error: BaseException, name: str, value: Any) -> bool:
    """Whether an attribute may have this value: Python shows such exceptions without looking at it again."""
    if isinstance(error, SyntaxError) and value is not None:
        return type(value) is _SYNTAX.get(name, type(value)) and (type(value) is not int or _is_line(value))
    if isinstance(error, UnicodeError):
        if name in ("start", "end"):
            return type(value) is int and 0 <= value < sys.maxsize
        return name != "object" or type(value) is (bytes if isinstance(error, UnicodeDecodeError) else str)
    return True


def _is_line(value: Any) -> bool:
    return type(value) is int and -1 <= value <= MOST_LINES


def _place(place: Any, files: Collection[str]) -> tuple[str, int] | None:
    """Where in the submission it happened; any other text or number would be a message past the feedback level."""
    if type(place) is not list or len(place) != 2 or type(place[0]) is not str:  # noqa: PLR2004
        return None
    return (place[0], max(0, place[1])) if place[0] in files and _is_line(place[1]) else None


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
    return [ref(cls), ref(() if is_verdict(error) else tuple(error.args))]  # what was expected stays here
