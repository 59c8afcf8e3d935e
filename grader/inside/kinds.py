"""The closed table of the kinds of value that cross the wire: tag, exact type, to parts, from parts.

Parts are references: JSON scalars, or `[n]` for node n of the same message (see `wire`).
A kind that can change has a place of its own, so that its content can be filled in and replaced later.
"""

from __future__ import annotations

import binascii
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from .names import is_loaded

MAX_KEYS = 10_000  # of one set or dict: hash collisions cost the square of it
MAX_BITS = 100_000  # of one int: text conversion costs the square of it
MAX_EXPONENT = 10_000  # of a Decimal: int() of a larger one fills the memory


class WireError(ValueError):
    """What came over the wire, or what was to be sent, is not in the closed set of values."""


class Kind(NamedTuple):
    """How one exact type crosses. `make` builds it from decoded parts; a mutable one is emptied and filled."""

    tag: str
    module: str
    name: str
    parts: Callable[[Any], list[Any]]
    make: Callable[..., Any]
    fill: Callable[[Any, list[Any]], None] | None = None


def expect(condition: bool, why: str) -> None:  # noqa: FBT001 - reads as a sentence where it is used
    """Raise `WireError(why)` unless `condition`."""
    if not condition:
        raise WireError(why)


@cache
def _type(module: str, name: str) -> Any:
    """A type as its module had it at first: a suite may put another in its place for a while."""
    __import__(module)
    return getattr(sys.modules[module], name)


