"""Steps from each earlier version of the tables to the next, all in the transaction of who opens the store.

A step is written for the tables as they were: it names none that may have changed since.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import msgspec
from sqlalchemy import Connection, text


def migrate(connection: Connection, version: int) -> None:
    """Bring the tables from `version` to the present one; nothing of what they hold is lost."""
    for number, step in enumerate(_STEPS[version - 1 :], version + 1):
        step(connection)
        connection.execute(text("UPDATE grade_store SET version = :number"), {"number": number})


_TEXTS_OF_1 = {
    "grade_runs": ("source", "course", "version", "python", "began", "ended", "suites"),
    "grade_results": ("exercise", "key"),
    "grade_entries": ("student", "exercise", "key", "name", "where"),
    "grade_left": ("path", "reason", "student"),
}


def _to_2(connection: Connection) -> None:
    """Results are compressed, missing students have a table, and more is told of what was handed in."""
    is_postgresql = connection.dialect.name == "postgresql"
    collation = ' COLLATE "C"' if is_postgresql else ""
    word = f"TEXT{collation} NOT NULL DEFAULT ''"
    _do(
        connection,
        f'ALTER TABLE grade_runs ADD COLUMN "only" {word}',
        "ALTER TABLE grade_entries ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1",
        f"ALTER TABLE grade_entries ADD COLUMN time {word}",
        f'ALTER TABLE grade_entries ADD COLUMN "group" {word}',
        f"ALTER TABLE grade_results ADD COLUMN content {'BYTEA' if is_postgresql else 'BLOB'} NOT NULL DEFAULT ''",
        "CREATE TABLE grade_missing (run INTEGER NOT NULL REFERENCES grade_runs (number), "
        f"student TEXT{collation} NOT NULL, name TEXT{collation} NOT NULL, PRIMARY KEY (run, student))",
        "CREATE INDEX grade_entries_of_result ON grade_entries (exercise, key, errored_in)",
    )
    if is_postgresql:
        _do(connection, "ALTER TABLE grade_entries DROP CONSTRAINT grade_entries_result")
        for table, names in _TEXTS_OF_1.items():
            _do(connection, *(f'ALTER TABLE {table} ALTER "{name}" TYPE TEXT COLLATE "C"' for name in names))
        _do(
            connection,
            "ALTER TABLE grade_entries ADD CONSTRAINT grade_entries_result FOREIGN KEY (exercise, key, errored_in) "
            "REFERENCES grade_results (exercise, key, errored_in)",
        )
    _compress(connection)
    for number, names in connection.execute(text("SELECT number, missing FROM grade_runs")).all():
        for student, name in msgspec.json.decode(names, type=dict[str, str]).items():
            row = {"run": number, "student": student, "name": name}
            connection.execute(text("INSERT INTO grade_missing VALUES (:run, :student, :name)"), row)
    _do(
        connection,
        "ALTER TABLE grade_results DROP COLUMN json",
        "ALTER TABLE grade_runs DROP COLUMN missing",
    )


def _compress(connection: Connection) -> None:
    """Row by row: a large class need not fit into memory."""
    which = "WHERE exercise = :exercise AND key = :key AND errored_in = :errored_in"
    for name in connection.execute(text("SELECT exercise, key, errored_in FROM grade_results")).mappings().all():
        plain = connection.execute(text(f"SELECT json FROM grade_results {which}"), dict(name)).scalar_one()  # noqa: S608
        row = {**name, "content": zlib.compress(plain.encode())}
        connection.execute(text(f"UPDATE grade_results SET content = :content {which}"), row)  # noqa: S608


def _do(connection: Connection, *statements: str) -> None:
    for each in statements:
        connection.execute(text(each))


_STEPS: tuple[Callable[[Connection], None], ...] = (_to_2,)
