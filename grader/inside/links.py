"""The mutable containers both sides share for the length of a check.

Each side keeps the container, its number and its content as of the last crossing, and sends what has changed since.
Even numbers are the judge's, odd ones the student's.
"""

from __future__ import annotations

import sys
from typing import Any

from .kinds import DICT_TAGS, Kind

MANY = 64  # links before the unused ones are looked for
_TABLE = 2  # references the table itself holds: the entry's, and the loop's


class Link:
    """One shared container: its number, its kind, and its parts at the last crossing."""

    __slots__ = ("kind", "number", "seen", "value")

    def __init__(self, number: int, value: Any, kind: Kind) -> None:
        self.number = number
        self.value = value
        self.kind = kind
        self.seen: list[Any] | None = None


class Links:
    """The table of one side. `first` is 0 for the judge and 1 for the student."""

    def __init__(self, first: int) -> None:
        self.first = first
        self._next = first
        self._by_id: dict[int, Link] = {}
        self._by_number: dict[int, Link] = {}

    def clear(self) -> None:
        """Forget all links: the check is over. Numbers are never used again."""
        self._by_id.clear()
        self._by_number.clear()

    def of(self, value: Any, kind: Kind) -> Link:
        """The link of a container, a new one where it has none."""
        link = self._by_id.get(id(value))
        if link is None:
            link = Link(self._next, value, kind)
            self._next += 2
            self._add(link)
        return link

    def numbered(self, number: int) -> Link | None:
        """The link of that number, if there is one."""
        return self._by_number.get(number)

    def adopt(self, number: int, value: Any, kind: Kind) -> Link:
        """Enter a container the other side has numbered."""
        link = Link(number, value, kind)
        self._add(link)
        return link

    def _add(self, link: Link) -> None:
        self._by_id[id(link.value)] = link
        self._by_number[link.number] = link

    def changed(self) -> list[Any]:
        """The containers whose content differs from what the other side has seen."""
        return [link.value for link in list(self._by_number.values()) if not same(link)]

    def drop_unused(self) -> list[int]:
        """Forget the containers nobody but this table holds, and give their numbers for the other side to forget."""
        if len(self._by_number) < MANY:
            return []
        dropped = []
        for number in list(self._by_number):
            link = self._by_number[number]
            if sys.getrefcount(link.value) <= _TABLE and same(link):  # a change is still to be sent
                dropped.append(number)
                self.drop(number)
        return dropped

    def drop(self, number: int) -> None:
        """Forget one link; an unknown number is none."""
        link = self._by_number.pop(number, None)
        if link is not None:
            self._by_id.pop(id(link.value), None)


def same(link: Link) -> bool:
    """Whether a container holds the very parts it held at the last crossing."""
    if link.seen is None:
        return False
    if type(link.value) is bytearray:
        return bool(link.seen[0] == bytes(link.value))
    now = raw_parts(link.value, link.kind)
    return len(now) == len(link.seen) and all(map(_is, now, link.seen))


def remember(link: Link) -> None:
    """Note the content as what both sides have now."""
    link.seen = [bytes(link.value)] if type(link.value) is bytearray else raw_parts(link.value, link.kind)


def raw_parts(value: Any, kind: Kind) -> list[Any]:
    """The parts, unlimited: a container may have grown past what may cross."""
    if type(value) is list:
        return list(value)
    if kind.tag in DICT_TAGS:
        parts = [part for item in value.items() for part in item]
        return [value.default_factory, *parts] if kind.tag == "Dd" else parts
    return [value.maxlen, *value] if kind.tag == "Dq" else list(value)


def _is(one: object, other: object) -> bool:
    return one is other
