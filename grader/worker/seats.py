"""The folder on disk that judge and box share, one seat in it for each submission."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grader.judge.control import Seat


class Seats:
    """All seats of one worker, below one folder that is gone with it."""

    def __init__(self, root: Path, support: Mapping[str, bytes]) -> None:
        self.root = root
        self._support = support
        self._count = 0
        self._next: Seat | None = None

    def next(self) -> Seat:
        """The seat that will be taken next, still without files."""
        if self._next is None:
            self._count += 1
            top = self.root / str(self._count)
            home, tmp, beside = top / "work", top / "tmp", top / "support"
            for folder in (home, tmp):
                folder.mkdir(parents=True)
            self._next = Seat(top=str(top), home=str(home), tmp=str(tmp), support=str(beside) if self._support else "")
        return self._next

    def take(self, files: Mapping[str, bytes]) -> Seat:
        """A seat with these files in it, and the support beside them."""
        seat, self._next = self.next(), None
        _write(Path(seat.home), files)
        _write(Path(seat.support), self._support)
        return seat

    def free(self, seat: Seat) -> None:
        """Remove a seat with all that the student's code left there."""
        _remove(Path(seat.top))

    def close(self) -> None:
        """Remove everything in it."""
        for place in list(self.root.iterdir()):
            _remove(place)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _remove(place: Path) -> None:
    """Remove a tree, also a locked one, or one deeper than a path may be long or a function may call itself.

    Every folder in it is moved to the top before it is looked into. Links are never followed.
    """
    waiting, count = [str(place)], 0
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
