"""Data about functions, the student's and the suite's, and about the suite's classes, in the forms that are wanted."""

from __future__ import annotations

from collections.abc import Callable
from inspect import CO_COROUTINE, CO_VARARGS, CO_VARKEYWORDS
from types import CodeType, FunctionType, MethodType
from typing import Any

MOST_NAMES = 1000


class Derived:
    """A class of the suite's that derives from a student's, on its way inside."""

    def __init__(
        self, made: Any, name: str, bases: tuple[type, ...], content: dict[str, Any], options: dict[str, Any]
    ) -> None:
        self.options = options
        self.made = made
        self.name = name
        self.bases = bases
        skipped = ("__module__", "__qualname__", "__classcell__", "__firstlineno__", "__static_attributes__")
        self.content = {key: value for key, value in content.items() if key not in skipped}


def outline(function: Any, ref: Callable[[Any], Any], standard: Callable[[Any], Any]) -> list[Any]:
    """What the student's decorators may see of a suite's function: parameters and annotations.

    Of a default value only that there is one: `lambda got, expected=expected: ...` would tell the answer. Annotations
    are texts and what `standard` has a name for.
    """
    inner = function.__func__ if type(function) is MethodType else function
    if type(inner) is not FunctionType:
        return []
    code, bound = inner.__code__, type(function) is MethodType
    positional = code.co_varnames[: code.co_argcount]
    named = code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount]
    rest = list(code.co_varnames[code.co_argcount + code.co_kwonlyargcount :])
    args = rest.pop(0) if code.co_flags & CO_VARARGS else ""
    kwargs = rest.pop(0) if code.co_flags & CO_VARKEYWORDS else ""
    optional = len(inner.__defaults__ or ())
    notes = {name: value for name, value in inner.__annotations__.items() if type(value) is str or standard(value)}
    return [
        list(positional[bound:]),
        max(0, code.co_posonlyargcount - bound),
        min(optional, len(positional) - bound),
        list(named),
        [name for name in named if name in (inner.__kwdefaults__ or {})],
        args,
        kwargs,
        bool(code.co_flags & CO_COROUTINE),
        [[name, ref(value)] for name, value in notes.items()],
    ]


def _nothing() -> None:
    """What every code object here would do if it ran."""


def code_of(parts: list[Any], is_handed_in: Callable[[str], bool]) -> CodeType:
    """A code object with a student's file, name, variables, counts and flags, and a body that does nothing.

    Only a file that was handed in is named: `inspect` reads what a code object names.
    """
    code = _nothing.__code__
    if len(parts) != 4:  # noqa: PLR2004 - what `inside.objects` sends
        return code
    file, name, names, counts = parts
    groups = type(names) is list and len(names) == 3 and all(type(group) is list for group in names)  # noqa: PLR2004
    if not groups or sum(map(len, names)) > MOST_NAMES or not all(type(part) is int for part in counts):
        return code
    variables, used, outer = names
    if not all(type(part) is str for part in (file, name, *variables, *used, *outer)):
        return code
    args, positional, keyword, flags, line = counts
    try:
        return code.replace(
            co_filename=file if is_handed_in(file) else "<student>",
            co_name=name,
            co_varnames=tuple(variables),
            co_nlocals=len(variables),
            co_names=tuple(used),
            co_freevars=tuple(outer),
            co_argcount=args,
            co_posonlyargcount=positional,
            co_kwonlyargcount=keyword,
            co_flags=flags,
            co_firstlineno=line,
        )
    except (ValueError, TypeError, OverflowError):
        return code
