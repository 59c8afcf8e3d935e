"""The order in which folders are listed: none that a program may rely on, and the same in every run."""

from __future__ import annotations

import os
from binascii import crc32
from collections.abc import Iterator
from typing import Any, Self


def shuffled(names: list[str]) -> list[str]:
    """The names in an order that is not the sorted one, where there are two or more; by the names alone."""
    mixed = sorted(names, key=lambda name: (crc32(os.fsencode(name)), name))
    return mixed[::-1] if mixed == sorted(names) else mixed


class _Entries:
    """What `os.scandir` gives, in another order."""

    def __init__(self, entries: Any) -> None:
        with entries:
            found = {entry.name: entry for entry in entries}
        self._left = iter([found[name] for name in shuffled(list(found))])

    def __iter__(self) -> Iterator[Any]:
        return self._left

    def __next__(self) -> Any:
        return next(self._left)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """As `os.scandir`'s own: nothing more comes."""
        self._left = iter(())


class Shuffle:
    """`os.listdir` and `os.scandir` with their order mixed, and back."""

    def __init__(self) -> None:
        self._listdir, self._scandir = os.listdir, os.scandir

    def __call__(self, on: bool) -> None:  # noqa: FBT001 - what crosses the wire has no keywords
        """Mix the order from now on, or leave it to the system."""
        os.listdir, os.scandir = (self.listdir, self.scandir) if on else (self._listdir, self._scandir)

    def listdir(self, path: Any = ".") -> Any:
        """See `os.listdir`."""
        return shuffled(self._listdir(path))

    def scandir(self, path: Any = ".") -> Any:
        """See `os.scandir`."""
        return _Entries(self._scandir(path))
