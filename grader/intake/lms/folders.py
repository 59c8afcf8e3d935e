"""A folder per student, and single files or archives named for a student between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.intake.lms import files
from grader.intake.lms.handed import Handed, Hints, Who, by_top, parts_in, without_late
from grader.intake.lms.listing import Listing, Unplaced

_COPY = re.compile(r"(?P<name>.+?) ?\((?P<number>\d{1,6})\)")


def recognise(listing: Listing, _: Hints) -> str:
    """Return why this is a folder of students' folders; empty if it is none."""
    folders, _loose = by_top(listing.items)
    return f"it holds {len(folders):,} folders, which are taken for a student each" if folders else ""


def split(listing: Listing, hints: Hints) -> Iterator[Handed | Unplaced]:
    """Give what lies in each folder; `NAME (2)` is a later attempt of `NAME`, `NAME_late` is late."""
    folders, _loose = by_top(listing.items)
    for folder, items in folders.items():
        name, late = without_late(folder, hints)
        match = _COPY.fullmatch(name)
        name, late_again = without_late(match["name"], hints) if match else (name, False)
        yield Handed(
            where=folder,
            who=(Who((name,), name, group=True),),
            parts=parts_in(folder, items),
            late=late or late_again,
            attempt=int(match["number"]) if match else 1,
        )
    yield from files.split(listing, hints)
