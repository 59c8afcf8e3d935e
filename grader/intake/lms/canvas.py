"""Canvas: one flat folder, `{name}[_LATE]_{user id}_{attachment id}_{file}`, the texts as `…_text.html`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.intake.lms.handed import Handed, Hints, Part, Who, by_top
from grader.intake.lms.listing import Item, Listing, Unplaced

# The name is made of word characters only; an anonymous one has none, and its `LATE` then stands first.
_NAME = re.compile(
    r"(?P<name>(?:(?!LATE_|anon_)\w*?_)?)(?P<late>LATE_)?(?:(?P<user>\d+)|anon_(?P<anon>[A-Za-z0-9]+))_"
    r"(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<typed>text|link)\.html)"
)


def recognise(listing: Listing, _: Hints) -> str:
    """Return why this is a Canvas download; empty if it is none."""
    folders, loose = by_top(listing.items)
    fitting = [each for each in loose if _NAME.fullmatch(each.path)]
    if not fitting or 2 * len(fitting) <= len(loose) + len(folders):
        return ""
    return f"{len(fitting):,} of {len(loose):,} files are named `{{name}}_{{user id}}_{{attachment id}}_{{file}}`"


def split(listing: Listing, _: Hints) -> Iterator[Handed | Unplaced]:
    """Give what each user handed in, and what has no user in its name."""
    by_user: dict[str, list[tuple[re.Match[str], Item]]] = {}
    for item in listing.files:
        match = _NAME.fullmatch(item.path)
        if match is None:
            yield Unplaced(item.origin, "it is not named as Canvas names files")
        else:
            by_user.setdefault(match["user"] or f"anon_{match['anon']}", []).append((match, item))
    for user, found in by_user.items():
        first = found[0][0]
        yield Handed(
            where=first.string[: first.end("anon" if first["anon"] else "user")],
            who=(Who((user,), first["name"].rstrip("_"), group=True),),
            parts=tuple(_part(match, item) for match, item in found),
            late=any(match["late"] for match, _ in found),
            flat=True,
        )


def _part(match: re.Match[str], item: Item) -> Part:
    if match["typed"]:
        return Part(f"{match['typed']}.html", item, typed=match["typed"] == "text")
    return Part(match["file"], item, int(match["attachment"][:18]))
