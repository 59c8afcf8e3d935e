"""The folder on disk that judge and box share, one seat in it for each submission."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grader.judge.control import Seat


class Seats:
    """All seats of one worker, below one folder that is gone with it.

    `view` is another way to that folder, by which the worker itself works in it: links there are not followed, and so
    not even a judge that was taken over leads the worker out of it.
    """

    def __init__(self, root: Path, support: Mapping[str, bytes], view: Path | None = None) -> None:
        self.root = root
        self._support = support
        self._top, self._view = str(root), str(view or root)  # a `Path` costs as much as the folder that it names
        self._count = 0
        self._next: Seat | None = None

    def next(self) -> Seat:
        """The seat that will be taken next, still without files."""
        if self._next is None:
            self._count += 1
            top = f"{self._top}/{self._count}"
            way = self._own_way(top)
            for folder in (way, f"{way}/work", f"{way}/tmp"):  # noqa: S108 - below our own
                os.mkdir(folder)
            beside = f"{top}/support" if self._support else ""
            self._next = Seat(top=top, home=f"{top}/work", tmp=f"{top}/tmp", support=beside)  # noqa: S108
        return self._next

    def take(self, files: Mapping[str, bytes]) -> Seat:
        """A seat with these files in it, and the support beside them."""
        seat, self._next = self.next(), None
        _write(self._own_way(seat.home), files)
        _write(f"{self._own_way(seat.top)}/support", self._support)
        return seat

    def _own_way(self, place: str) -> str:
        return self._view + place.removeprefix(self._top)

    def free(self, seat: Seat) -> None:
        """Remove a seat with all that the student's code left there."""
        _remove(self._own_way(seat.top))

    def close(self) -> None:
        """Remove everything in it."""
        for name in os.listdir(self._view):
            _remove(f"{self._view}/{name}")


def _write(folder: str, files: Mapping[str, bytes]) -> None:
    for place in sorted({os.path.dirname(f"{folder}/{name}") for name in files}):
        os.makedirs(place, exist_ok=True)
    for name, content in files.items():
        with open(f"{folder}/{name}", "wb") as file:
            file.write(content)


def _remove(place: str) -> None:
    """Remove a tree, also a locked one, or one deeper than a path may be long or a function may call itself.

    Every folder in it is moved to the top before it is looked into. Links are never followed.
    """
    waiting, count = [place], 0
    while waiting:
        folder = waiting.pop()
        with suppress(OSError):
            os.chmod(folder, 0o700)
            for entry in list(os.scandir(folder)):
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)
                    continue
                count += 1
                os.chmod(entry.path, 0o700)  # who moves a folder must be allowed to write in it
                os.rename(entry.path, f"{place}.{count}")
                waiting.append(f"{place}.{count}")
            os.rmdir(folder)
