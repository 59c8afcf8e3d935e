"""A folder per student, and single files or archives named for a student between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from grader.intake.lms import files
from grader.intake.lms.handed import Handed, Hints, Who, by_top, exactly_named, parts_in, without_late
from grader.intake.lms.listing import Listing, Unplaced
from grader.manifest import matches_any

_COPY = re.compile(r"(?P<name>.+?) ?\((?P<number>\d{1,6})\)")


def recognise(listing: Listing, hints: Hints) -> str:
    """Return why this is a folder of students' folders; empty if it is none."""
    folders, _loose = by_top(listing.items)
    if not folders:
        return ""
    if _are_exercises(listing, hints):
        return f"it holds {len(folders):,} folders named for exercises, and in these one for each student"
    return f"it holds {len(folders):,} folders, which are taken for a student each"


def split(listing: Listing, hints: Hints) -> Iterator[Handed | Unplaced]:
    """Give what lies in each folder; `NAME (2)` is a later attempt of `NAME`, `NAME_late` is late.

    Where all folders are named for exercises, the students' folders lie in them.
    """
    if not _are_exercises(listing, hints):
        yield from _split(listing, hints)
        return
    folders, loose = by_top(listing.items)
    for label in folders:
        for each in _split(listing.below(label), hints):
            yield each if isinstance(each, Unplaced) else replace(each, label=label, where=f"{label}/{each.where}")
    yield from (Unplaced(each.origin, "it lies beside the exercises") for each in loose)


def _are_exercises(listing: Listing, hints: Hints) -> bool:
    """Say whether all folders at the top are exercises' and hold no work themselves, as a student's own would."""
    folders, _loose = by_top(listing.items)
    return bool(folders) and all(
        (exercise := exactly_named(name, hints.course)) is not None
        and not any(matches_any(each.path.partition("/")[2], exercise.files) for each in items)
        for name, items in folders.items()
    )


def _split(listing: Listing, hints: Hints) -> Iterator[Handed | Unplaced]:
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
