"""What authors write, TOML or JSON, as typed values; every fault names the file, the key and the rule."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from grader.errors import ManifestError

T = TypeVar("T")

_PLACED = re.compile(r"(?P<rule>.*?)(?: - at `\$\.?(?P<key>.*)`)?", re.DOTALL)
_WRONG_TYPE = re.compile(r"Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`")
_MISSING_KEY = re.compile(r"Object missing required field `(?P<name>.*)`")
_UNKNOWN_KEY = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_UNKNOWN_CHOICE = re.compile(r"Invalid enum value '(?P<value>.*)'", re.DOTALL)
_TYPE_NAMES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
    "datetime": "a date with a time",
}


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return the sentence ` Did you mean …?`, with a space before it, or nothing if no choice is near."""
    spelled = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold(), spelled, n=1)
    return f" Did you mean `{spelled[near[0]]}`?" if near else ""


def read_text(file: Path) -> str:
    """Return the text of an author's file.

    Raises `ManifestError` if it is missing, cannot be read or is not UTF-8.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise ManifestError(f"`{file}` is missing.") from None
    except OSError as error:
        raise ManifestError(f"`{file}` cannot be read: {error.strerror}.") from error
    try:
        # Editors on Windows put a byte order mark before UTF-8.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ManifestError(
            f"`{file}`, line {line}: the file must be UTF-8, and byte 0x{content[error.start]:02x} is not.",
            hint="Save the file as UTF-8.",
        ) from error


def read_toml(file: Path) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises `ManifestError` as `read_text` does, and with the line if it is not TOML.
    """
    text = read_text(file)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = str(error).replace("at end of document", f"at line {text.count(chr(10)) + 1}, the end of the file")
        raise ManifestError(f"`{file}` is not valid TOML: {fault}.") from error
    except RecursionError:
        raise ManifestError(f"`{file}` is not valid TOML: it nests too deeply.") from None


def typed(content: object, kind: type[T], file: Path) -> T:
    """Return what `file` holds as a `kind`.

    Raises `ManifestError` for an unknown or missing key, a wrong type, or a value that `kind` refuses.
    """
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        placed = _PLACED.fullmatch(str(error))
        rule, key = (placed["rule"], placed["key"] or "") if placed else (str(error), "")
        raise ManifestError(f"`{file}`: {_sentence(rule, key, kind)}") from error


def _sentence(rule: str, key: str, kind: object) -> str:
    """Say in the author's words what msgspec says of `key`; an empty key is the file as a whole."""
    thing = f"`{key}`" if key else "the file"
    within = f" in `{key}`" if key else ""
    if wrong := _WRONG_TYPE.fullmatch(rule):
        return f"{thing} must be {_type_names(wrong['expected'])}, not {_type_names(wrong['got'])}."
    if missing := _MISSING_KEY.fullmatch(rule):
        return f"the key `{missing['name']}` is missing{within}."
    if unknown := _UNKNOWN_KEY.fullmatch(rule):
        keys = _choices(_kind_at(kind, key))
        return f"there is no key `{unknown['name']}`{within}.{did_you_mean(unknown['name'], keys)}"
    if choice := _UNKNOWN_CHOICE.fullmatch(rule):
        choices = _choices(_kind_at(kind, key))
        allowed = " or ".join(f"`{name}`" for name in choices)
        return f"{thing} must be {allowed}, not `{choice['value']}`.{did_you_mean(choice['value'], choices)}"
    return f"in `{key}`, {rule}" if key else rule


def _type_names(names: str) -> str:
    return " or ".join(_TYPE_NAMES.get(name, f"a {name}") for name in names.split(" | "))


def _kind_at(kind: object, key: str) -> object:
    """Return the type of the value at `key`, which is written as msgspec does: `a.b[0][...].c`."""
    for name, item in re.findall(r"([^.\[\]]+)|\[([^\]]*)\]", key):
        kind = _required(kind)
        if item:
            arguments = get_args(kind)
            kind = arguments[1] if get_origin(kind) is dict else arguments[0]
        else:
            kind = get_type_hints(kind)[name]
    return _required(kind)


def _required(kind: object) -> object:
    """Return `X` for `X | None`, and any other type as it is."""
    if get_origin(kind) in (Union, UnionType):
        return next(part for part in get_args(kind) if part is not type(None))
    return kind


def _choices(kind: object) -> list[str]:
    """Return the words that may stand at a place: the keys of a table or the values of a choice."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(member.value) for member in kind]
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return list(getattr(kind, "__struct_fields__", ()))
