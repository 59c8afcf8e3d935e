"""nbgrader's tree: `submitted/<student>/<assignment>/…`."""

from __future__ import annotations

from collections.abc import Iterator

from grader.intake.lms.handed import Handed, Hints, Part, Who, by_top
from grader.intake.lms.listing import Item, Listing, Unplaced

_FOLDER = "submitted"
_TIME = "timestamp.txt"


def recognise(listing: Listing, _: Hints) -> str:
    """Return why this is the tree of a course that nbgrader collected; empty if it is none."""
    folders, _loose = by_top(listing.items)
    if _FOLDER in folders:
        return f"it holds a folder `{_FOLDER}`"
    return f"its name is `{_FOLDER}`" if listing.name == _FOLDER and folders else ""


def split(listing: Listing, _: Hints) -> Iterator[Handed | Unplaced]:
    """Give what each student handed in for each assignment; the other folders of such a course are not handed in."""
    start = "" if listing.name == _FOLDER and not any(_is_inside(each) for each in listing.items) else f"{_FOLDER}/"
    within: dict[tuple[str, str], list[Part]] = {}
    for item in listing.items:
        depth = item.path.removeprefix(start).count("/") if item.path.startswith(start) else 0
        if depth >= (1 if item.kind == "folder" else 2):  # below student and assignment
            student, assignment, *rest = item.path.removeprefix(start).split("/", 2)
            parts = within.setdefault((student, assignment), [])
            parts.extend([Part(rest[0], item)] if rest and item.kind != "folder" else [])
        elif item.kind != "folder":
            yield Unplaced(item.origin, "it lies in no folder `<student>/<assignment>`")
    for (student, assignment), parts in within.items():
        yield Handed(
            where=f"{start}{student}/{assignment}",
            who=(Who((student,)),),
            parts=tuple(parts),
            time=next((_time(each.item) for each in parts if each.path == _TIME), ""),
            label=assignment,
        )


def _is_inside(item: Item) -> bool:
    return item.path.startswith(f"{_FOLDER}/")


def _time(item: Item) -> str:
    content = item.read(100)
    return content.decode("ascii", "replace").strip() if isinstance(content, bytes) else ""
