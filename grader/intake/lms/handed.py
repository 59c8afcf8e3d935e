"""What one student, or one group, handed in at one time, before it is known for which exercise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from msgspec import Struct

from grader.course import Exercise
from grader.intake.lms.listing import Item

_LATE = re.compile(r"(?:[_-]late|[ _-]*[(\[]late[)\]])$", re.IGNORECASE)  # Anna Late is a name
_NUMBER = re.compile(r"(?:ex|exercise_?)(\d{1,9})", re.ASCII)


class Who(Struct, frozen=True):
    """A student or a group as an LMS names them: by `ids`, the surest first, by `name`, or both.

    `group` says that it may be a group, whose members a roster has.
    """

    ids: tuple[str, ...] = ()
    name: str = ""
    group: bool = False


class Part(Struct, frozen=True):
    """A file of what was handed in: its `path` there, and `order`, which is higher for what came later.

    `typed` says that it is the page with what a student typed into the LMS.
    """

    path: str
    item: Item
    order: int = 0
    typed: bool = False


class Handed(Struct, frozen=True, kw_only=True):
    """What `who` handed in: the files, and what the place they lay in says about them.

    `where` is the folder, or the first words of the files' names. `label` names the exercise, if anything does.
    `time` is ISO 8601, empty if nothing tells it. In `flat` places the LMS has put a number behind the name of a file
    that was handed in again; elsewhere the student named the files.
    """

    where: str
    who: tuple[Who, ...]
    parts: tuple[Part, ...]
    late: bool = False
    attempt: int = 1
    time: str = ""
    label: str = ""
    flat: bool = False


class Hints(Struct, frozen=True):
    """What helps to read names: the exercises that are asked for, and the roster's ids and names, `folded`.

    `course` are all exercises of the course, by which a name may say that it is for another.
    """

    exercises: tuple[Exercise, ...] = ()
    known: frozenset[str] = frozenset()
    course: tuple[Exercise, ...] = ()


def folded(text: str) -> str:
    """Return what two spellings of one name share: no case, no way of writing accents, single spaces."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).split())


def exactly_named(label: str, exercises: Sequence[Exercise]) -> Exercise | None:
    """Return the exercise of which a folder's name or a slug is the name, the slug or the number, as in `ex03`."""
    words = _words(label)
    number = _NUMBER.fullmatch(words)
    found = [
        each
        for each in exercises
        if words in (each.name.casefold(), each.slug.casefold().replace("-", "_"))
        or (number is not None and int(number[1]) == each.number)
    ]
    return found[0] if len(found) == 1 else None


def named_by(label: str, exercises: Sequence[Exercise]) -> Exercise | None:
    """Return the exercise that a folder's name or a slug means; more may follow its number, as in `ex03 (week 2)`."""
    number = _words(label).partition("_")[0]
    return exactly_named(label, exercises) or (exactly_named(number, exercises) if _NUMBER.fullmatch(number) else None)


def _words(label: str) -> str:
    return re.sub(r"[\s_-]+", "_", folded(label)).strip("_")


def by_top(items: Iterable[Item]) -> tuple[dict[str, list[Item]], list[Item]]:
    """Return the files of each folder at the top, empty folders too, and the files that lie in none."""
    folders: dict[str, list[Item]] = {}
    loose = []
    for each in items:
        top, slash, _ = each.path.partition("/")
        if not slash and each.kind != "folder":
            loose.append(each)
        else:
            within = folders.setdefault(top, [])
            if each.kind != "folder":
                within.append(each)
    return folders, loose


def parts_in(folder: str, items: Iterable[Item]) -> tuple[Part, ...]:
    """Return files under the paths that they have in a folder."""
    return tuple(Part(each.path.removeprefix(f"{folder}/"), each) for each in items)


def without_late(name: str, hints: Hints) -> tuple[str, bool]:
    """Return a name without the word `late` at its end, and whether it was there; a known name stays as it is."""
    match = None if folded(name) in hints.known else _LATE.search(name)
    return (name[: match.start()], True) if match and match.start() else (name, False)
