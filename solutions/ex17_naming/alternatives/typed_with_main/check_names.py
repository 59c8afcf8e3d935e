"""Checks names of modules before they are used."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from keyword import iskeyword


def problems(names: Iterable[str]) -> dict[str, list[str]]:
    found = ((name, list(_codes(name[: -len(".py")]))) for name in names)
    return {name: codes for name, codes in found if codes}


def _codes(stem: str) -> Iterator[str]:
    if not stem.isidentifier():
        yield "not-identifier"
    elif iskeyword(stem):
        yield "keyword"
    if stem in sys.stdlib_module_names:
        yield "shadows-stdlib"
    if not stem.lower() == stem:
        yield "not-lowercase"
    if len(stem) not in range(3, 1_000):
        yield "too-short"
