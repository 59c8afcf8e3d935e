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

    def __init__(self, root: Path, view: Path | None = None) -> None:
        self.root = root
        self._view = view or root
        self._count = 0

    def take(self, files: Mapping[str, bytes], support: Mapping[str, bytes]) -> Seat:
        """A seat with these files in it."""
        self._count += 1
        place, top = self._view / str(self._count), self.root / str(self._count)
        for folder in ("work", "tmp"):
            (place / folder).mkdir(parents=True)
        _write(place / "work", files)
        _write(place / "support", support)
        beside = str(top / "support") if support else ""
        return Seat(top=str(top), home=str(top / "work"), tmp=str(top / "tmp"), support=beside)

    def free(self, seat: Seat) -> None:
        """Remove a seat with all that the student's code left there."""
        _remove(self._view / Path(seat.top).name)

    def close(self) -> None:
        """Remove everything in it."""
        for place in list(self._view.iterdir()):
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
