"""The fake file system of one submission: made by pyfakefs, put in place before student code, changed for the suite.

pyfakefs is a test double and no wall: it lies in the student's process, and what student code does past it reaches what
any submission reaches. It is imported once, by the warm inside, with an `os` of its own that stays the real one.
"""

from __future__ import annotations

import os
import stat
import sys
from types import ModuleType
from typing import Any

from .fakefile import Files
from .fakeos import FakeOS
from .raised import OURS

USER = 1000  # an ordinary user: root would be allowed everything
MAKERS = frozenset("create_file create_dir create_symlink create_link remove_object chmod set_disk_usage".split())
SETTINGS = frozenset("cwd shuffle_listdir_results is_case_sensitive".split())
SYSTEMS = ("linux", "macos", "windows")
MOST_DEEP = 900  # folders in each other; deeper ones are left out of a listing
SKELETON = "/tmp"  # noqa: S108 - what every program finds
REAL = ("/usr/share/zoneinfo/",)
PAST_THE_FAKE = {
    "subprocess.Popen": "`subprocess`",
    "os.system": "`os.system`",
    "os.exec": "`os.exec`",
    "os.posix_spawn": "`os.posix_spawn`",
    "pty.spawn": "`pty`",
    "sqlite3.connect": "`sqlite3`",
    "mmap.__new__": "`mmap`",
}
NO_BACKENDS = ("_gdbm", "_dbm", "dbm.sqlite3")  # in C, past the fake; `dbm` and `shelve` go on with the next one

Entry = tuple[str, str, int, bytes]
Image = tuple[str, str, tuple[Entry, ...]]


