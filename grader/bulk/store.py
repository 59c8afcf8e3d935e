"""The results of a class, in SQLite or PostgreSQL: every one that was saved is there after any crash.

A result belongs to what it depends on, its key, and is never changed; students whose work is the same share it. Who
handed in what belongs to a run. What the grader failed at is kept for its own run only, and never used again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import asdict, replace
from sqlalchemy import ColumnElement, Connection, Insert, Row, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from grader.bulk.entries import Entry, Graded, Left, Run
from grader.bulk.sql.database import Database, opened
from grader.bulk.sql.faults import MOVE_AWAY
from grader.bulk.sql.forgetting import delete_unused, forget
from grader.bulk.sql.tables import HAS_RESULT, entries, left, missing, results, runs
from grader.errors import GraderError, InputError
from grader.result import Result, Status, SubmissionInfo

__all__ = ["Store", "open_store"]

_AT_ONCE: Final = 500  # values in one question
_LARGEST: Final = 2**31 - 1


@contextmanager
def open_store(where: str | Path, *, create: bool = True) -> Iterator[Store]:
    """Give the store in a file, or at a URL `postgresql+psycopg://USER@HOST/NAME`; an older one is updated.

    Where there is none it is made, or with `create=False` refused. Raises `InputError` for what is no store, is
    damaged or newer, cannot be reached or written; nothing that cannot be understood is changed.
    """
    with opened(where, create=create) as database:
        yield Store(database)


class Store:
    """An open store. Each method that writes saves all it was given or, where it raises, nothing.

    Every method raises `InputError` where the disk or the server refuses, and says what to do.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, run: Run) -> int:
        """The number of a new run, or of the last for this source if that is the same and has not ended.

        Of `run`, `number`, `ended` and `missing` are not looked at. What a continued run could not place is dropped: it
        is found again. Raises `InputError` while another process writes here, and for a damaged file, before anything
        is graded for it.
        """
        self._database.check()
        run = Run(**_plain(asdict(run)))
        with self._database.writing(alone=True) as connection:
            of_source = (runs.c.source == run.source) & (runs.c.course == run.course) & (runs.c.only == run.only)
            last = connection.execute(select(runs).where(of_source).order_by(runs.c.number.desc()).limit(1)).first()
            number = last.number if last and _is_continued(_run(last), run) else 0
            number = number or (connection.scalar(select(func.max(runs.c.number))) or 0) + 1
            self._database.claim(number)
            if last is not None and number == last.number:
                connection.execute(delete(left).where(left.c.run == number))
                return number
            row = {**asdict(run), "number": number, "ended": "", "suites": _json(run.suites)}
            row.pop("missing")
            connection.execute(insert(runs).values(row))
            return number

    def known(self, exercise: str, keys: Iterable[str]) -> set[str]:
        """Those of the keys that have a result which may be used again."""
        found: set[str] = set()
        usable = (results.c.exercise == exercise) & (results.c.errored_in == 0)
        with self._database.reading() as connection:
            for some in _parts(list(keys)):
                found.update(connection.scalars(select(results.c.key).where(usable, results.c.key.in_(some))))
        return found

    def save(self, batch: Iterable[Graded]) -> None:
        """Save results and who handed them in, in one transaction; a student's later work in a run takes the place.

        Raises `GraderError` where a result is left out of which the store has none.
        """
        content: dict[tuple[str, str, int], dict[str, Any]] = {}
        rows: dict[tuple[str, str, int], dict[str, Any]] = {}
        for each in batch:
            result = None if each.result is None else msgspec.json.decode(each.result, type=Result)
            errored_in = each.run if result and result.status is Status.ERROR else 0
            name = {"exercise": each.exercise, "key": each.key, "errored_in": errored_in}
            if result is not None:
                content.setdefault((each.exercise, each.key, errored_in), {**name, "content": _packed(result)})
            row = {key: value for key, value in asdict(each).items() if key != "result"}
            rows[each.student, each.exercise, each.run] = {**_plain(row), **name}
        if not rows:
            return
        # Sorted: two writers that wait for each other's rows would wait in a circle.
        with self._database.writing() as connection:
            try:
                _put(connection, [content[name] for name in sorted(content)], [rows[name] for name in sorted(rows)])
            except IntegrityError:
                message = f"the store `{self._database.place.shown}` lacks a result or a run that was said to be there"
                raise GraderError(message, hint="Grade again: what is there is not graded twice.") from None

    def leave(self, run: int, unplaced: Iterable[Left]) -> None:
        """Save what belongs to no graded work of a run."""
        told = [_plain(asdict(each)) for each in unplaced]
        with self._database.writing() as connection:
            first = (connection.scalar(select(func.max(left.c.number)).where(left.c.run == run)) or 0) + 1
            rows = [{"run": run, "number": number, **each} for number, each in enumerate(told, first)]
            if rows:
                connection.execute(insert(left), rows)

    def end(self, run: int, absent: Mapping[str, str]) -> None:
        """Say that a run has all of its work; `absent` are who of the roster handed in nothing, ids with names."""
        with self._database.writing() as connection:
            connection.execute(delete(missing).where(missing.c.run == run))
            rows = [{"run": run, **_plain({"student": id_, "name": name})} for id_, name in absent.items()]
            if rows:
                connection.execute(insert(missing), rows)
            connection.execute(update(runs).where(runs.c.number == run).values(ended=_now()))
            delete_unused(connection, errored_in=run)

    def runs(self) -> list[Run]:
        """All runs, the oldest first."""
        with self._database.reading() as connection:
            absent: dict[int, dict[str, str]] = {}
            for row in connection.execute(select(missing).order_by(missing.c.run, missing.c.student)):
                absent.setdefault(row.run, {})[row.student] = row.name
            rows = connection.execute(select(runs).order_by(runs.c.number))
            return [replace(_run(row), missing=absent.get(row.number, {})) for row in rows]

    def entries(self, run: int | None = None, *, student: str = "", exercise: str = "") -> Iterator[Entry]:
        """Give what was graded, by student, then exercise; one at a time, so that memory does not grow with the class.

        Without `run`, each student's work for each exercise comes from the latest run that has it.
        """
        wanted: list[ColumnElement[bool]] = []
        if run is None:
            others = entries.alias()
            same = (others.c.student == entries.c.student) & (others.c.exercise == entries.c.exercise)
            wanted.append(entries.c.run == select(func.max(others.c.run)).where(same).scalar_subquery())
        else:
            wanted.append(entries.c.run == run)
        wanted += [entries.c.student == _text(student)] if student else []
        wanted += [entries.c.exercise == exercise] if exercise else []
        question = select(entries, results.c.content).join(results, HAS_RESULT).where(*wanted)
        question = question.order_by(entries.c.student, entries.c.exercise)
        with self._database.reading() as connection, connection.execute(question) as rows:
            for row in rows:
                yield self._entry(row)

    def left(self, run: int | None = None) -> list[Left]:
        """What belongs to no graded work, in the order it was found in; of a run, or else of the latest of a class."""
        latest = select(func.max(runs.c.number)).where(runs.c.only == "").scalar_subquery()
        question = select(left).where(left.c.run == (latest if run is None else run)).order_by(left.c.number)
        with self._database.reading() as connection:
            rows = connection.execute(question)
            return [Left(path=row.path, reason=row.reason, student=row.student) for row in rows]

    def forget(self, student: str) -> int:
        """Delete all of a student from all runs, and results that nobody else has; how many works that were.

        Nothing of it stays in the file, nor in files beside it. Raises `InputError`, and nothing is deleted, while
        another process grades into the same file or reads it.
        """
        if self._database.is_file:
            self._database.claim(0)
        with self._database.clearing(), self._database.writing(alone=True) as connection:
            return forget(connection, _text(student))

    def _entry(self, row: Row[Any]) -> Entry:
        told = dict(row._mapping)  # noqa: SLF001 - its public name, kept apart from the columns'
        del told["errored_in"]
        try:
            result = msgspec.json.decode(zlib.decompress(told.pop("content")), type=Result)
        except (zlib.error, msgspec.DecodeError) as error:
            shown = self._database.place.shown
            message = f"the store `{shown}` is damaged: the result of `{row.student}` for `{row.exercise}`: {error}"
            raise InputError(message, hint=MOVE_AWAY) from error
        whose = replace(result.submission, student=row.student, path=row.where, late=row.late)
        return Entry(**told, result=replace(result, submission=whose))


