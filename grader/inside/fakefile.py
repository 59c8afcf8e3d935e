"""Open files of the fake file system, under Python's own buffers and text layer.

pyfakefs decides whether a file may be opened and what it holds. Its own open files do not notice when they are let go
of, and lose what `open(path, "w").write(text)` wrote; `io`'s classes above a raw file of ours do as they do at home.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from typing import Any

FIRST = 1000  # descriptors from here on are the fake's; the real ones end at the limit, far below
WRITE_BUFFER = 1 << 18  # each write to a fake file copies all of it, so fewer and larger ones
_FLAGS = {"r": os.O_RDONLY, "w": os.O_CREAT | os.O_TRUNC, "x": os.O_CREAT | os.O_EXCL, "a": os.O_CREAT | os.O_APPEND}


class Opened:
    """An open file: the file of pyfakefs's, a position, and how it was opened. Several descriptors may share it."""

    def __init__(self, file: Any, flags: int) -> None:
        self.file = file
        self.reads = flags & os.O_ACCMODE != os.O_WRONLY
        self.writes = flags & os.O_ACCMODE != os.O_RDONLY
        self.appends = bool(flags & os.O_APPEND)
        self.position = 0

    @property
    def contents(self) -> bytes:
        """What the file holds now. The null device holds nothing."""
        return self.file.byte_contents or b""

    def read(self, size: int) -> bytes:
        """See `os.read`."""
        if not self.reads:
            raise _error(errno.EBADF)
        data = self.contents[self.position : self.position + size]
        self.position += len(data)
        return data

    def write(self, data: bytes) -> int:
        """See `os.write`. Raises OSError ENOSPC where the disk is full."""
        if not self.writes:
            raise _error(errno.EBADF)
        held = self.contents
        place = len(held) if self.appends else self.position
        before = held[:place].ljust(place, b"\0")
        self._set(before + data + held[place + len(data) :])
        self.position = place + len(data)
        return len(data)

    def seek(self, offset: int, whence: int) -> int:
        """See `os.lseek`."""
        base = {0: 0, 1: self.position, 2: len(self.contents)}.get(whence)
        if base is None or base + offset < 0:
            raise _error(errno.EINVAL)
        self.position = base + offset
        return self.position

    def truncate(self, size: int) -> None:
        """See `os.ftruncate`."""
        if not self.writes or size < 0:
            raise _error(errno.EINVAL)
        self._set(self.contents[:size].ljust(size, b"\0"))

    def _set(self, contents: bytes) -> None:
        self.file.set_contents(contents)
        self.file.st_mtime = self.file.st_ctime = Files.now()


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


class Files:
    """The table of descriptors, and `open` with what belongs to it. `fake_open` opens by path and flags."""

    now: Any = None
    fake_open: Any = None  # set when the fake is put in place; `io.FileIO` knows no more than the class
    real_open: Any = None
    is_shown: Any = None
    table: dict[int, Opened] = {}  # noqa: RUF012 - one for the process, as descriptors are

    @classmethod
    def add(cls, opened: Opened) -> int:
        """A descriptor for an open file: the lowest that is free."""
        number = next(number for number in range(FIRST, FIRST + len(cls.table) + 1) if number not in cls.table)
        cls.table[number] = opened
        return number

    @classmethod
    def get(cls, number: int) -> Opened:
        """The open file of a descriptor; OSError EBADF where there is none."""
        if number not in cls.table:
            raise _error(errno.EBADF)
        return cls.table[number]


