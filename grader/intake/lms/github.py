"""GitHub Classroom's clones: `{assignment}-submissions/{assignment}-{username}/…`, or the repositories alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from grader.intake.lms.handed import Handed, Hints, Who, by_top, exactly_named, folded, parts_in
from grader.intake.lms.listing import Listing, Unplaced

_FOLDER = "-submissions"
_MARK = ".github/classroom/"
_WORKFLOW = ".github/workflows/classroom.yml"


def recognise(listing: Listing, _: Hints) -> str:
    """Return why these are clones of a classroom's repositories; empty if they are none."""
    if listing.name.endswith(_FOLDER) and _clones(listing, listing.name.removesuffix(_FOLDER)):
        return f"it is named `{listing.name}`, and its folders begin as it does"
    folders, loose = by_top(listing.items)
    holding = [name for name in folders if name.endswith(_FOLDER)]
    if holding and 2 * len(holding) > len(folders):
        return f"its folders are named as `{holding[0]}` is"
    marked = [
        name
        for name, items in folders.items()
        if any(each.path[len(name) + 1 :].startswith((_MARK, _WORKFLOW)) for each in items)
    ]
    if marked and 2 * len(marked) > len(folders) and not loose:
        return f"{len(marked):,} of {len(folders):,} folders hold a classroom's workflow"
    return ""


def split(listing: Listing, hints: Hints) -> Iterator[Handed | Unplaced]:
    """Give what lies in each clone; what lies beside the clones belongs to nobody."""
    folders, loose = by_top(listing.items)
    outer = [name for name in folders if name.endswith(_FOLDER)]
    slug = listing.name.removesuffix(_FOLDER) if listing.name.endswith(_FOLDER) else ""
    if slug or 2 * len(outer) <= len(folders):
        yield from _split(listing, slug, "", hints)
        return
    for name in folders:
        if name in outer:
            yield from _split(listing.below(name), name.removesuffix(_FOLDER), f"{name}/", hints)
        else:
            yield from (Unplaced(each.origin, "it lies beside the clones") for each in folders[name])
    yield from (Unplaced(each.origin, "it lies beside the clones") for each in loose)


def usernames(names: Sequence[str], slug: str, hints: Hints) -> dict[str, tuple[str, str]]:
    """Return the assignment and the user of each repository's name.

    What parts them is not in a name, for both may hold `-`: the folder's `slug` is asked first, then the roster, then
    the names of exercises, then what all names begin with.
    """
    common = _common_words(names) if len(names) > 1 else ""
    found = {}
    for name in names:
        starts = [name[:place] for place, letter in enumerate(name) if letter == "-"]
        by_roster = [start for start in starts if folded(name[len(start) + 1 :]) in hints.known]
        by_name = [start for start in starts if exactly_named(start, hints.course)]
        first = [slug] if slug and name.casefold().startswith(f"{slug.casefold()}-") else []
        start = next(iter([*first, *by_roster, *by_name[-1:], *([common] if common else [])]), "")
        found[name] = (start, name[len(start) :].removeprefix("-"))
    return found


def _common_words(names: Sequence[str]) -> str:
    """Return the words with which all names begin, but never all words of one."""
    columns = zip(*(name.split("-")[:-1] for name in names), strict=False)
    return "-".join(column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns))


def _clones(listing: Listing, slug: str) -> list[str]:
    return [name for name in by_top(listing.items)[0] if name.casefold().startswith(f"{slug.casefold()}-")]


def _split(listing: Listing, slug: str, start: str, hints: Hints) -> Iterator[Handed | Unplaced]:
    folders, loose = by_top(listing.items)
    yield from (Unplaced(each.origin, "it lies beside the clones") for each in loose)
    for name, (label, user) in usernames(list(folders), slug, hints).items():
        yield Handed(
            where=start + name, who=(Who((user,), group=True),), parts=parts_in(name, folders[name]), label=label
        )
