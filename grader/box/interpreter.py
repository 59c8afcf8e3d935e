"""Where the running interpreter lives: the files that a box must see for it to start, and no others."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path


def executable() -> Path:
    """The interpreter itself, outside any virtual environment."""
    return Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))


def links_to_executable() -> list[Path]:
    """What lies between `sys.executable` and the interpreter itself, outside the virtual environment."""
    hops = []
    place = Path(sys.executable)
    while place.is_symlink():
        place = place.parent / place.readlink()
        if not place.is_relative_to(sys.prefix) and place != executable():
            hops.append(place)
    return hops


def standard_library() -> list[Path]:
    """The folders of the standard library."""
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix, "installed_base": sys.base_prefix}
    base["installed_platbase"] = sys.base_exec_prefix
    names = ("stdlib", "platstdlib")
    return sorted({Path(sysconfig.get_path(name, vars=base)).resolve() for name in names})


def shared_libraries() -> list[Path]:
    """The interpreter's own library and the system's library folders."""
    found = [path for path in _library_folder().glob("libpython*") if path.is_file()]
    triplet = sysconfig.get_config_var("MULTIARCH") or ""
    for base in ("/usr/lib", "/lib", "/usr/lib64", "/lib64", "/usr/local/lib"):
        folder = Path(base, triplet) if triplet and Path(base, triplet).is_dir() else Path(base)
        if folder.is_dir() and (folder.name == triplet or base.endswith("64")):
            found.append(folder)
    return found


def _library_folder() -> Path:
    return Path(sysconfig.get_config_var("LIBDIR") or "/nonexistent")
