"""Functions with the parameters of the suite's own, for student code that looks at them before it calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class _Default:
    """Stands for a default value, which only the judge knows."""

    def __repr__(self) -> str:
        return "..."


_DEFAULT = _Default()
_CALL = "_hand_on"  # no parameter is called this


def with_parameters(call: Callable[..., Any], parameters: list[Any]) -> Any:
    """A function with these parameters, as `inspect` and `__code__` show them, that hands on what it was given."""
    positional, only, optional, named, has_default, args, kwargs, is_async = parameters
    required = len(positional) - optional
    parts = [name if place < required else f"{name}=default" for place, name in enumerate(positional)]
    if only:
        parts.insert(only, "/")
    if args or named:
        parts.append(f"*{args}")
    parts += [f"{name}=default" if name in has_default else name for name in named]
    if kwargs:
        parts.append(f"**{kwargs}")
    given = "".join(f"({name!r}, {name})," for name in positional)
    by_name = "".join(f"{name!r}: {name}," for name in named)
    source = f"""
def outer({_CALL}):
    {"async " * is_async}def mirror({", ".join(parts)}):
        return {"await " * is_async}{_CALL}(({given}), {args or "()"}, {{{by_name}}}, {kwargs or "{}"})
    return mirror
"""
    names: dict[str, Any] = {"default": _DEFAULT}
    exec(compile(source, __file__, "exec"), names)  # noqa: S102 - of identifiers only; this file's name hides the frame
    return names["outer"](lambda *given: _hand_on(call, *given))


def _hand_on(
    call: Callable[..., Any], given: Any, rest: tuple[Any, ...], by_name: dict[str, Any], more: dict[str, Any]
) -> Any:
    """Call with what was given; a parameter left to its default is left out, and those after it go by name."""
    args: list[Any] = []
    named = {name: value for name, value in by_name.items() if value is not _DEFAULT}
    left_out = False
    for name, value in given:
        if value is _DEFAULT:
            left_out = True
        elif left_out:
            named[name] = value
        else:
            args.append(value)
    return call(*args, *rest, **named, **more)
