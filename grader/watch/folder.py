"""Notices that something in a folder has changed, whatever the system and the editor make of a save."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

_MOST_ENTRIES = 1000
_PATIENCE = 2.0  # seconds in which a change that was seen must also be reported
_STARTING = 5.0  # seconds after which a watch certainly listens
_SETTLING_MS, _STEP_MS = 200, 20  # an editor's save is several changes: wait until it is quiet, so long at most
_TICK, _POLLING_TICK = 1.0, 0.3  # seconds between two looks of our own

Snapshot = dict[str, tuple[int, int, int]]

DEAF = "Changes are not reported in this folder, so it is looked at every 0.3 seconds instead."


class FolderWatch:
    """Watches the work at `path`, a folder or a file, by what the system reports and by looking itself.

    The looks find a folder that was replaced, and one whose changes nobody reports, such as on a network drive: then
    they come more often, and `notice` says so. `wake` is called from another thread.
    """

    def __init__(self, path: Path, wake: Callable[[], None]) -> None:
        self.notice = ""
        self._folder = path if path.is_dir() else path.parent
        self._wake = wake
        self._stop = threading.Event()
        self._watched: frozenset[tuple[str, int]] = frozenset()
        self._failed = threading.Event()
        self._unheard: float | None = None
        self._started = 0.0
        self._seen: Snapshot = {}
        self.look(reported=True)

    @property
    def tick(self) -> float:
        """Seconds after which `look` wants to be called, reported change or not."""
        return _POLLING_TICK if self._failed.is_set() else _TICK

    def look(self, *, reported: bool) -> bool:
        """Whether anything has changed since the last look; `reported` says that the system has said so."""
        seen, folders = _look_around(self._folder)
        changed = seen != self._seen
        self._seen = seen
        if reported:
            self._unheard = None
        elif changed and self._unheard is None and time.monotonic() > self._started + _STARTING:
            self._unheard = time.monotonic()
        if self._unheard is not None and time.monotonic() > self._unheard + _PATIENCE:
            self._failed.set()
        if self._failed.is_set():
            self.close()
            self.notice = DEAF
        elif folders != self._watched:
            self._start(folders)
        return changed

    def close(self) -> None:
        """Watch no more."""
        self._stop.set()

    def _start(self, folders: frozenset[tuple[str, int]]) -> None:
        self._stop.set()
        self._stop = threading.Event()
        self._watched = folders
        self._started = time.monotonic()
        paths = [path for path, _ in folders]
        if paths:
            threading.Thread(target=self._listen, args=(paths, self._stop), daemon=True).start()

    def _listen(self, paths: list[str], stop: threading.Event) -> None:
        """Wake the loop at each report of the system; where it can give none, the looks must do."""
        try:
            from watchfiles import watch  # noqa: PLC0415 - slow to import, and the first report need not wait for it

            reports = watch(
                *paths,
                watch_filter=None,
                debounce=_SETTLING_MS,
                step=_STEP_MS,
                stop_event=stop,
                raise_interrupt=False,
                recursive=False,
                ignore_permission_denied=True,
            )
            for _ in reports:
                if not stop.is_set():
                    self._wake()
        except Exception:  # noqa: BLE001 - whatever the system refuses: too many watches, no such call, a folder gone
            if not stop.is_set() and all(map(os.path.isdir, paths)):
                self._failed.set()


def _look_around(folder: Path) -> tuple[Snapshot, frozenset[tuple[str, int]]]:
    """Every file below `folder` with what a save changes, and the folders with their numbers; the first 1,000 only."""
    files: Snapshot = {}
    folders: set[tuple[str, int]] = set()
    waiting = [str(folder)]
    while waiting and len(files) < _MOST_ENTRIES:
        place = waiting.pop(0)
        try:
            folders.add((place, Path(place).stat().st_ino))
            with os.scandir(place) as entries:
                for entry in entries:
                    _note(entry, files, waiting)
        except OSError:  # gone or closed to us meanwhile
            continue
    return files, frozenset(folders)


def _note(entry: os.DirEntry[str], files: Snapshot, waiting: list[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        if not entry.name.startswith((".", "__pycache__")):
            waiting.append(entry.path)
        return
    status = entry.stat(follow_symlinks=True) if not entry.is_symlink() or entry.is_file() else None
    files[entry.path] = (0, 0, 0) if status is None else (status.st_mtime_ns, status.st_size, status.st_ino)