class FileIO(io.RawIOBase):
    """`io.FileIO` over the fake."""

    def __init__(self, file: Any, mode: str = "r", closefd: bool = True, opener: Any = None) -> None:  # noqa: FBT001, FBT002
        self._number = -1
        self.closefd = closefd
        self.name = file
        letter, flags = _flags(mode)
        if isinstance(file, int):
            self._number = file
        elif not closefd:
            raise ValueError("Cannot use closefd=False with file name")
        elif opener is not None:
            self._number = opener(file, flags | os.O_CLOEXEC)
        else:
            self._number = Files.fake_open(file, flags | os.O_CLOEXEC, 0o666)
        self._opened = Files.get(self._number)
        if stat.S_ISDIR(self._opened.file.st_mode):
            self.close()
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file)
        self._reads, self._writes = letter == "r" or "+" in mode, letter != "r" or "+" in mode
        self.mode = {"r": "rb", "w": "wb", "x": "xb", "a": "ab"}[letter] + ("+" if "+" in mode else "")
        if letter == "a":
            self._opened.seek(0, 2)

    def _check(self, able: bool, what: str) -> None:  # noqa: FBT001
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if not able:
            raise io.UnsupportedOperation(f"File not open for {what}")

    def readable(self) -> bool:
        """See `io.IOBase`."""
        return self._reads

    def writable(self) -> bool:
        """See `io.IOBase`."""
        return self._writes

    def seekable(self) -> bool:
        """See `io.IOBase`."""
        return True

    def fileno(self) -> int:
        """See `io.IOBase`."""
        self._check(able=True, what="")
        return self._number

    def isatty(self) -> bool:
        """See `io.IOBase`."""
        return False

    def readinto(self, buffer: Any) -> int:
        """See `io.RawIOBase`."""
        self._check(self._reads, "reading")
        view = memoryview(buffer).cast("B")
        data = self._opened.read(len(view))
        view[: len(data)] = data
        return len(data)

    def write(self, data: Any) -> int:
        """See `io.RawIOBase`."""
        self._check(self._writes, "writing")
        return self._opened.write(bytes(data))

    def seek(self, offset: int, whence: int = 0) -> int:
        """See `io.IOBase`."""
        self._check(able=True, what="")
        return self._opened.seek(offset, whence)

    def truncate(self, size: int | None = None) -> int:
        """See `io.IOBase`."""
        self._check(self._writes, "writing")
        wanted = self._opened.position if size is None else size
        self._opened.truncate(wanted)
        return wanted

    def close(self) -> None:
        """See `io.IOBase`."""
        if not self.closed:
            super().close()
            if self.closefd:
                Files.table.pop(self._number, None)


def _flags(mode: str) -> tuple[str, int]:
    letters = [letter for letter in mode if letter in _FLAGS]
    if len(letters) != 1 or set(mode) - set("rwxabt+") or mode.count("+") > 1:
        raise ValueError(f"invalid mode: {mode!r}")
    access = os.O_RDWR if "+" in mode else os.O_RDONLY if letters == ["r"] else os.O_WRONLY
    return letters[0], _FLAGS[letters[0]] | access


def open_file(  # noqa: PLR0917 - as `open` has it
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,  # noqa: FBT001, FBT002 - likewise
    opener: Any = None,
) -> Any:
    """See `open`."""
    if file not in Files.table if isinstance(file, int) else Files.is_shown(file) and set(mode) <= set("rbt"):
        return Files.real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
    _check_open(mode, buffering, encoding, errors, newline)
    raw = FileIO(file if isinstance(file, int) else os.fspath(file), mode.replace("t", ""), closefd, opener)
    try:
        return _layers(raw, mode, buffering, (encoding, errors, newline))
    except BaseException:
        raw.close()
        raise


def _check_open(mode: str, buffering: int, encoding: str | None, errors: str | None, newline: str | None) -> None:
    if "b" in mode and "t" in mode:
        raise ValueError("can't have text and binary mode at once")
    for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
        if "b" in mode and value is not None:
            raise ValueError(f"binary mode doesn't take {'an' if name[0] == 'e' else 'a'} {name} argument")
    if buffering == 0 and "b" not in mode:
        raise ValueError("can't have unbuffered text I/O")


def _layers(raw: FileIO, mode: str, buffering: int, text: tuple[str | None, str | None, str | None]) -> Any:
    if buffering == 0:
        return raw
    size = buffering if buffering > 1 else WRITE_BUFFER if raw.writable() else io.DEFAULT_BUFFER_SIZE
    buffered: Any
    if "+" in mode:
        buffered = io.BufferedRandom(raw, size)
    else:
        buffered = io.BufferedReader(raw, size) if raw.readable() else io.BufferedWriter(raw, size)
    if "b" in mode:
        return buffered
    wrapped = io.TextIOWrapper(buffered, io.text_encoding(text[0]), text[1], text[2], buffering == 1)
    wrapped.mode = mode  # type: ignore[misc]  # as `open` does
    return wrapped
