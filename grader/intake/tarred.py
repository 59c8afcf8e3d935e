"""The members of a tar archive, read once from begin to end.

The standard library's reader follows chains of long names by recursion, reads headers of any size and had holes in
how it reads them in most releases; which release runs here is not ours to choose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NoReturn

from msgspec import Struct

from grader.intake.members import HEADER_LIMIT, ArchiveError, Member, too_large
from grader.intake.tree import Refusal, refusal_of
from grader.intake.unpacked import Unpacked
from grader.submission import EntryKind

LONG_LIMIT = 1 << 16  # bytes of a header that holds a long name or other fields

_BLOCK = 512
_KINDS: dict[bytes, EntryKind] = {
    b"0": "file",
    b"\0": "file",
    b"7": "file",
    b"1": "link",
    b"2": "link",
    b"3": "device",
    b"4": "device",
    b"5": "folder",
    b"6": "fifo",
}
_EXTENDED, _FOR_ALL, _LONG_NAME, _LONG_LINK, _SPARSE = b"x", b"g", b"L", b"K", b"S"
_OCTAL = re.compile(rb"[ \0]*([0-7]*)[ \0]*")
_NUMBER = re.compile(rb"[0-9]{1,19}")
_SPARSE_REFUSAL = Refusal("unreadable", "is packed as a sparse file: pack it without `--sparse`")


class _Header(Struct, frozen=True):
    """One header block; `more` says that blocks of a sparse file's map follow it."""

    name: bytes
    type: bytes
    size: int
    more: bool


class Tar:
    """A tar archive in memory, compressed or not.

    The contents of files of which `wanted` is true of the last part of the name are kept, at most `room` bytes
    together: a stream cannot be read again at some place.
    """

    def __init__(self, content: bytes, wanted: Callable[[str], bool], room: int) -> None:
        self._stream = Unpacked(content)
        self._wanted = wanted
        self._room = room
        self.surplus = False

    def members(self) -> Iterator[Member]:
        """Give every member. Raises `ArchiveError` if the archive is broken or hostile.

        `surplus` is known after the last: something follows the archive's end.
        """
        extended: dict[bytes, bytes] = {}
        headers = 0
        while (header := self._next_header()) is not None:
            headers += 1
            if headers > HEADER_LIMIT:
                raise ArchiveError(f"it holds more than {HEADER_LIMIT:,} files and folders", "too large")
            if header.type == _EXTENDED:
                extended |= _fields(self._long(header))
            elif header.type == _FOR_ALL:
                if {b"path", b"size", b"linkpath"} & _fields(self._long(header)).keys():
                    raise ArchiveError("it gives all its members one name or size")
            elif header.type == _LONG_NAME:
                extended[b"path"] = self._long(header).rstrip(b"\0")
            elif header.type == _LONG_LINK:
                self._long(header)
            else:
                yield self._member(header, extended)
                extended = {}
        self.surplus = self._drain()

    def _next_header(self) -> _Header | None:
        """Return the next header, or nothing at the archive's end, which is a block of zeros."""
        block = self._stream.read(_BLOCK)
        if len(block) < _BLOCK:
            _cut_off()
        if not any(block):
            return None
        if _octal(block[148:156]) != sum(block[:148]) + 8 * ord(" ") + sum(block[156:]):
            raise ArchiveError("one of its headers is damaged")
        prefix = block[345:500].partition(b"\0")[0] if block[257:263] == b"ustar\0" else b""
        name = block[:100].partition(b"\0")[0]
        return _Header(
            name=prefix + b"/" + name if prefix else name,
            type=block[156:157],
            size=_size(block[124:136]),
            more=block[156:157] == _SPARSE and block[482] != 0,
        )

    def _member(self, header: _Header, extended: dict[bytes, bytes]) -> Member:
        sparse = header.type == _SPARSE or any(key.startswith(b"GNU.sparse.") for key in extended)
        name = extended.get(b"GNU.sparse.name", extended.get(b"path", header.name)).decode("utf-8", "surrogateescape")
        kind = _KINDS.get(header.type, "other")
        if header.more:
            self._skip_map()
        if kind not in ("file", "other"):
            return Member(name, kind, 0, lambda _: refusal_of(kind))
        size = _decimal(extended[b"size"]) if b"size" in extended else header.size
        if sparse:
            self._skip(_whole(size))
            return Member(name, "file", size, lambda _: _SPARSE_REFUSAL)
        if name.endswith("/"):  # how a folder was written before there was a type for it
            self._skip(_whole(size))
            return Member(name, "folder", 0, lambda _: refusal_of("folder"))
        return Member(name, kind, size, self._content(name, kind, size))

    def _content(self, name: str, kind: EntryKind, size: int) -> Callable[[int], bytes | Refusal]:
        """Pass over a content, keep it if it may be asked for, and return what gives it."""
        if kind != "file":
            self._skip(_whole(size))
            return lambda _: refusal_of(kind)
        if size > self._room or not self._wanted(name.rpartition("/")[2]):
            self._skip(_whole(size))
            return too_large
        self._room -= size
        content = self._stream.read(size)
        if len(content) < size:
            _cut_off()
        self._skip(-size % _BLOCK)
        return lambda limit: content if size <= limit else too_large(limit)

    def _skip(self, size: int) -> None:
        if not self._stream.skip(size):
            _cut_off()

    def _skip_map(self) -> None:
        while len(block := self._stream.read(_BLOCK)) == _BLOCK:
            if not block[504]:
                return
        _cut_off()

    def _long(self, header: _Header) -> bytes:
        if header.size > LONG_LIMIT:
            raise ArchiveError(f"one of its headers is longer than {LONG_LIMIT:,} bytes", "too large")
        content = self._stream.read(header.size)
        self._skip(-header.size % _BLOCK)
        return content

    def _drain(self) -> bool:
        """Read on to the end, for the check sums that stand there, and say whether there was more than padding."""
        surplus = False
        while block := self._stream.read(LONG_LIMIT):
            surplus = surplus or any(block)
        return surplus


def _whole(size: int) -> int:
    """Return the room of a content: it is filled up to whole blocks."""
    return size + -size % _BLOCK


def _fields(header: bytes) -> dict[bytes, bytes]:
    """Return the fields of an extended header, each of the form `length key=value` and a line end."""
    fields: dict[bytes, bytes] = {}
    place = 0
    while place < len(header):
        length = header[place : place + 8].partition(b" ")[0]
        end = place + _decimal(length)
        key, equals, value = header[place + len(length) + 1 : end - 1].partition(b"=")
        if end > len(header) or not equals or header[end - 1 : end] != b"\n":
            raise ArchiveError("one of its headers is damaged")
        fields[key] = value
        place = end
    return fields


def _size(field: bytes) -> int:
    """Return a size written in octal digits, or, if it is large, in binary."""
    return int.from_bytes(field[1:], "big") if field[0] == 0x80 else _octal(field)  # noqa: PLR2004 - the mark itself


def _octal(field: bytes) -> int:
    digits = _OCTAL.fullmatch(field)
    if digits is None:
        raise ArchiveError("one of its headers is damaged")
    return int(digits[1] or b"0", 8)


def _decimal(field: bytes) -> int:
    if not _NUMBER.fullmatch(field):
        raise ArchiveError("one of its headers is damaged")
    return int(field)


def _cut_off() -> NoReturn:
    raise ArchiveError("it ends too early, as if it was cut off on the way")
