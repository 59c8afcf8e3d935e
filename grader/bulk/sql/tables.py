"""The tables of a store, version 2: results by what they depend on, and who handed in what, run by run."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    and_,
)

VERSION: Final = 2

metadata = MetaData()

# Compared byte by byte, so that both databases give students in the same order, whatever their language.
_TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, _TEXT, primary_key=key, nullable=False)


# One row. Writers share its lock; who must be the only one takes it for himself.
about = Table("grade_store", metadata, Column("version", Integer, nullable=False))

runs = Table(
    "grade_runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *(_text(name) for name in ("source", "course", "version", "python", "began", "ended", "only", "suites")),
)

# `errored_in` is 0 for a result that may be used again, else the number of the run in which the grader failed.
results = Table(
    "grade_results",
    metadata,
    _text("exercise", key=True),
    _text("key", key=True),
    Column("errored_in", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

entries = Table(
    "grade_entries",
    metadata,
    _text("student", key=True),
    _text("exercise", key=True),
    Column("run", Integer, ForeignKey(runs.c.number), primary_key=True, autoincrement=False),
    _text("key"),
    Column("errored_in", Integer, nullable=False),
    _text("name"),
    Column("late", Boolean, nullable=False),
    Column("attempt", Integer, nullable=False),
    *(_text(name) for name in ("time", "group", "where")),
    ForeignKeyConstraint(
        ["exercise", "key", "errored_in"],
        [results.c.exercise, results.c.key, results.c.errored_in],
        name="grade_entries_result",
    ),
    Index("grade_entries_of_run", "run", "student", "exercise"),
    Index("grade_entries_of_result", "exercise", "key", "errored_in"),
)

left = Table(
    "grade_left",
    metadata,
    Column("run", Integer, ForeignKey(runs.c.number), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *(_text(name) for name in ("path", "reason", "student")),
)

missing = Table(
    "grade_missing",
    metadata,
    Column("run", Integer, ForeignKey(runs.c.number), primary_key=True, autoincrement=False),
    _text("student", key=True),
    _text("name"),
)

HAS_RESULT: Final = and_(*(entries.c[name] == results.c[name] for name in ("exercise", "key", "errored_in")))