def _is_continued(last: Run, run: Run) -> bool:
    """Whether `run` goes on with the last one of its source: that has not ended, and was graded by the same."""
    same = ("version", "python", "suites")
    return not last.ended and all(getattr(last, name) == getattr(run, name) for name in same)


def _run(row: Row[Any]) -> Run:
    told = dict(row._mapping)  # noqa: SLF001 - as above
    return Run(**{**told, "suites": msgspec.json.decode(row.suites)})


def _put(connection: Connection, content: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> None:
    """Save contents, and then rows that name them."""
    dialect = connection.dialect.name
    usable, errored = ([each for each in content if bool(each["errored_in"]) is kind] for kind in (False, True))
    for statement, some in ((_first(dialect), usable), (_latest(dialect, results), errored)):
        if some:
            connection.execute(statement, some)
    connection.execute(_latest(dialect, entries), rows)


@cache
def _first(dialect: str) -> Insert:
    """Save results; where there is one, it stays."""
    return _insert(results, dialect).on_conflict_do_nothing()


@cache
def _latest(dialect: str, table: Table) -> Insert:
    """Save rows in the place of those that are there."""
    new = _insert(table, dialect)
    changed = {column.name: new.excluded[column.name] for column in table.c if not column.primary_key}
    return new.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


def _insert(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _packed(result: Result) -> bytes:
    """The result as it is kept: of nobody, for whoever hands in the same."""
    nobodys = replace(result, submission=SubmissionInfo(sha256=result.submission.sha256))
    return zlib.compress(msgspec.json.encode(nobodys))


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """The row with values that every database takes: whole numbers are at most as large as they can be."""
    return {
        name: _text(value) if isinstance(value, str) else min(value, _LARGEST) if isinstance(value, int) else value
        for name, value in row.items()
    }


def _text(value: str) -> str:
    """The text with escapes for what is not Unicode, and for the null character."""
    return value.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
