"""The roster: who is in the class, and by which ids and names each LMS knows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, field

from grader.errors import InputError
from grader.files import read_at_most
from grader.intake.lms.handed import Who, folded
from grader.intake.lms.table import is_yes, rows_of

ROSTER_LIMIT = 64 << 20  # bytes

# Heads of Canvas's gradebook, Moodle's worksheet, GitHub Classroom's and Classroom 50's rosters, Gradescope's scores
# and nbgrader's export. The first that is filled is the student's id.
_IDS = (
    *("student_id", "student id", "sid", "roster_identifier", "identifier", "id", "username", "github_username"),
    *("sis user id", "sis login id", "integration id", "github_id", "email", "email address"),
)
_NAMES = ("name", "full name", "student", "student name")
_FIRST = ("first_name", "first name", "firstname")
_LAST = ("last_name", "last name", "lastname", "surname")
_GROUPS = ("group_name", "group", "team", "group name")
_LATE = ("late", "lateness (h:m:s)")
_PARTICIPANT = re.compile(r"participant[ _](\d+)")


class Student(Struct, frozen=True):
    """A student: the `id` for the gradebook, the name where it is known, and whether the roster has them."""

    id: str
    name: str = ""
    enrolled: bool = False


class Row(Struct, frozen=True):
    """A line of a roster: the student, all their ids and spellings of the name, their groups, and if they were late."""

    student: Student
    ids: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[str, ...] = ()
    late: bool = False


class Roster(Struct, frozen=True):
    """The lines of a roster, found by id, by name and by group; each word is as `folded` gives it."""

    rows: tuple[Row, ...] = ()
    by_id: dict[str, list[Row]] = field(default_factory=dict)
    by_name: dict[str, list[Row]] = field(default_factory=dict)
    by_group: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """All ids and names."""
        return frozenset(self.by_id) | {folded(name) for row in self.rows for name in row.names}

    def members(self, who: Who) -> list[Row]:
        """Return the lines that are meant: one for a student, several for a group, none for a stranger.

        An id counts before a name. A name that several students have means none of them.
        """
        ids = (self.by_id.get(folded(each), []) for each in who.ids)
        one = next((found for found in (*ids, self.by_name.get(squashed(who.name), [])) if len(found) == 1), [])
        if not who.group or any(squashed(who.name) in map(squashed, row.names) for row in one):
            return one
        # Canvas names a group and gives the number of one of its members.
        names = filter(None, map(squashed, (who.name, *who.ids)))
        group = next((self.by_group[name] for name in names if name in self.by_group), [])
        return group if not one or one[0] in group else one


def read_roster(path: Path) -> Roster:
    """Return the roster in a CSV file. Raises `InputError` if it cannot be read or has no column with ids."""
    name = f"The roster `{path}`"
    table = rows_of(read_at_most(path, ROSTER_LIMIT, name), name)
    heads = table[0].keys() if table else set()
    if not any(head in heads for head in _IDS):
        raise InputError(
            f"The roster `{path}` has no column with ids and at least one line below it.",
            hint=f"One of its heads must be among: {', '.join(_IDS)}.",
        )
    return roster_of(row for line in table if (row := row_of(line)))


def roster_of(rows: Iterable[Row]) -> Roster:
    """Return a roster of these lines; those with the id of an earlier one are the same student's."""
    kept: dict[str, Row] = {}
    for row in rows:
        same = kept.get(folded(row.student.id))
        kept[folded(row.student.id)] = _merged(same, row) if same else row
    roster = Roster(tuple(kept.values()))
    for row in roster.rows:
        for table, words in (
            (roster.by_id, set(map(folded, row.ids))),
            (roster.by_name, set(map(squashed, row.names))),
        ):
            for word in words:
                table.setdefault(word, []).append(row)
        for group in set(map(squashed, row.groups)):
            roster.by_group.setdefault(group, []).append(row)
    return roster


def row_of(line: dict[str, str]) -> Row | None:
    """Return what a line of a table says of a student, its cells by heads as `folded` gives them; None if of none."""
    ids = tuple(dict.fromkeys(text for head in _IDS if (text := _id(line.get(head, "")))))
    names = _names(line)
    # Canvas has a line for the points possible, and a student who tests.
    if not ids or squashed(names[0] if names else "") in ("pointspossible", "studenttest"):
        return None
    return Row(
        student=Student(ids[0], names[0] if names else "", enrolled=True),
        ids=ids,
        names=names,
        groups=tuple(text for head in _GROUPS if (text := line.get(head, ""))),
        late=any(is_yes(cell) or any(digit in "123456789" for digit in cell) for cell in _late(line)),
    )


def squashed(name: str) -> str:
    """Return a name as Canvas writes it into file names: word characters only, in lower case, accents composed."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()))


def _late(line: dict[str, str]) -> list[str]:
    return [line.get(head, "") for head in _LATE]


def _id(cell: str) -> str:
    """Return an id without the word that Moodle writes in front of it."""
    match = _PARTICIPANT.fullmatch(folded(cell))
    return match[1] if match else cell


def _names(line: dict[str, str]) -> tuple[str, ...]:
    """Return the spellings of a name, the one to show first."""
    whole = next((text for head in _NAMES if (text := line.get(head, ""))), "")
    first = next((text for head in _FIRST if (text := line.get(head, ""))), "")
    last = next((text for head in _LAST if (text := line.get(head, ""))), "")
    turned = [" ".join(reversed([each.strip() for each in whole.split(",", 1)]))] if "," in whole else []
    parted = [f"{first} {last}".strip(), f"{last}, {first}"] if first or last else []
    return tuple(dict.fromkeys(name for name in (whole, *turned, *parted) if name))


def _merged(one: Row, other: Row) -> Row:
    """Return one line for two of the same student, who may have joined two groups."""
    return Row(
        student=one.student,
        ids=tuple(dict.fromkeys((*one.ids, *other.ids))),
        names=tuple(dict.fromkeys((*one.names, *other.names))),
        groups=tuple(dict.fromkeys((*one.groups, *other.groups))),
        late=one.late or other.late,
    )
