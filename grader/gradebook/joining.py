"""Which student of the book is meant by a line of somebody's table: by id, else by e-mail, else by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from grader.gradebook.book import Book, Row
from grader.intake.lms.handed import Who, folded
from grader.intake.lms.roster import Roster, squashed

# What Canvas, Moodle and Gradescope call a student's work: a name or a word, and behind it the number that they gave.
_PLACE = re.compile(r"(?:[^/]*_)?(\d+)")


class Person(Struct, frozen=True, kw_only=True):
    """How a line of a table names its student: by ids, e-mails, spellings of the name, or the number of the work."""

    ids: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    work: str = ""


class Joined(Struct, frozen=True):
    """A student of the book whom a line means, and by which of `WAYS` that is known."""

    row: Row
    way: str


WAYS = ("id", "e-mail", "name", "number of the work")

Words = tuple[frozenset[str], ...]  # one for each way


def joined(book: Book, people: Mapping[int, Person], roster: Roster) -> dict[int, Joined]:
    """Return the students of the book by the lines that mean them.

    A way decides for a student and a line only where it fits no other of both; else the next one may.
    """
    students = {row.student: _words_of(row, roster) for row in book.rows}
    rows = {row.student: row for row in book.rows}
    lines = {line: _words(person) for line, person in people.items()}
    found: dict[int, Joined] = {}
    for number, way in enumerate(WAYS):
        taken = {each.row.student for each in found.values()}
        by_word: dict[str, set[str]] = {}
        for student, words in students.items():
            for word in words[number] if student not in taken else ():
                by_word.setdefault(word, set()).add(student)
        fitting = {
            line: set[str]().union(*(by_word.get(word, ()) for word in words[number]))
            for line, words in lines.items()
            if line not in found
        }
        often = Counter(student for fit in fitting.values() for student in fit)
        for line, fit in fitting.items():
            if len(fit) == 1 and often[next(iter(fit))] == 1:
                found[line] = Joined(rows[next(iter(fit))], way)
    return found


def _words(person: Person) -> Words:
    return (
        frozenset(map(folded, filter(None, person.ids))),
        frozenset(map(folded, filter(None, person.emails))),
        frozenset(filter(None, map(squashed, person.names))),
        frozenset(filter(None, [person.work])),
    )


def _words_of(row: Row, roster: Roster) -> Words:
    """Return what the student may be called; the roster knows more ids and spellings."""
    lines = roster.members(Who((row.student,), row.name))
    line = lines[0] if len(lines) == 1 else None
    ids = frozenset(map(folded, (row.student, *(line.ids if line else ()))))
    # Where folders are named for students, the id is a name.
    names = (row.name, row.student, *(line.names if line else ()))
    places = (_PLACE.fullmatch(mark.entry.where) for mark in row.marks.values())
    numbers = frozenset(place[1] for place in places if place)
    return ids, ids, frozenset(filter(None, map(squashed, names))), numbers
