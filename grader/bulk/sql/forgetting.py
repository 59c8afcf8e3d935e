"""All of a student taken out of the tables: what is hers alone is deleted, what others keep does not name her."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Column, Connection, delete, exists, select, update

from grader.bulk.sql.tables import HAS_RESULT, entries, left, missing, results, runs

_INSTEAD: Final = "(forgotten)"
# Where what others handed in may name her: the folder of a group, a file that is nobody's.
_TELLING: Final = (entries.c.where, entries.c.group, left.c.path, left.c.reason, runs.c.source)


def forget(connection: Connection, student: str) -> int:
    """Delete the rows of a student, and results that nobody else has; how many works that were."""
    names = _names_of(connection, student)
    works = connection.execute(delete(entries).where(entries.c.student == student)).rowcount
    for table in (left, missing):
        connection.execute(delete(table).where(table.c.student == student))
    delete_unused(connection)
    own = select(runs.c.number).where(runs.c.only == student)
    for table in (left, missing):
        connection.execute(delete(table).where(table.c.run.in_(own)))
    connection.execute(delete(runs).where(runs.c.only == student))
    for column in _TELLING:
        _redact(connection, column, names)
    return works


def delete_unused(connection: Connection, errored_in: int | None = None) -> None:
    """Delete the results that no student has; with `errored_in` only those at which the grader failed in that run."""
    unused = delete(results).where(~exists().where(HAS_RESULT))
    connection.execute(unused if errored_in is None else unused.where(results.c.errored_in == errored_in))


def _names_of(connection: Connection, student: str) -> re.Pattern[str]:
    """What finds a student in the name of a file or folder: the id and the name, also as one word in either order."""
    names = {student}
    for table in (entries, missing):
        for name in connection.scalars(select(table.c.name).where(table.c.student == student).distinct()):
            words = ["".join(filter(str.isalnum, word)) for word in name.split()]
            names |= {name, "".join(words), "".join([*words[-1:], *words[:-1]])}
    longest_first = sorted(names - {""}, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])", re.IGNORECASE)


def _redact(connection: Connection, column: Column[Any], names: re.Pattern[str]) -> None:
    texts = connection.scalars(select(column).distinct())
    changed = {text: new for text in texts if (new := names.sub(_INSTEAD, text)) != text}
    for text, new in changed.items():
        connection.execute(update(column.table).where(column == text).values({column.name: new}))
