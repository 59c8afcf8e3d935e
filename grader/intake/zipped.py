"""The members of a zip archive, read from its bytes; no size, count or name in it is believed unchecked.

The standard library's reader keeps every entry of the directory, cuts content at its declared size and accepts
entries that overlap (one file of 42 kB, packed once and listed 250 times, unpacks to 5 GB).
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from mmap import mmap
from typing import Any

from msgspec import Struct

from grader.intake.members import HEADER_LIMIT, RATIO_LIMIT, SMALL, ArchiveError, Member, too_large
from grader.intake.tree import Refusal, refusal_of
from grader.submission import EntryKind

Content = bytes | mmap

DAMAGED = "is damaged: pack it again"  # why an entry is refused that is not what was packed
_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_EXTRA = struct.Struct("<2H")
_COMMENT_LIMIT = 0xFFFF
_ELSEWHERE = 0xFFFFFFFF  # the number stands in the zip64 field
_ZIP64 = 1
_ENCRYPTED = 1 | 1 << 6 | 1 << 13
_UTF8 = 1 << 11
_STORED, _DEFLATED = 0, 8
_KINDS: dict[int, EntryKind] = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "folder",
    stat.S_IFLNK: "link",
    stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


class _Packed(Struct, frozen=True, kw_only=True):
    """An entry of the directory. `packed` and `size` are bytes before and after unpacking, `start` is an offset."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    start: int


class Zip:
    """A zip archive in memory, or mapped into it, with at most `most` entries.

    Raises `ArchiveError` if its directory is broken, hostile or in another file.
    """

    def __init__(self, content: Content, most: int = HEADER_LIMIT) -> None:
        self._content = content
        begin, end, count, self.surplus = _directory(content)
        self._entries = list(_entries(content, begin, end, most))
        if len(self._entries) & 0xFFFF != count & 0xFFFF:
            raise ArchiveError("its directory has more or fewer entries than it says")
        # An entry's content ends where the next begins.
        starts = sorted({entry.start for entry in self._entries} | {begin})
        self._ends = dict(pairwise(starts))
        spans = sorted((entry.start, entry.start + _LOCAL.size + entry.packed) for entry in self._entries)
        if spans and spans[-1][1] > begin:
            raise ArchiveError("its directory names places that it does not have")
        if any(one[1] > other[0] for one, other in pairwise(spans)):
            raise ArchiveError("its entries overlap")

    def members(self) -> Iterator[Member]:
        """Give every entry of the directory."""
        for entry in self._entries:
            kind = _kind(entry)
            yield Member(_name(entry), kind, entry.size if kind == "file" else 0, partial(self._read, entry))

    def _read(self, entry: _Packed, limit: int) -> bytes | Refusal:
        refusal = _why_unread(entry, limit)
        if refusal is not None:
            return refusal
        packed = self._packed(entry)
        content = _inflated(packed, entry.size) if entry.method == _DEFLATED else packed
        whole = len(content) == entry.size and zlib.crc32(content) == entry.crc
        return content if whole else Refusal("unreadable", DAMAGED)

    def _packed(self, entry: _Packed) -> bytes:
        """Return the packed content; nothing if what lies before it is not about this entry or leaves no room."""
        signature, *_, name, extra = _fields(_LOCAL, self._content, entry.start)
        after_name = entry.start + _LOCAL.size + name
        begin = after_name + extra
        end = begin + entry.packed
        named = self._content[entry.start + _LOCAL.size : after_name]
        if signature != b"PK\3\4" or named != entry.name or end > self._ends[entry.start]:
            return b""
        return self._content[begin:end]


def _directory(content: Content) -> tuple[int, int, int, bool]:
    """Return where the directory begins and ends, how many entries it says it has, and whether anything follows.

    The last end record that fits exactly counts, or else the last that fits: a comment may hold what looks like one.
    """
    ends = list(_end_records(content))
    if not ends:
        raise ArchiveError("its end is missing, as if it was cut off on the way")
    place, surplus = next((end for end in ends if end[1] == 0), ends[0])
    _, disk, first, here, count, size, offset, _ = _END.unpack_from(content, place)
    if content[max(0, place - _LOCATOR.size) : place].startswith(b"PK\6\7"):
        place, disk, first, here, count, size, offset = _end64(content, place - _LOCATOR.size)
    if disk or first or here != count:
        raise ArchiveError("it is one part of several")
    if offset + size != place:
        raise ArchiveError("its directory is not where it says")
    return offset, place, count, surplus > 0


