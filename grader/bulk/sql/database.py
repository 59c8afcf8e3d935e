"""One database, of either kind: opened, told apart from others', and used in transactions."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from grader.bulk.sql.addresses import Place, addressed
from grader.bulk.sql.faults import MOVE_AWAY, in_words
from grader.bulk.sql.migrations import migrate
from grader.bulk.sql.tables import VERSION, about, metadata
from grader.errors import InputError
from grader.files import reason

_WAL: Final = "PRAGMA journal_mode = WAL"  # who writes and who reads do not wait for each other
_CLAIM_SECONDS: Final = 2
_LOCK_NOT_AVAILABLE: Final = "55P03"
_SETTING_UP: Final = 0x6772_6164_6562  # any number, the same in all: who makes or changes tables is alone


class Database:
    """An open store's database; `place` is where it lies."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self.place = place
        self.is_file = place.file is not None
        self._engine = engine
        self._lock: int | None = None  # the descriptor of a file's lock
        self._claims: Connection | None = None  # holds the locks of runs

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store, whatever is written meanwhile; rows come as asked for."""
        with in_words(self.place), self._engine.connect() as connection:
            if not self.is_file:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection.execution_options(stream_results=True, yield_per=100)

    @contextmanager
    def writing(self, *, alone: bool = False) -> Iterator[Connection]:
        """Give a connection whose work is saved as a whole, or not at all; with `alone` no other writer has one."""
        with in_words(self.place), self._engine.connect() as connection:
            connection.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                connection.execute(select(about.c.version).with_for_update(read=not alone))
                yield connection

    @contextmanager
    def clearing(self) -> Iterator[None]:
        """Leave nothing of what is deleted meanwhile; of a file's store nothing lies beside it, and nobody else has it.

        Raises `InputError`, and nothing can be deleted, where another program reads the file.
        """
        if not self.is_file:
            yield
            self._maintain(*(f"VACUUM FULL {table}" for table in metadata.tables))
            return
        self._engine.dispose()  # SQLite cannot tell our own idle connections from others'
        self._maintain("PRAGMA journal_mode = DELETE")
        try:
            yield
            self._maintain("VACUUM")
        finally:
            with suppress(InputError):  # somebody reads already; the next run does it
                self._maintain(_WAL)

    def check(self) -> None:
        """Make a file ready for a run, all of which is read; raise `InputError` where it is damaged."""
        if self.is_file:
            found, _ = self._maintain("PRAGMA quick_check(1)", _WAL)
            if found != "ok":
                raise InputError(f"the store `{self.place.shown}` is damaged: {found.splitlines()[-1]}", hint=MOVE_AWAY)

    def _maintain(self, *statements: str) -> list[Any]:
        """Carry out statements that stand in no transaction; the first value that each gives."""
        found = []
        engine = self._engine if self.is_file else self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with in_words(self.place), engine.connect() as connection:
            connection.execution_options(begin="")  # none
            for each in statements:
                rows = connection.exec_driver_sql(each)
                found.append(rows.scalar() if rows.returns_rows else None)
        return found

    def claim(self, run: int) -> None:
        """Keep others from writing what this process writes, until it ends or closes the store.

        A file is claimed as a whole, in a database only the run. Raises `InputError` where another has the claim.
        """
        if self.place.file is None:
            with in_words(self.place):
                is_ours = self._claim_run(run)
        else:
            self._lock = _locked(self.place.file) if self._lock is None else self._lock
            is_ours = self._lock is not None
        if not is_ours:
            raise InputError(
                f"another `grade` is writing to the store `{self.place.shown}` now",
                hint="Wait until it is done, or name another store.",
            )

    def _claim_run(self, run: int) -> bool:
        if self._claims is None:
            self._claims = self._engine.connect()
        try:
            # A server needs a moment to see that the last owner was killed.
            self._claims.exec_driver_sql(f"SET lock_timeout = '{_CLAIM_SECONDS}s'")
            self._claims.execute(select(func.pg_advisory_lock(func.hashtext(func.current_schema()), run)))
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
                return False
            raise
        else:
            return True
        finally:
            self._claims.rollback()  # the lock is the connection's and stays

    def close(self) -> None:
        """Let go of every connection, and then of the claim."""
        if self._claims is not None:
            with suppress(SQLAlchemyError):  # the server has ended the connection, and the claim with it
                self._claims.invalidate()
            self._claims.close()
        self._engine.dispose()
        if self._lock is not None and self.place.file is not None:
            with suppress(OSError):
                _lock_of(self.place.file).unlink()
            os.close(self._lock)


def _lock_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-lock")


def _locked(file: Path) -> int | None:
    """The descriptor of the lock beside a store; None if another process has it. The system lets go of it at death."""
    path = _lock_of(file)
    try:
        while True:
            lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o666)
            with suppress(FileNotFoundError), ExitStack() as unless_locked:
                unless_locked.callback(os.close, lock)
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.fstat(lock), path.stat()):  # else its last owner has taken it away
                    unless_locked.pop_all()
                    return lock
    except BlockingIOError:
        return None
    except OSError as error:
        hint = "Name a place on a disk of this machine that you may write to."
        raise InputError(f"cannot lock the store with `{path}`: {reason(error)}", hint=hint) from error


@contextmanager
def opened(where: str | Path, *, create: bool) -> Iterator[Database]:
    """Give the database at a path or URL, with tables of the present version; see `grader.bulk.store.open_store`."""
    place, url, options = addressed(where, create=create)
    with in_words(place):
        try:
            engine = create_engine(url, hide_parameters=True, **options)
        except ImportError as error:
            message = f"a store on PostgreSQL needs the package `psycopg`, which cannot be used here: {error}"
            raise InputError(message, hint="Install it: pip install 'gradebox[postgres]'") from None
    if place.file is not None:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    database = Database(engine, place)
    try:
        with in_words(place):
            _set_up(engine, place, create=create)
        yield database
    finally:
        database.close()


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, with the lock that they need
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _set_up(engine: Engine, place: Place, *, create: bool) -> None:
    """See that the tables are there and of the present version; raise `InputError` where they cannot be."""
    with engine.connect() as connection:
        version = _version(connection, place)
    if version == VERSION:
        return
    if version == 0 and not create:
        raise InputError(f"there is no store in `{place.shown}`", hint="`grade bulk` makes one.")
    if place.file is not None:
        with engine.connect() as connection:
            connection.connection.cursor().execute(_WAL)
    with engine.connect() as connection:
        connection.execution_options(begin="BEGIN IMMEDIATE")
        with connection.begin():
            if place.file is None:
                connection.execute(select(func.pg_advisory_xact_lock(_SETTING_UP)))
            version = _version(connection, place)  # another may have been faster
            if version == 0:
                _see_to_encoding(connection, place)
                metadata.create_all(connection)
                connection.execute(about.insert().values(version=VERSION))
            elif version < VERSION:
                try:
                    migrate(connection, version)
                except msgspec.DecodeError as error:
                    message = f"the store `{place.shown}` has version {version} and is damaged: {error}"
                    raise InputError(message, hint=MOVE_AWAY) from error


def _see_to_encoding(connection: Connection, place: Place) -> None:
    """Raise `InputError` for a database that cannot hold every name."""
    encoding = "UTF8" if place.file is not None else connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise InputError(
            f"the database `{place.shown}` has the encoding {encoding}, which cannot hold every name",
            hint="Make one that can: `createdb --encoding=UTF8 --template=template0 NAME`.",
        )


def _version(connection: Connection, place: Place) -> int:
    """The version of the tables; 0 where there are none yet. Raises `InputError` for another's, and for a newer one."""
    names = inspect(connection).get_table_names()
    if about.name not in names:
        if names and place.file is not None:
            raise InputError(f"`{place.shown}` is a database of something else than gradebox", hint=MOVE_AWAY)
        return 0
    version = connection.scalar(select(about.c.version))
    if not isinstance(version, int) or version < 1:
        raise InputError(f"the store `{place.shown}` does not say its version", hint=MOVE_AWAY)
    if version > VERSION:
        raise InputError(
            f"the store `{place.shown}` has version {version}, and this gradebox knows {VERSION}",
            hint="Install the version of gradebox that made it, or name another store.",
        )
    return version
