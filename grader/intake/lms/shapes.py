"""The shapes in which a class's work comes, and which of them a listing has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from grader.errors import InputError
from grader.intake.lms import canvas, classroom50, files, folders, github, gradescope, moodle, nbgrader
from grader.intake.lms.handed import Handed, Hints, by_top
from grader.intake.lms.listing import Listing, Unplaced
from grader.manifest import matches_any

_WRAPPERS = 2  # folders around everything that unpacking may have put there


class Shape(Struct, frozen=True):
    """A way in which a class's work is laid out.

    `recognise` gives the reason for which a listing has it, empty if it has not; `split` gives what was handed in.
    """

    name: str
    recognise: Callable[[Listing, Hints], str]
    split: Callable[[Listing, Hints], Iterator[Handed | Unplaced]]


# The surest first. The last two fit almost everything, and hold only where no other does.
SHAPES = (
    Shape("Gradescope", gradescope.recognise, gradescope.split),
    Shape("Canvas", canvas.recognise, canvas.split),
    Shape("Moodle", moodle.recognise, moodle.split),
    Shape("Classroom 50", classroom50.recognise, classroom50.split),
    Shape("GitHub Classroom", github.recognise, github.split),
    Shape("nbgrader", nbgrader.recognise, nbgrader.split),
)
PLAIN = (
    Shape("student folders", folders.recognise, folders.split),
    Shape("single files", files.recognise, files.split),
)


class Recognised(Struct, frozen=True):
    """The shape of a listing, the sentence on why, and the listing below the folders that lie around it, `around`."""

    shape: Shape
    why: str
    listing: Listing
    around: str = ""


def recognise(listing: Listing, hints: Hints) -> Recognised:
    """Return the shape of a listing. Raises `InputError` if nothing lies in it."""
    around = ""
    inner = listing
    for _ in range(_WRAPPERS + 1):
        for shape in SHAPES:
            why = shape.recognise(inner, hints)
            if why:
                return Recognised(shape, why, inner, around)
        top = _only_folder(inner)
        if not top:
            break
        around = f"{around}{top}/"
        inner = inner.below(top)
    return _plain(listing, hints)


def _plain(listing: Listing, hints: Hints) -> Recognised:
    """Return the plain shape; a folder around several students' folders is no student's."""
    around = ""
    top = _only_folder(listing)
    if top:
        inner = listing.below(top)
        folders_in, loose = by_top(inner.items)
        listed = [entry for each in hints.exercises for entry in each.files]
        own = any(matches_any(each.path, listed) for each in inner.items)
        if not own and len(folders_in) + len(loose) > 1:
            listing, around = inner, f"{top}/"
    for shape in PLAIN:
        why = shape.recognise(listing, hints)
        if why:
            return Recognised(shape, why, listing, around)
    raise InputError(f"Nothing was handed in: `{listing.name}` is empty.", hint="Name what the LMS gave you.")


def _only_folder(listing: Listing) -> str:
    tops = {each.path.partition("/")[0] for each in listing.items}
    files = any("/" not in each.path and each.kind != "folder" for each in listing.items)
    return tops.pop() if len(tops) == 1 and not files else ""