def _end_records(content: Content) -> Iterator[tuple[int, int]]:
    """Give where an end record may be and how many bytes follow it, the last first."""
    place = len(content)
    lowest = max(0, place - _END.size - _COMMENT_LIMIT)
    while (place := content.rfind(b"PK\5\6", lowest, place)) >= 0:
        if place + _END.size <= len(content):
            *_, comment = _END.unpack_from(content, place)
            surplus = len(content) - place - _END.size - comment
            if surplus >= 0:
                yield place, surplus


def _end64(content: Content, locator: int) -> tuple[Any, ...]:
    """Return the place of the end record for large archives, and what it says."""
    _, disk, place, disks = _LOCATOR.unpack_from(content, locator)
    signature, length, _, _, *fields = _fields(_END64, content, place)
    if disk or disks > 1 or signature != b"PK\6\6" or place + 12 + length != locator:
        raise ArchiveError("its directory is not where it says")
    return place, *fields


def _entries(content: Content, place: int, end: int, most: int) -> Iterator[_Packed]:
    count = 0
    while place < end:
        fields = _fields(_CENTRAL, content, place)
        signature, _, _, flags, method, _, _, crc, packed, size, name, extra, comment, disk, _, mode, start = fields
        after_name = place + _CENTRAL.size + name
        numbers = [size, packed, start]
        _widen(numbers, content[after_name : after_name + extra])
        size, packed, start = numbers
        place = after_name + extra + comment
        count += 1
        if signature != b"PK\1\2" or place > end:
            raise ArchiveError("its directory is damaged")
        if disk:
            raise ArchiveError("it is one part of several")
        if count > most:
            raise ArchiveError(f"it holds more than {most:,} files and folders", "too large")
        yield _Packed(
            name=content[after_name - name : after_name],
            flags=flags,
            method=method,
            crc=crc,
            packed=packed,
            size=size,
            mode=mode >> 16,
            start=start,
        )


def _widen(numbers: list[int], extra: bytes) -> None:
    """Replace the numbers that do not fit into 32 bits by those of the zip64 field."""
    place = 0
    while place + _EXTRA.size <= len(extra) and _ELSEWHERE in numbers:
        kind, length = _EXTRA.unpack_from(extra, place)
        place += _EXTRA.size
        if kind == _ZIP64:
            wide = [number for (number,) in struct.iter_unpack("<Q", extra[place : place + length // 8 * 8])]
            for index, number in enumerate(numbers):
                if number == _ELSEWHERE and wide:
                    numbers[index] = wide.pop(0)
            return
        place += length


def _fields(record: struct.Struct, content: Content, place: int) -> tuple[Any, ...]:
    if place + record.size > len(content):
        raise ArchiveError("its directory names places that it does not have")
    return record.unpack_from(content, place)


def _name(entry: _Packed) -> str:
    """Return the name. Many programs write UTF-8 and do not say so; what is not UTF-8 is of the first DOS kind."""
    try:
        return entry.name.decode()
    except UnicodeDecodeError:
        return entry.name.decode("utf-8", "surrogateescape") if entry.flags & _UTF8 else entry.name.decode("cp437")


def _kind(entry: _Packed) -> EntryKind:
    by_name: EntryKind = "folder" if entry.name.endswith(b"/") else "file"
    kind = _KINDS.get(stat.S_IFMT(entry.mode), "other") if stat.S_IFMT(entry.mode) else by_name
    return by_name if kind == "file" else kind


def _why_unread(entry: _Packed, limit: int) -> Refusal | None:
    kind = _kind(entry)
    if kind != "file":
        return refusal_of(kind)
    if entry.flags & _ENCRYPTED:
        return Refusal("unreadable", "is encrypted: pack it without a password")
    if entry.method not in (_STORED, _DEFLATED):
        return Refusal("unreadable", f"is packed in an unusual way (method {entry.method}): pack it as plain zip")
    if entry.size > SMALL and entry.size > RATIO_LIMIT * entry.packed:
        return Refusal("too large", f"unpacks to more than {RATIO_LIMIT} times its packed size")
    return too_large(limit) if entry.size > limit else None


def _inflated(packed: bytes, size: int) -> bytes:
    """Return the content, nothing if it is not whole; at most one byte more than `size` is ever unpacked."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(packed, size + 1)
    except zlib.error:
        return b""
    return content if unpacker.eof and not unpacker.unused_data else b""
