"""Moodle: `{name}_{id}_assignsubmission_{file|onlinetext}`, as a folder each or in front of each file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.intake.lms.handed import Handed, Hints, Part, Who, by_top
from grader.intake.lms.listing import Item, Listing, Unplaced

# Teams that nobody joined have no id; Moodle up to 4.0 puts `_` behind a folder's name.
_NAME = re.compile(r"(?P<name>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>file|onlinetext)(?:_(?P<file>.*))?")
_BLIND = re.compile(r"participant[ _]?(?P<id>\d*)", re.IGNORECASE)


def recognise(listing: Listing, _: Hints) -> str:
    """Return why this is a Moodle download; empty if it is none."""
    folders, loose = by_top(listing.items)
    names = [*folders, *(each.path for each in loose)]
    fitting = [name for name in names if _NAME.fullmatch(name)]
    if not fitting or 2 * len(fitting) <= len(names):
        return ""
    return f"{len(fitting):,} of {len(names):,} names hold `_assignsubmission_`"


def split(listing: Listing, _: Hints) -> Iterator[Handed | Unplaced]:
    """Give what each participant or team handed in, the text typed in with it, and what belongs to none."""
    found: dict[tuple[str, str], list[Part]] = {}
    for item in listing.items:
        top, slash, rest = item.path.partition("/")
        match = _NAME.fullmatch(top)
        if match is None:
            if item.kind != "folder":
                yield Unplaced(item.origin, "it is not named as Moodle names files")
            continue
        parts = found.setdefault((match["name"], match["id"] or ""), [])
        if item.kind != "folder":
            parts.append(_part(match, item, rest if slash else match["file"] or ""))
    for (name, number), handed in found.items():
        blind = _BLIND.fullmatch(name)
        id_ = number or (blind["id"] if blind else "")
        yield Handed(
            where=f"{name}_{number}".rstrip("_"),
            who=(Who((id_,) if id_ else (), "" if blind and id_ else name, group=True),),
            parts=tuple(handed),
            flat=True,
        )


def _part(match: re.Match[str], item: Item, path: str) -> Part:
    name = path or f"{match['plugin']}.html"
    return Part(name, item, typed=name == "onlinetext.html" and match["plugin"] == "onlinetext")
