"""The folder that a worker stands on: held by a lock while the command or the worker lives, swept when both are gone.

`kill -9` of the command leaves the folder. The next command removes those of its own user that nobody holds.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress

PREFIX = "gradebox-worker-"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Base:
    """A new, empty folder. `descriptor` holds its lock; a worker that inherits it holds it, too."""

    def __init__(self) -> None:
        while True:
            self.path = tempfile.mkdtemp(prefix=PREFIX)
            with suppress(FileNotFoundError):  # swept before it was held
                self.descriptor = os.open(self.path, _FOLDER)
                if self._is_ours() and os.fstat(self.descriptor).st_nlink:
                    break
                os.close(self.descriptor)
        if os.geteuid() == 0:
            os.chmod(self.path, 0o755)  # noqa: S103 - the worker becomes another user; what lies in it is mounted

    def _is_ours(self) -> bool:
        try:
            return _hold(self.descriptor)
        except OSError:
            return True  # a file system without locks: nobody sweeps there

    def remove(self) -> None:
        """Remove the folder with all that is in it, and let go of it."""
        _remove(self.path)
        os.close(self.descriptor)


def sweep() -> None:
    """Remove the folders of this user's that a killed command has left."""
    left: list[str] = []
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        left += [entry.path for entry in entries if entry.name.startswith(PREFIX)]
    for path in left:
        with suppress(OSError):  # no folder, another user's, or gone by now
            descriptor = os.open(path, _FOLDER)
            try:
                if os.fstat(descriptor).st_uid == os.geteuid() and _hold(descriptor):
                    _remove(path)
            finally:
                os.close(descriptor)


def _hold(descriptor: int) -> bool:
    """Whether nobody else holds the folder, and this process does now. Raises OSError where there are no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove(path: str) -> None:
    with suppress(RecursionError):  # a plain process may have left folders deeper than that
        shutil.rmtree(path, ignore_errors=True)
