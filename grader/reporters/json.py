"""The normal form itself, `grade/v1`: every other format can be made from it."""

from __future__ import annotations

import json

import msgspec

from grader.result import Result


def report(result: Result, *, details: bool = False, width: int = 80, color: bool = False) -> str:  # noqa: ARG001
    """All of `result` as ASCII-only JSON; every key is present, absent values are null or empty."""
    plain = _without_lone_surrogates(msgspec.to_builtins(result))
    return json.dumps(plain, indent=2, allow_nan=False) + "\n"


def _without_lone_surrogates(value: object) -> object:
    r"""`value` with each lone surrogate spelt out as the six characters `\udc80`.

    JSON's grammar allows them as escapes, but the parsers of Go, Rust and PostgreSQL refuse or replace them.
    """
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case list():
            return [_without_lone_surrogates(item) for item in value]
        case dict():
            return {key: _without_lone_surrogates(item) for key, item in value.items()}
        case _:
            return value
