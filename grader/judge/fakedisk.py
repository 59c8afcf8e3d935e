"""The fixture `fs` in a fake file system: the disk of pyfakefs in the student's process, under pyfakefs's own names."""

from __future__ import annotations

import ntpath
import os
import posixpath
import stat
from typing import Any

from grader.judge.filesystem import FileSystem
from grader.judge.image import Look, look_of, taken_from


class FakeDisk(FileSystem):
    """The disk of pyfakefs in the student's process."""

    kind = "fake"

    def create_file(self, file_path: Any, contents: str | bytes = "", st_mode: int = 0o644) -> None:
        """Make a file, with the folders on the way. Raises FileExistsError where something is there."""
        self._do("create_file", self._there(file_path), contents=contents, st_mode=stat.S_IFREG | st_mode)
        self._say_there(f"a file {os.fspath(file_path)!r}")

    def create_dir(self, directory_path: Any, perm_bits: int = 0o755) -> None:
        """Make a folder, with those on the way. Raises FileExistsError where something is there."""
        self._do("create_dir", self._there(directory_path), perm_bits=perm_bits)
        self._say_there(f"a folder {os.fspath(directory_path)!r}")

    def create_symlink(self, file_path: Any, link_target: Any) -> None:
        """Make a link."""
        self._do("create_symlink", self._there(file_path), os.fspath(link_target))
        self._say_there(f"a link {os.fspath(file_path)!r} to {os.fspath(link_target)!r}")

    def create_link(self, old_path: Any, new_path: Any) -> None:
        """Make a second name for a file."""
        self._do("create_link", self._there(old_path), self._there(new_path))

    def remove_object(self, file_path: Any) -> None:
        """Remove a file, or a folder with all in it."""
        self._do("remove_object", self._there(file_path))

    def chmod(self, path: Any, mode: int) -> None:
        """Set permissions: `0o500` is a folder that nothing can be made in."""
        self._do("chmod", self._there(path), mode)
        self._say(f"{os.fspath(path)!r} has the permissions {mode:o}")

    def set_disk_usage(self, total_size: int, path: str | None = None) -> None:
        """Leave room for so many bytes of files besides those that were handed in."""
        own = sum(map(len, self._own().values()))
        self._do("set_disk_usage", total_size + own, path)
        self._say(f"a disk with room for {total_size} bytes")

    @property
    def cwd(self) -> str:
        """The current folder of the student's code."""
        return taken_from(self._insides.main)[1]

    @cwd.setter
    def cwd(self, path: Any) -> None:
        self._set("cwd", self._there(path))
        self._say(f"now in the folder {os.fspath(path)!r}")

    def _set(self, name: str, value: Any) -> None:
        self._faults = True
        self._insides.main.ask("disk_set", name, value)

    def _set_shuffled(self, on: bool) -> None:  # noqa: FBT001 - it is the value of an attribute
        self._set("shuffle_listdir_results", bool(on))

    def _set_system(self, system: Any) -> None:
        self._set("os", str(getattr(system, "name", system)).lower())
        self._say(f"a disk like that of {system}")

    def _set_case(self, on: bool) -> None:  # noqa: FBT001
        self._set("is_case_sensitive", bool(on))

    shuffle_listdir_results = property(fset=_set_shuffled, doc="Whether folders are listed out of order.")
    os = property(fset=_set_system, doc="The system that the disk plays: linux, macos or windows.")
    is_windows_fs = property(fset=lambda self, on: self._set_system("windows" if on else "linux"))
    is_macos = property(fset=lambda self, on: self._set_system("macos" if on else "linux"))
    is_case_sensitive = property(fset=_set_case, doc="Whether `A` and `a` are two names.")

    def _do(self, name: str, *args: Any, **options: Any) -> None:
        self._faults = self._faults or name in ("chmod", "set_disk_usage")
        self._insides.main.ask("disk_do", name, args, options)

    def _there(self, path: Any) -> str:
        text = os.fspath(path)
        return text if ntpath.splitdrive(text)[0] else posixpath.join(self._home, text)

    def _place(self, path: Any, system: str) -> str:
        if system != "windows":
            return super()._place(path, system)
        drive, rest = ntpath.splitdrive(os.fspath(path))
        rest = rest.replace("\\", "/")
        full = rest if drive else posixpath.join(self._home, rest)
        return posixpath.normpath(f"/{drive or 'C:'}{full}")

    def _look(self) -> Look:
        return look_of(taken_from(self._insides.main))

    def start(self) -> None:
        """See `FileSystem.start`."""
        self._do("reset")
