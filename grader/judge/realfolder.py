"""The fixture `fs` in a temporary file system: the submission's real folder, which the judge sees by itself."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from grader.errors import SuiteError
from grader.judge.filesystem import FileSystem, parents
from grader.judge.image import Look, Thing
from grader.standin.failures import StudentFailure

FILLER = "filler"  # beside the submission's folder, where its code may look but a listing does not
PAGE = 1 << 12  # what a disk gives at a time
OURS_MB = 64  # a disk larger than the limit and this is not one of ours to fill
FAKE_ONLY = frozenset("create_link os is_windows_fs is_macos is_case_sensitive".split())


class RealFolder(FileSystem):
    """The submission's real folder. Only what lies below it can be read and changed."""

    kind = "temporary"

    def create_file(self, file_path: Any, contents: str | bytes = "", st_mode: int = 0o644) -> None:
        """Make a file, with the folders on the way. Raises FileExistsError where something is there."""
        place = self._own_place(file_path)
        place.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, stat.S_IMODE(st_mode))
        with open(fd, "wb") as file:
            file.write(contents.encode() if isinstance(contents, str) else contents)
        self._say_there(f"a file {os.fspath(file_path)!r}")

    def create_dir(self, directory_path: Any, perm_bits: int = 0o755) -> None:
        """Make a folder, with those on the way. Raises FileExistsError where something is there."""
        place = self._own_place(directory_path)
        place.mkdir(parents=True)
        place.chmod(perm_bits)
        self._say_there(f"a folder {os.fspath(directory_path)!r}")

    def create_symlink(self, file_path: Any, link_target: Any) -> None:
        """Make a link."""
        os.symlink(link_target, self._own_place(file_path))
        self._say_there(f"a link {os.fspath(file_path)!r} to {os.fspath(link_target)!r}")

    def remove_object(self, file_path: Any) -> None:
        """Remove a file, or a folder with all in it."""
        _remove(str(self._own_place(file_path)))

    def chmod(self, path: Any, mode: int) -> None:
        """Set permissions: `0o500` is a folder that nothing can be made in."""
        self._faults = True
        self._own_place(path).chmod(mode)
        self._say(f"{os.fspath(path)!r} has the permissions {mode:o}")

    def set_disk_usage(self, total_size: int) -> None:
        """Leave room for so many bytes of files besides those that were handed in; a disk gives whole pages."""
        self._faults = True
        usage = os.statvfs(self._home)
        if usage.f_blocks * usage.f_frsize > (self._insides.limits.files_mb + OURS_MB) << 20:
            raise self._only_fake("a full disk, where the submission lies on the machine's own,")
        filler = os.path.join(self._job.seat.top, FILLER)
        with suppress(FileNotFoundError):
            os.unlink(filler)
        used = sum(len(thing.read()) for thing in self._below(".").values() if thing.kind == "f")
        used -= sum(map(len, self._own().values()))
        usage = os.statvfs(self._home)
        taken = usage.f_bavail * usage.f_frsize - max(0, total_size - used)
        with open(filler, "xb") as file:
            if taken >= PAGE:
                os.posix_fallocate(file.fileno(), 0, taken // PAGE * PAGE)
        self._say(f"a disk with room for {total_size} bytes")

    @property
    def cwd(self) -> str:
        """The current folder of the student's code."""
        return str(self._insides.main.ask("getcwd"))

    @cwd.setter
    def cwd(self, path: Any) -> None:
        self._insides.main.ask("chdir", str(self._own_place(path)))
        self._say(f"now in the folder {os.fspath(path)!r}")

    def _set_shuffled(self, on: bool) -> None:  # noqa: FBT001 - it is the value of an attribute
        self._faults = True
        self._insides.main.ask("shuffle", bool(on))

    shuffle_listdir_results = property(fset=_set_shuffled, doc="Whether folders are listed out of order.")

    def _only_fake(self, what: str) -> SuiteError:
        return SuiteError(f'`fs`: {what} needs `filesystem = "fake"` in the exercise\'s manifest')

    def __getattr__(self, name: str) -> Any:
        if name in FAKE_ONLY:
            raise self._only_fake(f"`{name}`")
        return super().__getattr__(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in FAKE_ONLY:
            raise self._only_fake(f"`{name}`")
        super().__setattr__(name, value)

    def _own_place(self, path: Any) -> Path:
        """The path, below the submission's folder and through no link."""
        place = self._place(path, "linux")
        if not f"{place}/".startswith(f"{self._home}/"):
            raise self._only_fake(f"`{path}`, outside the submission's folder,")
        if os.path.realpath(os.path.dirname(place)) != os.path.dirname(place):
            raise self._insides.ledger.fail(StudentFailure(f"There is a link on the way to `{path}`."))
        return Path(place)

    def _look(self) -> Look:
        return Look(dict(_walk(self._home)))

    def start(self) -> None:
        """See `FileSystem.start`."""
        self.restore()
        self._insides.main.ask("chdir", self._home)
        if self._faults:
            self._insides.main.ask("shuffle", False)  # noqa: FBT003 - what crosses the wire has no keywords

    def restore(self) -> None:
        """Put the folder back. A process that student code has left behind may be in the way: that is its failure."""
        try:
            self._restore()
        except OSError as error:
            message = f"The folder of the submission cannot be put back as it was: {error.strerror}."
            raise self._insides.ledger.fail(StudentFailure(message)) from None

    def _restore(self) -> None:
        os.makedirs(self._home, exist_ok=True)
        os.chmod(self._home, 0o755)  # noqa: S103 - as every submission's folder is
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(self._job.seat.top, FILLER))
        own = self._own()
        folders = {name for path in own for name in parents(path)}
        waiting = [self._home]
        while waiting:
            for entry in list(os.scandir(waiting.pop())):
                name = os.path.relpath(entry.path, self._home)
                if name in folders and entry.is_dir(follow_symlinks=False):
                    os.chmod(entry.path, 0o755)  # noqa: S103 - likewise
                    waiting.append(entry.path)
                elif not (name in own and entry.is_file(follow_symlinks=False)):
                    self._discard(entry.path)
        for path, content in own.items():
            place = os.path.join(self._home, path)
            if not os.path.exists(place) or _reader(place, "f", stat.S_IMODE(os.lstat(place).st_mode))() != content:
                with suppress(FileNotFoundError):
                    os.unlink(place)
                os.makedirs(os.path.dirname(place), exist_ok=True)
                with open(place, "xb") as file:
                    file.write(content)

    def _discard(self, place: str) -> None:
        """Move a thing out of the way, whatever it is, and remove of it what can be removed."""
        count = len(os.listdir(self._job.seat.top))
        away = os.path.join(self._job.seat.top, f"discarded{count}")
        if os.path.isdir(place) and not os.path.islink(place):
            os.chmod(place, 0o700)  # who moves a folder must be allowed to write in it
        os.rename(place, away)
        with suppress(OSError, RecursionError):
            _remove(away)


def _walk(home: str) -> Iterator[tuple[str, Thing]]:
    """What lies below a real folder, no link followed, and read when it is asked for; not what is locked away."""
    waiting = [home]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                mode = entry.stat(follow_symlinks=False).st_mode
                kind = {stat.S_IFDIR: "d", stat.S_IFREG: "f", stat.S_IFLNK: "l"}.get(stat.S_IFMT(mode), "o")
                yield entry.path, Thing(kind, stat.S_IMODE(mode), _reader(entry.path, kind, stat.S_IMODE(mode)))
                if kind == "d":
                    waiting.append(entry.path)


def _reader(path: str, kind: str, mode: int) -> Any:
    def read() -> bytes:
        if kind == "l":
            return os.fsencode(os.readlink(path))
        locked = not mode & stat.S_IRUSR  # for the student's code, which runs as the same user
        if locked:
            os.chmod(path, mode | stat.S_IRUSR)
        try:
            with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
                return file.read()
        finally:
            if locked:
                os.chmod(path, mode)

    return read


def _remove(place: str) -> None:
    """Remove a thing, with locked folders in it."""
    if not os.path.isdir(place) or os.path.islink(place):
        os.unlink(place)
        return
    os.chmod(place, 0o700)
    for folder, names, _ in os.walk(place):
        for name in names:
            if not os.path.islink(os.path.join(folder, name)):
                os.chmod(os.path.join(folder, name), 0o700)
    shutil.rmtree(place)
