"""Gradescope's export: `submission_<n>/…` or `<n>.pdf`, and `submission_metadata.yml`, which says whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from grader.errors import InputError
from grader.intake.lms.handed import Handed, Hints, Part, Who, by_top, parts_in
from grader.intake.lms.listing import Item, Listing, Unplaced

METADATA = "submission_metadata.yml"
METADATA_LIMIT = 1 << 30  # bytes; it holds all results

_FOLDER = re.compile(r"submission_(\d{1,18})")
_SINGLE = re.compile(r"(\d{1,18})\.\w+")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_ASKED = ((":submitters", ":created_at"), (":name", ":sid", ":email"))
_DEPTH = 3  # of collections within what is asked for: submitters, and each of them

Submitters = tuple[list[Who], str]


def recognise(listing: Listing, _: Hints) -> str:
    """Return why this is a Gradescope export; empty if it is none."""
    folders, loose = by_top(listing.items)
    if any(each.path == METADATA for each in loose):
        return f"it holds `{METADATA}`"
    named = [name for name in folders if _FOLDER.fullmatch(name)]
    return f"{len(named):,} folders are named `submission_<n>`" if named and len(named) == len(folders) else ""


def split(listing: Listing, _: Hints) -> Iterator[Handed | Unplaced]:
    """Give each submission with all its submitters; without the metadata its number stands for them.

    Raises `InputError` if the metadata cannot be read.
    """
    folders, loose = by_top(listing.items)
    metadata = next((each for each in loose if each.path == METADATA), None)
    known = dict(_submitters(metadata)) if metadata else {}
    for name, items in folders.items():
        match = _FOLDER.fullmatch(name)
        if match is None:
            yield from (Unplaced(each.origin, "it lies in no folder `submission_<n>`") for each in items)
        else:
            yield _handed(name, int(match[1]), parts_in(name, items), known)
    for item in loose:
        match = _SINGLE.fullmatch(item.path)
        if match is not None:
            yield _handed(f"submission_{match[1]}", int(match[1]), (Part(item.path, item),), known)
        else:
            reason = "it is the export's own list" if item.path == METADATA else "it lies beside the submissions"
            yield Unplaced(item.origin, reason)


def _handed(name: str, number: int, parts: tuple[Part, ...], known: dict[str, Submitters]) -> Handed:
    who, time = known.get(name, ([], ""))
    # Numbers rise with time, over all courses.
    return Handed(where=name, who=tuple(who) or (Who((name,)),), parts=parts, time=time or f"{number:018}")


def _submitters(metadata: Item) -> Iterator[tuple[str, Submitters]]:
    """Give whom each submission is of, and when it was handed in; one entry after the other, without the results."""
    content = metadata.read(METADATA_LIMIT)
    hint = "Download the export again, or name the folder of the submissions alone."
    if not isinstance(content, bytes):
        raise InputError(f"`{METADATA}` {content.reason}.", hint=hint)
    try:
        for name, fields in _Reader(content).entries():
            if isinstance(fields, dict):
                yield name, (_people(fields.get(":submitters")), str(fields.get(":created_at") or ""))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"`{METADATA}` is no YAML that can be read: {error}", hint=hint) from error


class _Reader:
    """Reads the few fields that are asked for, one event after the other, so that the results take up no memory."""

    def __init__(self, content: bytes) -> None:
        self._events: Iterator[Any] = yaml.parse(content, Loader=_LOADER)
        self._anchored: dict[str, Any] = {}  # values that are written once and referred to

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Give name and fields of each submission. Raises `yaml.YAMLError` if it is no table of them."""
        opening = next((each for each in self._events if isinstance(each, yaml.NodeEvent)), None)
        if not isinstance(opening, yaml.MappingStartEvent):
            raise yaml.YAMLError("it does not begin with the name of a submission")
        while isinstance(key := next(self._events), yaml.ScalarEvent):
            yield key.value, self._value(next(self._events), 0)

    def _value(self, event: Any, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent):
            return self._anchored.get(event.anchor)
        value: Any = None
        if isinstance(event, yaml.ScalarEvent):
            value = event.value
        elif depth > _DEPTH:
            self._pass(event)
        elif isinstance(event, yaml.MappingStartEvent):
            value = self._fields(depth)
        else:
            value = []
            while not isinstance(each := next(self._events), yaml.SequenceEndEvent):
                value.append(self._value(each, depth + 1))
        if event.anchor:
            self._anchored[event.anchor] = value
        return value

    def _fields(self, depth: int) -> dict[str, Any]:
        fields = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                self._pass(key)
                self._pass(next(self._events))
            elif key.value in _ASKED[min(depth, 1)]:
                fields[key.value] = self._value(next(self._events), depth + 1)
            else:
                self._pass(next(self._events))
        return fields

    def _pass(self, event: Any) -> None:
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            event = next(self._events)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


def _people(submitters: Any) -> list[Who]:
    people = []
    for each in submitters if isinstance(submitters, list) else ():
        if isinstance(each, dict):
            name, *ids = (each.get(key) for key in (":name", ":sid", ":email"))
            who = Who(
                tuple(text for text in ids if isinstance(text, str) and text), name if isinstance(name, str) else ""
            )
            people.extend([who] if who.ids or who.name else [])
    return people
