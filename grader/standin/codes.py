"""Data about a student's functions and about classes of the suite's, in the forms that Python and the wire want."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

MOST_NAMES = 1000


class Derived:
    """A class of the suite's that derives from a student's, on its way inside."""

    def __init__(self, made: Any, name: str, bases: tuple[type, ...], content: dict[str, Any]) -> None:
        self.made = made
        self.name = name
        self.bases = bases
        skipped = ("__module__", "__qualname__", "__classcell__", "__firstlineno__", "__static_attributes__")
        self.content = {key: value for key, value in content.items() if key not in skipped}


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
    good = all(type(part) is str for part in (file, name, *names)) and all(type(part) is int for part in counts)
    if not good or len(names) > MOST_NAMES:
        return code
    args, positional, keyword, flags, line = counts
    try:
        return code.replace(
            co_filename=file if is_handed_in(file) else "<student>",
            co_name=name,
            co_varnames=tuple(names),
            co_nlocals=len(names),
            co_argcount=args,
            co_posonlyargcount=positional,
            co_kwonlyargcount=keyword,
            co_flags=flags,
            co_firstlineno=line,
        )
    except (ValueError, TypeError, OverflowError):
        return code
