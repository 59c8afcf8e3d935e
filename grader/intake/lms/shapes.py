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
    """Return the plain shape; a folder around several students' folders or files is no student's."""
    inner, around = listing, ""
    for _ in range(_WRAPPERS):
        top = _only_folder(inner)
        if not top or _is_one_students(inner.below(top), hints):
            break
        inner, around = inner.below(top), f"{around}{top}/"
    for shape in PLAIN:
        why = shape.recognise(inner, hints)
        if why:
            return Recognised(shape, why, inner, around)
    raise InputError(f"Nothing was handed in: `{listing.name}` is empty.", hint="Name what the LMS gave you.")


def _is_one_students(listing: Listing, hints: Hints) -> bool:
    """Say whether what lies in a folder is one student's: a single file, or listed ones for half of those there."""
    folders, loose = by_top(listing.items)
    if not folders and not loose[1:]:
        return True
    listed = [entry for each in hints.exercises for entry in each.files]
    own = [each for each in listing.files if matches_any(each.path, listed)]
    return bool(own) and 2 * len(own) >= len(loose)


def _only_folder(listing: Listing) -> str:
    tops = {each.path.partition("/")[0] for each in listing.items}
    files = any("/" not in each.path and each.kind != "folder" for each in listing.items)
    return tops.pop() if len(tops) == 1 and not files else ""
