"""Where a store lies: a file, or a database on a server; how that is said without its password."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from msgspec import Struct
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from grader.errors import InputError

WAIT_SECONDS: Final = 30.0  # for another's transaction
_POSTGRESQL: Final = "postgresql+psycopg"


class Place(Struct, frozen=True):
    """Where a store lies: its `file`, or else a database. `shown` names it without the `password`."""

    shown: str
    file: Path | None = None
    password: str = ""

    def __repr__(self) -> str:
        return self.shown

    def without_password(self, text: str) -> str:
        """The text, which a driver may have made of all it was given."""
        return text.replace(self.password, "***") if self.password else text


def addressed(where: str | Path, *, create: bool) -> tuple[Place, URL, dict[str, Any]]:
    """Where a path or URL leads, as it may be shown, and with which options it is opened."""
    if isinstance(where, Path) or "://" not in where:
        return _of_file(Path(where), create=create)
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # what it says would hold the password
        raise _no_address(where) from None
    if url.drivername in ("sqlite", "sqlite+pysqlite") and url.database and not url.query:
        return _of_file(Path(url.database), create=create)
    if url.drivername not in ("postgresql", "postgres", _POSTGRESQL) or "@" in (url.host or ""):
        raise _no_address(where)
    url = url.set(drivername=_POSTGRESQL)
    hidden = url.query.get("password", "")
    password = url.password or (hidden if isinstance(hidden, str) else "")
    shown = URL.create(url.drivername, url.username, host=url.host, port=url.port, database=url.database)
    options = {"pool_pre_ping": True, "connect_args": {"client_encoding": "utf8"}}
    return Place(shown.render_as_string(), password=password), url, options


def _of_file(file: Path, *, create: bool) -> tuple[Place, URL, dict[str, Any]]:
    options = {"connect_args": {"timeout": WAIT_SECONDS}}
    return Place(str(file), file=file), _file_url(file, create=create), options


def _no_address(where: str) -> InputError:
    kind = where.partition("://")[0]
    return InputError(
        f"the `{kind}` address of the store cannot be used",
        hint="Name a file, or a database as `postgresql+psycopg://USER@HOST/NAME`; "
        "in a password `@` is written `%40`, `/` is `%2F`.",
    )


def _file_url(file: Path, *, create: bool) -> URL:
    """The address of a store's file. One that nobody may write to is read as it is, without the files beside it."""
    try:
        kind = stat.S_IFMT(file.stat().st_mode)
    except FileNotFoundError:
        kind = 0
    except (OSError, ValueError) as error:
        raise InputError(f"the store `{file}` cannot be opened: {error}") from error
    if kind and kind != stat.S_IFREG:
        raise InputError(f"the store `{file}` is no file", hint="Name a file like `grades.sqlite`.")
    if not kind and not create:
        raise InputError(f"there is no store `{file}`", hint="`grade bulk` makes one.")
    if not file.parent.is_dir():
        raise InputError(f"the store `{file}` cannot be made: there is no folder `{file.parent}`")
    query = {"uri": "true", "mode": "rwc" if create else "rw"}
    if kind and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        beside = [file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-journal")]
        ahead = [each.name for each in beside if each.exists() and each.stat().st_size]
        if ahead:
            raise InputError(
                f"the store `{file}` is in use or was not closed, and its folder is write-protected",
                hint=f"Copy it, with `{ahead[0]}`, to a folder that you may write to.",
            )
        query = {"uri": "true", "mode": "ro", "immutable": "1"}
    return URL.create("sqlite", database=f"file:{quote(str(file.absolute()))}", query=query)
