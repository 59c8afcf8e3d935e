"""Single files, each named for a student: `ada.py`, `ada_calculator.py`, `calculator-ada.py`, `ada.zip`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.intake.archive import is_named_archive
from grader.intake.lms.handed import Handed, Hints, Part, Who, by_top, folded, without_late
from grader.intake.lms.listing import Item, Listing, Unplaced
from grader.intake.tree import refusal_of
from grader.manifest import is_pattern

_AGAIN = re.compile(r"(?P<stem>.+?)(?: ?\((?P<copy>\d{1,6})\))?")
_APART = " _-."
_LISTS = frozenset(["csv", "tsv", "xlsx", "ods", "md", "db", "log"])  # what teachers keep beside the work


def recognise(listing: Listing, _: Hints) -> str:
    """Return why these are students' single files; empty if they are none."""
    _folders, loose = by_top(listing.items)
    return f"it holds {len(loose):,} files, which are taken as named for a student each" if loose else ""


def split(listing: Listing, hints: Hints) -> Iterator[Handed | Unplaced]:
    """Give the files of each student, and those whose name tells no student.

    Beside students' folders only an archive, or a file with the ending of a listed one, is a student's.
    """
    folders, loose = by_top(listing.items)
    endings = {name.rpartition(".")[2].casefold() for name in _listed(hints)}
    listed = {name: folded(name.rpartition(".")[0]) for name in _listed(hints)}
    found: dict[str, tuple[str, bool, list[Part]]] = {}
    for item in loose:
        if item.kind not in ("file", "other"):
            yield Unplaced(item.origin, refusal_of(item.kind).reason)
            continue
        ending = item.path.rpartition(".")[2].casefold()
        if ending in _LISTS or (folders and ending not in endings and not is_named_archive(item.path)):
            yield Unplaced(item.origin, "it is no work of a student by its ending")
            continue
        student, late, part = _read(item, listed, hints)
        if not student:
            yield Unplaced(item.origin, "its name does not tell whose it is")
            continue
        name, was_late, parts = found.get(folded(student), (student, False, []))
        found[folded(student)] = (name, late or was_late, [*parts, part])
    for name, late, parts in found.values():
        yield Handed(
            where=name,
            who=(Who((name,), name),),
            parts=tuple(parts),
            late=late,
            attempt=1 + max(each.order for each in parts),
            flat=True,
        )


def _listed(hints: Hints) -> list[str]:
    """Return the last names of the listed files, the longest first."""
    names = {entry.rpartition("/")[2] for exercise in hints.exercises for entry in exercise.files}
    return sorted((name for name in names if not is_pattern(name)), key=lambda name: (-len(name), name))


def _read(item: Item, listed: dict[str, str], hints: Hints) -> tuple[str, bool, Part]:
    """Return whose file it is, whether it is late, and the file under the name that it is listed by."""
    stem, suffix = _parted(item.path)
    match = _AGAIN.fullmatch(stem)
    stem, order = (match["stem"], int(match["copy"] or 0)) if match else (stem, 0)
    stem, late = without_late(stem, hints)
    for name, wanted in listed.items():
        if not name.casefold().endswith(suffix.casefold()):
            continue
        whole = folded(stem)
        if whole == wanted:
            return "", late, Part(name, item)
        if len(whole) > len(wanted) + 1:
            if whole.endswith(wanted) and whole[-len(wanted) - 1] in _APART:
                return stem[: -len(wanted)].rstrip(_APART), late, Part(name, item, order)
            if whole.startswith(wanted) and whole[len(wanted)] in _APART:
                return stem[len(wanted) :].lstrip(_APART), late, Part(name, item, order)
    return stem, late, Part(f"{stem}{suffix}", item, order)


def _parted(name: str) -> tuple[str, str]:
    """Return a name before and from its ending, which may have two parts as `.tar.gz` has."""
    stem, dot, suffix = name.rpartition(".")
    if is_named_archive(name) and stem.casefold().endswith(".tar"):
        return stem[:-4], f"{stem[-4:]}.{suffix}"
    return (stem, dot + suffix) if stem else (name, "")
