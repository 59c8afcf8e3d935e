"""Compressed bytes as a stream that never gives more than it may."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from grader.intake.members import RATIO_LIMIT, UNPACKED_LIMIT, ArchiveError

STREAM_LIMIT = 1_000  # compressed streams one after the other in one file
FREE = 16 << 20  # bytes that may come out whatever went in: 10 MB of zeros are packed into 10 kB
_XZ_MEMORY = 128 << 20  # bytes of an unpacker; `xz -9` needs 65 MB, a header may ask for 4 GB
_GZIP = zlib.MAX_WBITS | 16
_FED = 1 << 16
_BLOCK = 1 << 18


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


_UNPACKERS: dict[bytes, Callable[[], _Unpacker]] = {
    b"\x1f\x8b\x08": lambda: zlib.decompressobj(_GZIP),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY),
}


def is_compressed(content: bytes) -> bool:
    """Say whether the content begins as gzip, bzip2 or xz do."""
    return _unpacker(content, 0) is not None


class Unpacked:
    """What is in `content`, compressed or not, from its begin to its end."""

    def __init__(self, content: bytes) -> None:
        self._blocks = _unpack(content) if is_compressed(content) else _blocks(content)
        self._waiting = bytearray()

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer at the end. Raises `ArchiveError` if they cannot or may not be had."""
        for block in self._filled_to(size):
            self._waiting += block
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken

    def skip(self, size: int) -> bool:
        """Leave out the next `size` bytes and say whether they were there; raises as `read` does."""
        while size and (block := self.read(min(size, _BLOCK))):
            size -= len(block)
        return not size

    def _filled_to(self, size: int) -> Iterator[bytes]:
        while len(self._waiting) < size and (block := next(self._blocks, None)) is not None:
            yield block


def _blocks(content: bytes) -> Iterator[bytes]:
    if len(content) > UNPACKED_LIMIT:
        raise _too_much()
    for place in range(0, len(content), _BLOCK):
        yield content[place : place + _BLOCK]


def _unpack(content: bytes) -> Iterator[bytes]:
    """Give the content of all streams in `content`; what follows the last comes as it is, for others to judge."""
    place = streams = given = 0
    while unpacker := _unpacker(content, place):
        streams += 1
        if streams > STREAM_LIMIT:
            raise ArchiveError(f"it is made of more than {STREAM_LIMIT:,} compressed streams")
        while not unpacker.eof:
            fed = content[place : place + _FED]
            if not fed:
                raise ArchiveError("it ends too early, as if it was cut off on the way")
            place += len(fed)
            for block in _fed(unpacker, fed):
                given += len(block)
                if given > UNPACKED_LIMIT:
                    raise _too_much()
                if given > FREE and given > RATIO_LIMIT * place:
                    raise ArchiveError(f"it unpacks to more than {RATIO_LIMIT} times its size", "too large")
                yield block
        place -= len(unpacker.unused_data)
    yield content[place:]


def _fed(unpacker: _Unpacker, data: bytes) -> Iterator[bytes]:
    """Give all that comes out for `data`, in blocks."""
    block = b"more"
    while (block or data) and not unpacker.eof:
        try:
            block = unpacker.decompress(data, _BLOCK)
        except (zlib.error, lzma.LZMAError, OSError, ValueError) as error:
            raise ArchiveError("its compressed content is damaged") from error
        # zlib hands back what it has not used, the others keep it.
        data = getattr(unpacker, "unconsumed_tail", b"")
        if block:
            yield block


def _unpacker(content: bytes, place: int) -> _Unpacker | None:
    return next((start() for magic, start in _UNPACKERS.items() if content.startswith(magic, place)), None)


def _too_much() -> ArchiveError:
    return ArchiveError(f"it unpacks to more than {UNPACKED_LIMIT >> 20} MB", "too large")
