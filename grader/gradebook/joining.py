"""Which student of the book is meant by a line of somebody's table: by id, else by e-mail, else by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from grader.gradebook.book import Book, Row
from grader.intake.lms.handed import Who, folded
from grader.intake.lms.roster import Roster, squashed

# What Canvas, Moodle and Gradescope call a student's work: a name or a word, and behind it the number that they gave.
_PLACE = re.compile(r"(?:[^/]*_)?(\d+)")


class Person(Struct, frozen=True, kw_only=True):
    """How a line of a table names its student: `ids` from most to least certain, e-mails, spellings of the name."""

    ids: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    submission: str = ""


def joined(book: Book, people: Mapping[int, Person], roster: Roster) -> dict[int, Row]:
    """Return the students of the book by the lines that mean them; no line has two, no student is in two.

    A way of naming that fits several students, or several lines, decides nothing; the next one may.
    """
    known = {row.student: _words_of(row, roster) for row in book.rows}
    rows = {row.student: row for row in book.rows}
    found: dict[int, Row] = {}
    for way in range(_WAYS):
        free = [student for student in rows if rows[student] not in found.values()]
        by_word = _index((student, known[student][way]) for student in free)
        wanted = _index((str(line), _words(person)[way]) for line, person in people.items() if line not in found)
        for word, students in by_word.items():
            lines = wanted.get(word, set())
            if len(students) == len(lines) == 1:
                line, student = int(*lines), next(iter(students))
                found.setdefault(line, rows[student])
    return found


_WAYS = 4


def _words(person: Person) -> tuple[frozenset[str], ...]:
    return (
        frozenset(map(folded, filter(None, person.ids))),
        frozenset(map(folded, filter(None, person.emails))),
        frozenset(map(folded, filter(None, [person.submission]))),
        frozenset(filter(None, map(squashed, person.names))),
    )


def _words_of(row: Row, roster: Roster) -> tuple[frozenset[str], ...]:
    """Return what the student may be called: ids and e-mails, the number of the place of the work, names."""
    lines = roster.members(Who((row.student,), row.name))
    line = lines[0] if len(lines) == 1 else None
    ids = frozenset(map(folded, (row.student, *(line.ids if line else ()))))
    places = (_PLACE.fullmatch(mark.entry.where) for mark in row.marks.values())
    names = (row.name, *(line.names if line else ()))
    return (
        ids,
        ids,
        frozenset(place[1] for place in places if place),
        frozenset(filter(None, map(squashed, names))),
    )


def _index(named: Iterable[tuple[str, frozenset[str]]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for one, words in named:
        for word in words:
            index.setdefault(word, set()).add(one)
    return index
