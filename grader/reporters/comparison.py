"""What was expected beside what came: two lines where that says it, a difference line by line where it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from grader.reporters.plain import cells, cut, visible


class Room(NamedTuple):
    """How much is shown: `calls` of a transcript, `value` characters of one value, `lines` of a block."""

    calls: int
    value: int
    lines: int


_MOST_COMPARED = 500  # lines; a difference takes quadratic time
_ONE_LINE = 56  # characters of a value that leave its line whole, whatever the width of the report
_MOST_POINTS = 4  # differences that are named one by one
_ABSENT = object()
_NEARLY = re.compile(r"(?P<value>[-+.\dej]+) ± (?P<by>[-+.\de]+)")
_INSIDE = " in it"
_CONDITIONS = {
    "!=": "anything but",
    "is not": "anything but",
    "<=": "at most",
    ">=": "at least",
    "<": "less than",
    ">": "more than",
}
_KINDS = {bool: "True or False", int: "a whole number", float: "a number with a point", str: "a text"}


def compare(expected: str, got: str, room: Room) -> Iterator[str]:
    """Lines for the reader; nothing where neither side is known."""
    if not expected and not got:
        return
    expected = without_tolerance(expected)
    wanted, given = _value_of(expected), _value_of(got)
    if isinstance(wanted, str) and isinstance(given, str) and "\n" in wanted + given:
        yield from _texts(wanted, given, room)
    elif type(wanted) is type(given) and isinstance(wanted, list | tuple | dict) and _long(expected, got):
        yield from _difference(_items(wanted), _items(given), room)
    else:
        yield f"expected: {shown(_in_words(expected), room)}{_if_empty(wanted)}"
        yield f"got:      {shown(got, room)}{_if_empty(given)}"
        yield from _points(wanted, given, expected, got)


def _if_empty(value: Any) -> str:
    return "  (an empty text)" if value == "" else ""


def is_condition(expected: str) -> bool:
    """Whether `expected` is no value but what one must be like, such as `!= 3` or `'x' in it`."""
    return _in_words(expected) != expected


def _in_words(expected: str) -> str:
    """A condition in words; a value as it is."""
    if expected.endswith(_INSIDE) and len(expected) > len(_INSIDE):
        inner = expected.removesuffix(_INSIDE)
        return f"nothing like {inner[4:]}" if inner.startswith("not ") else f"something with {inner} in it"
    for sign, words in _CONDITIONS.items():
        if expected.startswith(f"{sign} "):
            return f"{words} {expected.removeprefix(f'{sign} ')}"
    return expected


def shown(text: str, room: Room) -> str:
    """`text` on one line, cut to the room of a value."""
    # Cut before and after: escaping a megabyte is slow, and each escaped character grows to ten.
    return cut(visible(cut(text, room.value)), room.value)


def _long(expected: str, got: str) -> bool:
    return max(len(expected), len(got)) > _ONE_LINE


def without_tolerance(expected: str) -> str:
    """`60.0` for `60.0 ± 6.0e-08`: what only allows for rounding is no part of the answer."""
    nearly = _NEARLY.fullmatch(expected)
    try:
        if nearly and float(nearly["by"]) <= 1e-6 * max(1.0, abs(float(nearly["value"]))):
            return nearly["value"]
    except ValueError:  # a complex number, or no number at all
        pass
    return expected


def _value_of(text: str) -> Any:
    """The value that `text` shows: itself where it has several lines, else what the literal means, else `_ABSENT`."""
    if "\n" in text:
        return text
    import warnings  # noqa: PLC0415 -- start-up time: a report without failures needs neither
    from ast import literal_eval  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes in what a student's object calls its text
            return literal_eval(text)
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return _ABSENT


def _texts(wanted: str, given: str, room: Room) -> Iterator[str]:
    """Two texts of which one has several lines."""
    if not wanted:
        yield "expected: nothing at all"
        yield from _block("got:", given, room)
    elif not given:
        yield from _block("expected:", wanted, room)
        yield "got: nothing at all"
    else:
        both_end = wanted.endswith("\n") and given.endswith("\n")
        first, second = (text.removesuffix("\n") if both_end else text for text in (wanted, given))
        yield from _difference(first.split("\n"), second.split("\n"), room)


def _block(title: str, text: str, room: Room) -> Iterator[str]:
    yield title
    lines = text.removesuffix("\n").split("\n")
    for line in lines[: room.lines]:
        yield f"| {_line_end(line, room)}"
    if len(lines) > room.lines:
        yield f"| ({len(lines) - room.lines} more lines)"


def _difference(wanted: Sequence[str], given: Sequence[str], room: Room) -> Iterator[str]:
    from difflib import unified_diff  # noqa: PLC0415 -- start-up time: few reports need it

    expected, got = wanted[:_MOST_COMPARED], given[:_MOST_COMPARED]
    context = room.lines if len(expected) + len(got) <= room.lines else 1
    changes = list(unified_diff(expected, got, lineterm="", n=context))[2:]
    if not changes:  # of values that look the same
        yield f"expected and got look the same: {shown(' '.join(expected), room)}"
        return
    yield "difference, - is what was expected, + is what came:"
    for line in changes[: room.lines + 1]:
        sign, text = line[0], line[1:]
        if sign == " ":
            yield f"    {shown(text, room)}"
        elif sign in "-+":
            yield f"  {sign} {_line_end(text, room)}"
        elif line is not changes[0]:
            yield "  (equal lines)"
    if len(changes) > room.lines + 1:
        yield f"  ({len(changes) - room.lines - 1} more lines)"


def _line_end(text: str, room: Room) -> str:
    """`text` with what the eye misses named: nothing at all, or spaces at the end."""
    if not text:
        return "(empty line)"
    bare = text.rstrip(" ")
    spaces = len(text) - len(bare)
    return shown(bare, room) + (f"  (spaces at the end: {spaces})" if spaces else "")


def _items(value: Any) -> list[str]:
    """A list or a dictionary as one line for each item."""
    if isinstance(value, Mapping):
        return [f"{key!r}: {item!r}" for key, item in value.items()]
    return [repr(item) for item in value]


def _points(wanted: Any, given: Any, expected: str, got: str) -> Iterator[str]:
    """Where two values of a line each differ, as far as the eye may miss it."""
    if _ABSENT in (wanted, given) or _long(expected, got):
        return
    match wanted, given:
        case str(), str():
            yield from _first_letter(visible(expected), visible(got))
        case (list(), list()) | (tuple(), tuple()):
            yield from _of_sequences(wanted, given)
        case dict(), dict():
            yield from _of_mappings(wanted, given)
        case AbstractSet(), AbstractSet():
            yield from _named("missing", wanted - given)
            yield from _named("not expected", given - wanted)
        case (list(), tuple()) | (tuple(), list()):
            kinds = [type(each).__name__ for each in (wanted, given)]
            yield f"a {kinds[0]} was expected, a {kinds[1]} came"
        case _:
            if type(wanted) is not type(given) and str(wanted) == str(given):
                kinds = [_KINDS.get(type(each), "something else") for each in (wanted, given)]
                yield f"{kinds[0]} was expected, {kinds[1]} came"


def _first_letter(expected: str, got: str) -> Iterator[str]:
    """A mark below the first letter that differs, where the two are near each other."""
    same = next((place for place, pair in enumerate(zip(expected, got, strict=False)) if pair[0] != pair[1]), None)
    if same is not None and same > 1 and cells(got) <= _ONE_LINE:
        yield f"{' ' * (len('expected: ') + cells(got[:same]))}^ differs here"


def _of_sequences(wanted: Sequence[Any], given: Sequence[Any]) -> Iterator[str]:
    if len(wanted) != len(given):
        yield f"{len(wanted)} {'item was' if len(wanted) == 1 else 'items were'} expected, {len(given)} came"
    for place, (one, other) in enumerate(zip(wanted, given, strict=False)):
        if one != other or type(one) is not type(other):
            yield f"the first difference is at index {place}: expected {_short(one)}, got {_short(other)}"
            return


def _of_mappings(wanted: Mapping[Any, Any], given: Mapping[Any, Any]) -> Iterator[str]:
    yield from _named("missing key", [key for key in wanted if key not in given])
    yield from _named("key not expected", [key for key in given if key not in wanted])
    differ = [key for key in wanted if key in given and given[key] != wanted[key]]
    for key in differ[:_MOST_POINTS]:
        yield f"key {_short(key)}: expected {_short(wanted[key])}, got {_short(given[key])}"


def _named(what: str, values: AbstractSet[Any] | Sequence[Any]) -> Iterator[str]:
    if values:
        names = sorted(map(_short, values))
        more = f" and {len(names) - _MOST_POINTS} more" if len(names) > _MOST_POINTS else ""
        yield f"{what}: {', '.join(names[:_MOST_POINTS])}{more}"


def _short(value: Any) -> str:
    return visible(cut(repr(value), _ONE_LINE))
