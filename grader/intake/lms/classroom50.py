"""Classroom 50's downloads: `{classroom}-{assignment}-{username}/…`, and `scores.csv`, a line for each submission."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from grader.intake.lms.github import usernames
from grader.intake.lms.handed import Handed, Hints, Who, by_top, exactly_named, folded, parts_in
from grader.intake.lms.listing import Item, Listing, Unplaced
from grader.intake.lms.table import is_yes, rows_of

_SCORES = "scores.csv"
_HEADS = {"username", "submission_tag", "datetime"}
_MARK = ".classroom50.yaml"


def recognise(listing: Listing, _: Hints) -> str:
    """Return why this is a download of Classroom 50; empty if it is none."""
    folders, loose = by_top(listing.items)
    marked = [name for name, items in folders.items() if any(each.path == f"{name}/{_MARK}" for each in items)]
    if marked and 2 * len(marked) > len(folders):
        return f"{len(marked):,} of {len(folders):,} folders hold `{_MARK}`"
    if folders and _scores(loose):
        return f"it holds a `{_SCORES}` with a column `submission_tag`"
    return ""


def split(listing: Listing, hints: Hints) -> Iterator[Handed | Unplaced]:
    """Give what lies in each clone; the last line of its user says when it was handed in, and whether late."""
    folders, loose = by_top(listing.items)
    lines: dict[str, dict[str, str]] = {}
    for row in _scores(loose):
        user = folded(row.get("username", ""))
        lines[user] = max(lines.get(user, {}), row, key=lambda each: each.get("datetime", ""))
    known = replace(hints, known=hints.known | lines.keys())
    for name, (label, user) in usernames(list(folders), "", known).items():
        line = lines.get(folded(user), {})
        yield Handed(
            where=name,
            who=(Who((user,), " ".join(filter(None, (line.get("first_name"), line.get("last_name")))), group=True),),
            parts=parts_in(name, folders[name]),
            late=is_yes(line.get("late", "")),
            time=line.get("datetime", ""),
            label=_assignment(label, hints),
        )
    for item in loose:
        reason = "it is the download's own list" if item.path == _SCORES else "it lies beside the clones"
        yield Unplaced(item.origin, reason)


def _scores(loose: list[Item]) -> list[dict[str, str]]:
    item = next((each for each in loose if each.path == _SCORES), None)
    content = item.read(64 << 20) if item else None
    rows = rows_of(content, f"`{_SCORES}`") if isinstance(content, bytes) else []
    return rows if rows and rows[0].keys() >= _HEADS else []


def _assignment(label: str, hints: Hints) -> str:
    """Return the assignment without the classroom in front, which may hold `-` as well."""
    places = [0, *(place + 1 for place, letter in enumerate(label) if letter == "-")]
    return next((label[place:] for place in places if exactly_named(label[place:], hints.course)), label)