def load(folder: str) -> dict[str, Any]:
    """Import pyfakefs from `folder`, with an `os` that nobody changes; what of it is used."""
    sys.path.append(folder)  # last: what else lies there must not hide a standard module
    try:
        from pyfakefs import fake_filesystem, fake_open, fake_os, helpers  # noqa: PLC0415 - only where it was asked for
    finally:
        sys.path.remove(folder)
    OURS.append(os.path.join(folder, "pyfakefs", ""))
    untouched = ModuleType("os")
    vars(untouched).update(vars(os))
    for name, module in list(sys.modules.items()):
        if name.startswith("pyfakefs."):
            ours = {"os": untouched, "make_string_path": os.fspath}  # its own imports more of it when it is called
            vars(module).update({name: ours[name] for name in ours if name in vars(module)})
    helpers.set_uid(USER)
    Files.now = helpers.now

    class Disk(fake_filesystem.FakeFilesystem):
        def reset(self, total_size: int | None = None, init_pathlib: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
            super().reset(total_size, init_pathlib=False)  # `pathlib` is the real one, over our `os`

    return {
        "disk": Disk,
        "system": fake_filesystem.OSType,
        "os": fake_os.FakeOsModule,
        "open": fake_open.FakeFileOpen,
        "modes": helpers._OpenModes,
    }


class Fake:
    """The disk of one submission, with its files at the places where they really lie."""

    def __init__(self, parts: dict[str, Any], home: str, files: list[str], shown: list[str], size_mb: int) -> None:
        self._system = parts["system"]
        self._home, self._size = home, size_mb << 20
        self._files = {path: _read(os.path.join(home, path)) for path in files}
        self._disk = parts["disk"]()
        standard = {os.path.dirname(os.__file__), *(entry for entry in sys.path if entry)}
        places = tuple(os.path.join(place, "") for place in [*standard, *shown] if place != home) + REAL
        self._os = FakeOS(self._disk, parts["os"], parts["open"], parts["modes"], places)
        self.reset()

    def install(self) -> None:
        """Have all that student code can import and call meet the fake."""
        self._os.install()
        for name in NO_BACKENDS:
            sys.modules[name] = None  # type: ignore[assignment]  # an import of it fails
        sys.addaudithook(_refuse)

    def operations(self) -> dict[str, Any]:
        """What the judge may ask of the disk."""
        return {"disk_do": self.do, "disk_set": self.set, "disk_image": self.image, "disk_load": self.load}

    def reset(self) -> None:
        """The disk as it was handed in, and nothing besides; the current folder is the submission's."""
        self._become("linux")

    def _refill(self) -> None:
        self._disk.reset()
        self._disk.shuffle_listdir_results = True
        Files.table.clear()
        for folder in (SKELETON, self._home):
            if not self._disk.exists(folder):
                self._disk.create_dir(folder)
        for path, content in self._files.items():
            self._disk.create_file(os.path.join(self._home, path), contents=content)
        self._disk.set_disk_usage(self._size + sum(map(len, self._files.values())))
        self._disk.cwd = self._disk.absnormpath(self._home)

    def do(self, name: str, args: tuple[Any, ...], options: dict[str, Any]) -> None:
        """Call one of pyfakefs's own functions for the suite; or `reset`, which is ours."""
        if name == "reset":
            self.reset()
            return
        if name not in MAKERS:
            raise AttributeError(f"the fake file system has no `{name}` for suites")
        getattr(self._disk, name)(*args, **options)

    def set(self, name: str, value: Any) -> None:
        """Set one of pyfakefs's own attributes for the suite. `os` empties the disk, but for the submission."""
        if name == "os" and value in SYSTEMS:
            self._become(value)
        elif name in SETTINGS:
            setattr(self._disk, name, value)
        else:
            raise AttributeError(f"the fake file system has no `{name}` to set to {value!r}")

    def _become(self, system: str) -> None:
        disk = self._disk
        disk.os = self._system[system.upper()]
        os.sep, os.linesep, os.pathsep = disk.path_separator, disk.line_separator, disk.pathsep
        os.altsep = disk.alternative_path_separator
        self._refill()

    def image(self) -> Image:
        """System, current folder, and all that is there: path, kind (`d`, `f`, `l`), permissions, contents.

        Taken whole, from the disk itself: what is asked about it later is not known here.
        """
        found: list[Entry] = []
        waiting = [("", self._disk.root)]
        while waiting:
            prefix, folder = waiting.pop()
            for name, entry in folder.entries.items():
                path = f"{prefix}/{name}"
                mode = stat.S_IMODE(entry.st_mode)
                if stat.S_ISDIR(entry.st_mode):
                    found.append((path, "d", mode, b""))
                    if path.count("/") < MOST_DEEP:
                        waiting.append((path, entry))
                elif stat.S_ISLNK(entry.st_mode):
                    found.append((path, "l", mode, os.fsencode(entry.contents)))
                else:
                    found.append((path, "f", mode, entry.byte_contents or b""))
        return str(self._disk.os.name).lower(), str(self._disk.cwd), tuple(found)

    def load(self, image: Image) -> None:
        """Hold what an image of another disk holds."""
        system, cwd, found = image
        self._become(system)
        if system == "windows":
            found = tuple((path.lstrip("/"), kind, mode, content) for path, kind, mode, content in found)
        for own in self._files:
            self._disk.remove_object(os.path.join(self._home, own))  # it may be gone there
        for path, kind, _, content in sorted(found):
            if kind == "d" and not self._disk.exists(path):
                self._disk.create_dir(path)
            elif kind == "f":
                self._disk.create_file(path, contents=content)
            elif kind == "l":
                self._disk.create_symlink(path, os.fsdecode(content))
        for path, kind, mode, _ in sorted(found, reverse=True):
            if kind != "l":
                self._disk.chmod(path, mode)
        self._disk.cwd = cwd


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    """Say what goes past the fake, where it would fail in a way that nobody understands."""
    what = PAST_THE_FAKE.get(event)
    if what is None or (event == "sqlite3.connect" and args[0] in (":memory:", "")):
        return
    if event == "mmap.__new__" and args[0] == -1:
        return
    raise RuntimeError(f"{what} goes past the fake file system in which this is graded")
