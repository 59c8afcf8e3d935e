"""The folder on disk that judge and box share, one seat in it for each submission."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grader.judge.control import Seat


class Seats:
    """All seats of one worker, below one folder that is gone with it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._count = 0

    def take(self, files: Mapping[str, bytes], support: Mapping[str, bytes]) -> Seat:
        """A seat with these files in it."""
        self._count += 1
        top = self.root / str(self._count)
        home, tmp, beside = top / "work", top / "tmp", top / "support"
        for folder in (home, tmp):
            folder.mkdir(parents=True)
        _write(home, files)
        _write(beside, support)
        return Seat(top=str(top), home=str(home), tmp=str(tmp), support=str(beside) if support else "")

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


def _remove(folder: Path) -> None:
    """Remove a tree, also one whose folders were made unreadable; never follows a link."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for path in [folder, *folder.rglob("*")]:
            if path.is_dir() and not path.is_symlink():
                with suppress(OSError):
                    path.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
