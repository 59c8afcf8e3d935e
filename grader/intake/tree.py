"""A folder that somebody else filled, listed and read without following a link."""

from __future__ import annotations

import errno
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Literal, Self

from msgspec import Struct

from grader.submission import Entry, EntryKind

SEEN_LIMIT = 10_000  # entries looked at in one folder with all below it
DEPTH_LIMIT = 16  # folders below each other
SKIPPED = frozenset(
    {"__pycache__", "__MACOSX", ".DS_Store", ".git", ".venv", "venv", "node_modules"}
    | {".pytest_cache", ".mypy_cache", ".ruff_cache", ".ipynb_checkpoints"}
)

# Windows opens no folder; there each way is looked at, then taken, and a link put in between would be followed.
_ANCHORED = os.open in os.supports_dir_fd and os.scandir in os.supports_fd and hasattr(os, "O_NOFOLLOW")
_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = os.O_RDONLY | _SAFELY | getattr(os, "O_DIRECTORY", 0)
# Without O_NONBLOCK the opening of a FIFO waits for a writer.
_FILE = os.O_RDONLY | _SAFELY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_BLOCK = 1 << 20
_KINDS: dict[int, EntryKind] = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "folder",
    stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}
_KIND_NAMES: dict[EntryKind, str] = {
    "file": "a file",
    "folder": "a folder",
    "link": "a link",
    "fifo": "a named pipe",
    "socket": "a socket",
    "device": "a device",
    "other": "no ordinary file",
}


class Refusal(Struct, frozen=True):
    """Why a file was not taken; `reason` goes on after its name."""

    kind: Literal["unreadable", "too large"]
    reason: str


class Tree:
    """A folder held open by its descriptor, so that it stays the same folder whatever its path comes to mean.

    Every way below it is walked part by part from there and refused at the first link.
    Raises `OSError` if `root` is no folder, is a link or cannot be opened.
    """

    def __init__(self, root: Path, *, anchored: bool = _ANCHORED) -> None:
        self._root = str(root)
        self._fd: int | None = os.open(root, _FOLDER) if anchored else None
        if not anchored and kind_of(os.lstat(root)) != "folder":
            raise NotADirectoryError(self._root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._fd is not None:
            os.close(self._fd)

    def entries(self, leads: Callable[[str], bool], start: str = "") -> tuple[list[Entry], bool]:
        """Return what lies in the folder, or in `start` in it, and below, upper levels first, and whether that is all.

        Folders of which `leads` is true are looked into before others, so that the limit cannot hide a listed file
        behind a student's holiday pictures. Caches and version control are left out.
        """
        seen: list[Entry] = []
        waiting = deque([start])
        while waiting:
            folder = waiting.popleft()
            for entry in self._entries_of(folder, SEEN_LIMIT + 1 - len(seen)):
                seen.append(entry)
                if entry.kind == "folder" and entry.path.count("/") < DEPTH_LIMIT + start.count("/"):
                    (waiting.appendleft if leads(entry.path) else waiting.append)(entry.path)
            if len(seen) > SEEN_LIMIT:
                return seen[:SEEN_LIMIT], False
        return seen, True

    def level(self, folder: str, most: int) -> list[Entry]:
        """Return what lies directly in `folder`, at most `most` entries, by name."""
        return self._entries_of(folder, most)

    def read(self, path: str, limit: int) -> bytes | Refusal:
        """Return the content of a regular file of at most `limit` bytes, or why it is refused."""
        folder, _, name = path.rpartition("/")
        try:
            with self._opened(folder) as place:
                file = _open_file(name, place)
        except OSError as error:
            return _refusal(error)
        try:
            return _content(file, limit)
        except OSError as error:
            return _refusal(error)
        finally:
            os.close(file)

    def _entries_of(self, folder: str, limit: int) -> list[Entry]:
        try:
            with self._opened(folder) as place, os.scandir(place) as scanned:
                found = [each for each in islice(scanned, limit) if each.name not in SKIPPED]
                return [_entry(folder, each) for each in sorted(found, key=lambda each: each.name)]
        except OSError:
            return []  # gone, closed to us or swapped for a link: there is nothing in it that we may see

    @contextmanager
    def _opened(self, folder: str) -> Iterator[int | str]:
        """Give the folder as a descriptor, or as a path where the system opens no folders."""
        place: int | str = self._root if self._fd is None else os.dup(self._fd)
        try:
            for name in folder.split("/") if folder else ():
                inner = _enter(name, place)
                if isinstance(place, int):
                    os.close(place)
                place = inner
            yield place
        finally:
            if isinstance(place, int):
                os.close(place)


def kind_of(status: os.stat_result) -> EntryKind:
    """Return what a status taken without following links is of; a junction of Windows is a link."""
    reparse_point = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_file_attributes", 0) & reparse_point:
        return "link"
    return _KINDS.get(stat.S_IFMT(status.st_mode), "other")


def refusal_of(kind: EntryKind) -> Refusal:
    """Return why something that is no regular file is not taken."""
    remedy = "hand in the file it points to" if kind == "link" else "hand in an ordinary file"
    return Refusal("unreadable", f"is {_KIND_NAMES[kind]}, which is not read: {remedy}")


def _entry(folder: str, found: os.DirEntry[str]) -> Entry:
    path = f"{folder}/{found.name}" if folder else found.name
    try:
        status = found.stat(follow_symlinks=False)
    except OSError:
        return Entry(path, 0, "other")  # gone, or in a folder that gives away names only
    kind = kind_of(status)
    return Entry(path, status.st_size if kind == "file" else 0, kind)


def _enter(name: str, place: int | str) -> int | str:
    if isinstance(place, int):
        return os.open(name, _FOLDER, dir_fd=place)
    inner = f"{place}{os.sep}{name}"
    if kind_of(os.lstat(inner)) != "folder":
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    return inner


def _open_file(name: str, place: int | str) -> int:
    if isinstance(place, int):
        return os.open(name, _FILE, dir_fd=place)
    path = f"{place}{os.sep}{name}"
    if kind_of(os.lstat(path)) == "link":
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return os.open(path, _FILE)


def _content(file: int, limit: int) -> bytes | Refusal:
    status = os.fstat(file)
    kind = kind_of(status)
    if kind != "file":
        return refusal_of(kind)
    content = bytearray()
    # The size is a claim: the file may grow while it is read.
    while status.st_size <= limit and len(content) <= limit:
        block = os.read(file, min(_BLOCK, limit + 1 - len(content)))
        if not block:
            return bytes(content)
        content += block
    return Refusal("too large", f"is larger than what may still be handed in ({limit:,} bytes)")


def _refusal(error: OSError) -> Refusal:
    if error.errno == errno.ELOOP:
        return refusal_of("link")
    if error.errno in (errno.ENOTDIR, errno.ENOENT):
        return Refusal("unreadable", "was moved or replaced while it was read")
    return Refusal("unreadable", f"cannot be read: {(error.strerror or str(error)).lower()}")
