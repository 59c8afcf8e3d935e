"""The functions of `os` and of the import system over the fake file system, put in the place of the real ones.

They take their place in the modules themselves, before any student code is there. So `from os.path import exists`, a
default argument, a `Path` made at the top of a file and an import from the fake all meet the fake: nothing has to be
patched in the student's modules later.
"""

from __future__ import annotations

import builtins
import errno
import io
import ntpath
import os
import posixpath
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import MethodType, SimpleNamespace
from typing import Any

from .fakefile import FileIO, Files, Opened, open_file
from .order import shuffled

_SAME = (
    "chdir chmod getcwd getcwdb getxattr lchmod link listxattr mkdir mknod readlink remove removexattr rename replace"
    " rmdir setxattr symlink umask unlink utime chown access"
).split()  # what pyfakefs offers as `os` has it
_OURS = (
    "close dup dup2 fchmod fdatasync fstat fsync ftruncate listdir lseek lstat open read scandir stat statvfs truncate"
    " write"
).split()
_PATHS = "abspath basename commonpath dirname isabs join normcase normpath relpath split splitdrive splitext splitroot"
_MADE_AND_WRITTEN = os.O_CREAT | os.O_WRONLY | os.O_RDWR | os.O_TRUNC


class FakeOS:
    """`os` over one pyfakefs file system. What lies in the `shown` folders is read from the real disk instead."""

    def __init__(self, disk: Any, fake_os: Any, fake_open: Any, open_modes: Any, shown: tuple[str, ...]) -> None:
        self.disk = disk
        self._fake = fake_os(disk)
        self._fake_open = fake_open
        self._open_modes = open_modes
        self._shown = shown
        self._real = {name: getattr(os, name) for name in [*_OURS, "access", "readlink"] if hasattr(os, name)}
        Files.real_open, Files.fake_open, Files.is_shown = open, self.open, self._is_shown

    def install(self) -> None:
        """Take the places, in this process, for good."""
        for name in _SAME:
            if hasattr(os, name):
                setattr(os, name, self._passed(name))
        for name in _OURS:
            setattr(os, name, getattr(self, name))
        for name in _PATHS.split():
            if hasattr(posixpath, name):
                setattr(posixpath, name, self._by_system(name))
        low = sys.modules["_io"]
        for module in (io, low):
            vars(module).update(open=open_file, FileIO=FileIO, open_code=self.open_code)
        builtins.open = open_file
        self._install_imports()

    def _install_imports(self) -> None:
        """Have imports read the fake as well: a module that student code has written is there for it."""
        machinery = vars(sys.modules["_frozen_importlib_external"])
        own = {"stat": self._import_stat, "listdir": self.listdir, "getcwd": os.getcwd, "open": self.open}
        machinery["_os"] = SimpleNamespace(**(vars(machinery["_os"]) | own))
        machinery["_io"] = SimpleNamespace(**vars(machinery["_io"]))

    def _passed(self, name: str) -> Any:
        """A function of pyfakefs's, bound so that it stays one when a student's class holds it."""
        fake = getattr(self._fake, name)

        def function(self: FakeOS, *args: Any, **kwargs: Any) -> Any:
            if name in self._real and args and self._is_shown(args[0]):
                return self._real[name](*args, **kwargs)
            _no_folder_descriptor(kwargs)
            with self._as_given(*args):
                return fake(*args, **kwargs)

        function.__name__ = function.__qualname__ = name
        return MethodType(function, self)

    def _by_system(self, name: str) -> Any:
        """A function of `os.path` on texts: that of the system which the disk plays."""
        posix, windows = getattr(posixpath, name), getattr(ntpath, name)

        def function(*args: Any, **kwargs: Any) -> Any:
            return (windows if self.disk.is_windows_fs else posix)(*args, **kwargs)

        function.__name__ = function.__qualname__ = name
        return function

    def _is_shown(self, path: Any) -> bool:
        text = path if isinstance(path, str) else os.fsdecode(path) if isinstance(path, bytes | os.PathLike) else ""
        return f"{text}/".startswith(self._shown)

    @contextmanager
    def _as_given(self, *args: Any) -> Iterator[None]:
        """Errors are those of the system, and name the paths as they were given; pyfakefs differs at times."""
        try:
            yield
        except OSError as error:
            given = [os.fspath(arg) for arg in args if isinstance(arg, str | bytes | os.PathLike)]
            if error.filename is None or not given:
                raise
            if error.errno == errno.ENOENT and self._leads_through_a_file(given[0]):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), *given[:1]) from None
            error.filename = given[0]
            if len(given) > 1:
                error.filename2 = given[1]
            raise

    def _leads_through_a_file(self, path: Any) -> bool:
        above = posixpath.dirname(os.fsdecode(path))
        while above.strip("/") and not self.disk.exists(above):
            above = posixpath.dirname(above)
        return bool(above) and bool(self.disk.isfile(above)) and not self.disk.is_windows_fs

    # Questions about what is there

    def stat(self, path: Any, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> os.stat_result:
        """See `os.stat`."""
        _no_folder_descriptor({"dir_fd": dir_fd})
        if isinstance(path, int):
            return self.fstat(path)
        if self._is_shown(path):
            return self._real["stat"](path, follow_symlinks=follow_symlinks)  # type: ignore[no-any-return]
        with self._as_given(path):
            return _as_result(self._fake.stat(path, follow_symlinks=follow_symlinks))

    def lstat(self, path: Any, *, dir_fd: int | None = None) -> os.stat_result:
        """See `os.lstat`."""
        return self.stat(path, dir_fd=dir_fd, follow_symlinks=False)

    def fstat(self, fd: int) -> os.stat_result:
        """See `os.fstat`."""
        if fd not in Files.table:
            return self._real["fstat"](fd)  # type: ignore[no-any-return]
        return _as_result(Files.table[fd].file.stat_result)

    def _import_stat(self, path: Any) -> Any:
        """`stat` for the import system, and importing nothing by itself.

        A folder of the fake has always just changed, for otherwise a listing that was kept would do.
        """
        if self._is_shown(path):
            return self._real["stat"](path)
        found = self.disk.resolve(path)
        changed = object() if stat.S_ISDIR(found.st_mode) else found.st_mtime
        return SimpleNamespace(st_mode=found.st_mode, st_size=found.st_size, st_mtime=changed)

    def listdir(self, path: Any = ".") -> Any:
        """See `os.listdir`."""
        if self._is_shown(path):
            return self._real["listdir"](path)
        with self._as_given(path):
            names = [os.fsdecode(name) for name in self._fake.scandir(self._folder(path)).entry_iter]
        ordered = shuffled(names) if self.disk.shuffle_listdir_results else names
        return list(map(os.fsencode, ordered)) if isinstance(path, bytes) else ordered

    def scandir(self, path: Any = ".") -> Any:
        """See `os.scandir`."""
        if self._is_shown(path):
            return self._real["scandir"](path)
        with self._as_given(path):
            entries = self._fake.scandir(self._folder(path))
        names = list(entries.entry_iter)
        entries.entry_iter = iter(shuffled(names) if self.disk.shuffle_listdir_results else names)
        return entries

    @staticmethod
    def _folder(path: Any) -> Any:
        """What pyfakefs takes for the current folder, and for a descriptor of ours."""
        if path is None:
            return "."
        return Files.get(path).file.path if isinstance(path, int) else path

    def statvfs(self, path: Any) -> os.statvfs_result:
        """See `os.statvfs`."""
        usage = self.disk.get_disk_usage(None if isinstance(path, int) else os.fspath(path))
        return os.statvfs_result((1, 1, usage.total, usage.free, usage.free, 0, 0, 0, 0, 255))

    # Open files

    def open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        """See `os.open`."""
        _no_folder_descriptor({"dir_fd": dir_fd})
        if self._is_shown(path) and not flags & _MADE_AND_WRITTEN:
            return self._real["open"](path, flags)  # type: ignore[no-any-return]
        there, name = self.disk.exists(path), os.fspath(path)
        if there and self.disk.isdir(path):
            if flags & _MADE_AND_WRITTEN:
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
            return Files.add(Opened(self.disk.resolve(path), flags))
        if flags & os.O_DIRECTORY and there:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), name)
        access = flags & os.O_ACCMODE
        wanted = self._open_modes(
            must_exist=not flags & os.O_CREAT,
            can_read=access != os.O_WRONLY,
            can_write=access != os.O_RDONLY,
            truncate=bool(flags & os.O_TRUNC),
            append=bool(flags & os.O_APPEND),
            must_not_exist=bool(flags & os.O_EXCL and flags & os.O_CREAT),
        )
        with self._as_given(path):
            handle = self._fake_open(self.disk, raw_io=True)(path, "b", open_modes=wanted)
        file = handle.get_object()
        handle.close()
        if not there:
            file.st_mode = stat.S_IFREG | mode & ~self.disk.umask
        return Files.add(Opened(file, flags))

    def open_code(self, path: Any) -> Any:
        """See `io.open_code`."""
        return open_file(path, "rb")

    def close(self, fd: int) -> None:
        """See `os.close`."""
        if Files.table.pop(fd, None) is None:
            self._real["close"](fd)

    def dup(self, fd: int, /) -> int:
        """See `os.dup`."""
        return Files.add(Files.table[fd]) if fd in Files.table else self._real["dup"](fd)

    def dup2(self, fd: int, fd2: int, inheritable: bool = True) -> int:  # noqa: FBT001, FBT002
        """See `os.dup2`."""
        if fd not in Files.table:
            return self._real["dup2"](fd, fd2, inheritable)  # type: ignore[no-any-return]
        Files.table[fd2] = Files.table[fd]
        return fd2

    def read(self, fd: int, length: int, /) -> bytes:
        """See `os.read`."""
        return Files.table[fd].read(length) if fd in Files.table else self._real["read"](fd, length)

    def write(self, fd: int, data: Any, /) -> int:
        """See `os.write`."""
        return Files.table[fd].write(bytes(data)) if fd in Files.table else self._real["write"](fd, data)

    def lseek(self, fd: int, position: int, whence: int, /) -> int:
        """See `os.lseek`."""
        if fd not in Files.table:
            return self._real["lseek"](fd, position, whence)  # type: ignore[no-any-return]
        return Files.table[fd].seek(position, whence)

    def fsync(self, fd: int) -> None:
        """See `os.fsync`."""
        if fd not in Files.table:
            self._real["fsync"](fd)

    def fdatasync(self, fd: int) -> None:
        """See `os.fdatasync`."""
        self.fsync(fd)

    def ftruncate(self, fd: int, length: int, /) -> None:
        """See `os.ftruncate`."""
        if fd not in Files.table:
            return self._real["ftruncate"](fd, length)  # type: ignore[no-any-return]
        return Files.table[fd].truncate(length)

    def truncate(self, path: Any, length: int) -> None:
        """See `os.truncate`."""
        if isinstance(path, int):
            self.ftruncate(path, length)
            return
        fd = self.open(path, os.O_WRONLY)
        try:
            self.ftruncate(fd, length)
        finally:
            self.close(fd)

    def fchmod(self, fd: int, mode: int) -> None:
        """See `os.fchmod`."""
        if fd not in Files.table:
            self._real["fchmod"](fd, mode)
            return
        file = Files.table[fd].file
        file.st_mode = stat.S_IFMT(file.st_mode) | mode & 0o7777


def _as_result(found: Any) -> os.stat_result:
    """pyfakefs's answer in the type that `os.stat` gives."""
    times = {f"st_{kind}time": getattr(found, f"st_{kind}time") for kind in "amc"}
    exact = {f"st_{kind}time_ns": getattr(found, f"st_{kind}time_ns") for kind in "amc"}
    plain = (found.st_mode, found.st_ino, found.st_dev, found.st_nlink, found.st_uid, found.st_gid, found.st_size)
    return os.stat_result((*plain, *map(int, times.values())), times | exact)


def _no_folder_descriptor(options: dict[str, Any]) -> None:
    if any(options.get(name) is not None for name in ("dir_fd", "src_dir_fd", "dst_dir_fd")):
        raise NotImplementedError("the fake file system has no `dir_fd`")
