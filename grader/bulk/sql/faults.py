"""What a database says when it cannot go on, in words: what, why and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from grader.bulk.sql.addresses import Place
from grader.errors import GraderError, InputError

MOVE_AWAY = "Move it away, with the files beside it that begin with its name, and grade again. Nothing was deleted."
_SAVED = "What was saved stays; the same command continues."

# By the beginning of SQLite's name of the error: why, and what to do.
_SQLITE = {
    "SQLITE_FULL": ("the disk is full", f"Make room. {_SAVED}"),
    "SQLITE_READONLY": ("it, or the folder it lies in, is write-protected", "Name a place that you may write to."),
    "SQLITE_CANTOPEN": ("it cannot be opened there", "Name a file in a folder that you may write to."),
    "SQLITE_PERM": ("it is not yours to open", "Name a file that you may read and write."),
    "SQLITE_BUSY": ("another program holds it", f"Wait until that is done. {_SAVED}"),
    "SQLITE_LOCKED": ("another program holds it", f"Wait until that is done. {_SAVED}"),
    "SQLITE_CORRUPT": ("it is damaged", MOVE_AWAY),
    "SQLITE_NOTADB": ("it is not a store of gradebox, nor any SQLite database", MOVE_AWAY),
    "SQLITE_PROTOCOL": ("the file system cannot lock it", "Name a place on a disk of this machine."),
    "SQLITE_IOERR": ("the disk, or a limit on the size of files, refuses it", f"Look at the disk. {_SAVED}"),
}
# By the beginning of PostgreSQL's code of the error.
_POSTGRESQL = {
    "53100": f"Make room on the server's disk. {_SAVED}",
    "53": f"Wait, or ask who runs the server. {_SAVED}",
    "25006": "Name a database that may be written to.",
    "42501": "Ask who runs the database for the right to make and use tables in it.",
    "28": "See that user and password are right; `~/.pgpass` can hold the password.",
    "3D": "Create the database first: `createdb NAME`.",
    "3F": "Create the schema first: `CREATE SCHEMA NAME`.",
}


@contextmanager
def in_words(place: Place) -> Iterator[None]:
    """Turn what the database raises into an `InputError`, or a `GraderError` where the caller cannot help it."""
    try:
        yield
    except sqlite3.Error as error:
        raise _of_sqlite(place, error) from None
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise _of_sqlite(place, error.orig) from None
        raise _of_postgresql(place, error) from None
    except SQLAlchemyError as error:
        raise GraderError(f"the store `{place.shown}` failed: {place.without_password(str(error))}") from None


def _of_sqlite(place: Place, error: sqlite3.Error) -> GraderError:
    name = getattr(error, "sqlite_errorname", "")
    for beginning, (why, hint) in _SQLITE.items():
        if name.startswith(beginning):
            return InputError(f"the store `{place.shown}` cannot be used: {why} ({error})", hint=hint)
    return GraderError(f"the store `{place.shown}` failed: {error}")


def _of_postgresql(place: Place, error: DBAPIError) -> GraderError:
    code = getattr(error.orig, "sqlstate", None) or ""
    said = place.without_password(str(error.orig)).strip().partition("\n")[0]
    if not code:
        hint = f"See that the server runs and the URL is right. {_SAVED}"
        return InputError(f"the store `{place.shown}` cannot be reached: {said}", hint=hint)
    for beginning, hint in _POSTGRESQL.items():
        if code.startswith(beginning):
            return InputError(f"the store `{place.shown}` cannot be used: {said}", hint=hint)
    return GraderError(f"the store `{place.shown}` failed: {said} ({code})")