def _int(digits: Any) -> int:
    expect(type(digits) is str and len(digits) <= MAX_BITS // 4 + 2, "an int is too large")
    return int(digits, 16)


def _int_parts(value: int) -> list[Any]:
    expect(value.bit_length() <= MAX_BITS, f"an int of more than {MAX_BITS:,} bits")
    return [hex(value)]


def _float(text: Any) -> float:
    expect(text in ("nan", "inf", "-inf"), "a float that is none")
    return float(text)


def _complex(real: Any, imag: Any) -> complex:
    expect(type(real) is float and type(imag) is float, "a complex of no floats")
    return complex(real, imag)


def _bytes(text: Any) -> bytes:
    expect(type(text) is str, "bytes that are no text")
    return binascii.a2b_base64(text, strict_mode=True)


def _bytes_parts(value: bytes) -> list[Any]:
    return [binascii.b2a_base64(value, newline=False).decode("ascii")]


def _whole(*values: Any) -> bool:
    return all(type(value) is int and value.bit_length() <= MAX_BITS for value in values)


def _range(start: Any, stop: Any, step: Any) -> range:
    expect(_whole(start, stop, step) and step != 0, "a range of no ints")
    return range(start, stop, step)


def _date(module_type: str) -> Callable[[Any], Any]:
    def make(text: Any) -> Any:
        expect(type(text) is str, "a date of no text")
        return _type("datetime", module_type).fromisoformat(text)

    return make


def _moment_parts(value: Any) -> list[Any]:
    return [value.replace(tzinfo=None).isoformat(), value.fold, value.tzinfo]


def _moment(module_type: str) -> Callable[..., Any]:
    def make(text: Any, fold: Any, zone: Any) -> Any:
        tzinfo = _type("datetime", "tzinfo")
        expect(fold in (0, 1) and (zone is None or isinstance(zone, tzinfo)), "a time with no zone")
        return _date(module_type)(text).replace(fold=int(fold), tzinfo=zone)

    return make


def _delta(days: Any, seconds: Any, micros: Any) -> Any:
    expect(_whole(days, seconds, micros), "a timedelta of no ints")
    return _type("datetime", "timedelta")(days, seconds, micros)


def _zone(offset: Any, name: Any) -> Any:
    expect(type(offset) is _type("datetime", "timedelta") and (name is None or type(name) is str), "no time zone")
    zone = _type("datetime", "timezone")
    if offset == _type("datetime", "timedelta")(0) and name is None:
        return zone.utc
    return zone(offset) if name is None else zone(offset, name)


def _zone_parts(value: Any) -> list[Any]:
    offset, *name = value.__getinitargs__()
    return [offset, name[0] if name else None]


def _key_zone(key: Any) -> Any:
    expect(type(key) is str and key.isprintable() and len(key) < 64 and ".." not in key, "no time zone")  # noqa: PLR2004
    return _type("zoneinfo", "ZoneInfo")(key)


def _decimal(text: Any) -> Any:
    expect(type(text) is str and len(text) <= MAX_BITS // 3, "a Decimal of no text")
    value = _type("decimal", "Decimal")(text)
    exponent = value.as_tuple().exponent
    expect(type(exponent) is str or abs(exponent) <= MAX_EXPONENT, "a Decimal with too large an exponent")
    return value


def _fraction(numerator: Any, denominator: Any) -> Any:
    expect(_whole(numerator, denominator) and denominator > 0, "a Fraction of no ints")
    return _type("fractions", "Fraction")(numerator, denominator)


def _uuid(text: Any) -> Any:
    expect(type(text) is str and len(text) == 32, "a UUID of no text")  # noqa: PLR2004
    return _type("uuid", "UUID")(hex=text)


def _path(name: str) -> Callable[[Any], Any]:
    def make(text: Any) -> Any:
        expect(type(text) is str, "a path of no text")
        return _type("pathlib", name)(text)

    return make


def _pairs(value: dict[Any, Any]) -> list[Any]:
    expect(len(value) <= MAX_KEYS, f"a dict of more than {MAX_KEYS:,} keys")
    return [part for item in value.items() for part in item]


def _fill_dict(target: Any, parts: list[Any]) -> None:
    target.clear()
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        dict.__setitem__(target, key, value)


def _fill_ordered(target: Any, parts: list[Any]) -> None:
    target.clear()
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        target[key] = value


def _set_parts(value: Any) -> list[Any]:
    expect(len(value) <= MAX_KEYS, f"a set of more than {MAX_KEYS:,} members")
    return list(value)


def _fill_set(target: Any, parts: list[Any]) -> None:
    target.clear()
    target.update(parts)


def _fill_list(target: Any, parts: list[Any]) -> None:
    target[:] = parts


def _fill_bytearray(target: Any, parts: list[Any]) -> None:
    target[:] = _bytes(*parts)


def _deque(maxlen: Any) -> Any:
    expect(maxlen is None or (_whole(maxlen) and 0 <= maxlen < sys.maxsize), "a deque with no length")
    return _type("collections", "deque")((), maxlen)


def _fill_deque(target: Any, parts: list[Any]) -> None:
    target.clear()
    target.extend(parts[1:])


def _fill_default(target: Any, parts: list[Any]) -> None:
    target.default_factory = parts[0]
    _fill_ordered(target, parts[1:])


def _tuple(*parts: Any) -> tuple[Any, ...]:
    return parts


def _of_dict(value: Any) -> dict[Any, Any]:
    expect(type(value) is dict, "a view of no dict")
    held: dict[Any, Any] = value
    return held


def _slice(*parts: Any) -> slice:
    return slice(*parts)


def _frozen(*parts: Any) -> Any:
    expect(len(parts) <= MAX_KEYS, f"a set of more than {MAX_KEYS:,} members")
    return frozenset(parts)


def _plain(module: str, name: str) -> Callable[[], Any]:
    return lambda: _type(module, name)()  # noqa: PLW0108 - the module is imported when the value comes


KINDS = (
    Kind("i", "builtins", "int", _int_parts, _int),
    Kind("f", "builtins", "float", lambda v: [repr(v)], _float),
    Kind("c", "builtins", "complex", lambda v: [v.real, v.imag], _complex),
    Kind("b", "builtins", "bytes", _bytes_parts, _bytes),
    Kind("B", "builtins", "bytearray", _bytes_parts, bytearray, _fill_bytearray),
    Kind("t", "builtins", "tuple", list, _tuple),
    Kind("l", "builtins", "list", list, list, _fill_list),
    Kind("d", "builtins", "dict", _pairs, dict, _fill_dict),
    Kind("s", "builtins", "set", _set_parts, set, _fill_set),
    Kind("z", "builtins", "frozenset", _set_parts, _frozen),
    Kind("r", "builtins", "range", lambda v: [v.start, v.stop, v.step], _range),
    Kind("S", "builtins", "slice", lambda v: [v.start, v.stop, v.step], _slice),
    Kind("E", "types", "EllipsisType", lambda _: [], lambda: ...),
    Kind("N", "types", "NotImplementedType", lambda _: [], lambda: NotImplemented),
    Kind("vk", "builtins", "dict_keys", lambda v: [dict(v.mapping)], lambda d: _of_dict(d).keys()),
    Kind("vv", "builtins", "dict_values", lambda v: [dict(v.mapping)], lambda d: _of_dict(d).values()),
    Kind("vi", "builtins", "dict_items", lambda v: [dict(v.mapping)], lambda d: _of_dict(d).items()),
    Kind("D", "datetime", "date", lambda v: [v.isoformat()], _date("date")),
    Kind("T", "datetime", "time", _moment_parts, _moment("time")),
    Kind("M", "datetime", "datetime", _moment_parts, _moment("datetime")),
    Kind("m", "datetime", "timedelta", lambda v: [v.days, v.seconds, v.microseconds], _delta),
    Kind("Z", "datetime", "timezone", _zone_parts, _zone),
    Kind("K", "zoneinfo", "ZoneInfo", lambda v: [v.key], _key_zone),
    Kind("n", "decimal", "Decimal", lambda v: [str(v)], _decimal),
    Kind("q", "fractions", "Fraction", lambda v: [v.numerator, v.denominator], _fraction),
    Kind("u", "uuid", "UUID", lambda v: [v.hex], _uuid),
    Kind("p", "pathlib", "PosixPath", lambda v: [str(v)], _path("PosixPath")),
    Kind("w", "pathlib", "WindowsPath", lambda v: [str(v)], _path("PureWindowsPath")),
    Kind("P", "pathlib", "PurePosixPath", lambda v: [str(v)], _path("PurePosixPath")),
    Kind("W", "pathlib", "PureWindowsPath", lambda v: [str(v)], _path("PureWindowsPath")),
    Kind("Dc", "collections", "Counter", _pairs, _plain("collections", "Counter"), _fill_dict),
    Kind("Do", "collections", "OrderedDict", _pairs, _plain("collections", "OrderedDict"), _fill_ordered),
    Kind(
        "Dd",
        "collections",
        "defaultdict",
        lambda v: [v.default_factory, *_pairs(v)],
        _plain("collections", "defaultdict"),
        _fill_default,
    ),
    Kind("Dq", "collections", "deque", lambda v: [v.maxlen, *v], _deque, _fill_deque),
)
BY_TAG = {kind.tag: kind for kind in KINDS}
PATH_TAGS = frozenset({"p", "w", "P", "W"})
DICT_TAGS = frozenset({"d", "Dc", "Do", "Dd"})
_NAMELESS = {"vk": type({}.keys()), "vv": type({}.values()), "vi": type({}.items())}
_BY_TYPE: dict[type, Kind] = {
    _NAMELESS.get(kind.tag) or _type(kind.module, kind.name): kind for kind in KINDS if kind.module == "builtins"
}
_BY_TYPE |= {type(...): BY_TAG["E"], type(NotImplemented): BY_TAG["N"]}
_UNSEEN = {kind.module for kind in KINDS} - {"builtins"}  # modules that nobody has imported so far


def kind_of(exact: type) -> Kind | None:
    """The kind of an exact type; a type of a module that was never imported cannot be one."""
    found = _BY_TYPE.get(exact)
    if found is None and any(map(sys.modules.__contains__, _UNSEEN)):
        for module in [name for name in _UNSEEN if is_loaded(name)]:
            _BY_TYPE.update({_type(module, kind.name): kind for kind in KINDS if kind.module == module})
            _UNSEEN.discard(module)
        found = _BY_TYPE.get(exact)
    return found
