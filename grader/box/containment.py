"""What the judge may see and use: one bug in a stand-in must not be code running as the instructor.

Its own bubblewrap: no network, a built environment, the interpreter and its packages read-only, this exercise's suite
and no other, and to write in the submissions' folder, through the view that follows no links.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

from grader.box.bubblewrap import CLOSED, bare_command, find_bubblewrap, read_only
from grader.box.ground import Ground
from grader.box.interpreter import executable, links_to_executable, shared_libraries, standard_library

PACKAGE = Path(__file__).resolve().parent.parent
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
}
"""The whole environment of a judge: nothing of the caller's, so that no variable there changes a verdict."""


def needed_paths(suite: str) -> list[str]:
    """What the worker's user must be able to reach: interpreter, packages, the grader and the suite."""
    places = [
        executable(),
        *links_to_executable(),
        *standard_library(),
        *_own_libraries(),
        *_packages(),
        PACKAGE,
        Path(suite).resolve(),
    ]
    places += [Path(sys.prefix, "bin"), Path(sys.prefix, "pyvenv.cfg")]
    program = find_bubblewrap()
    if program is not None:
        places.append(Path(program).resolve())
    return sorted({str(place) for place in places if place.exists()})


def judge_command(suite: str, ground: Ground) -> list[str]:
    """The start of a command line that runs the judge contained; empty where the ground or bubblewrap is missing."""
    program = find_bubblewrap()
    if program is None or ground.why_not:
        return []
    line = bare_command(program, "judge", ENVIRONMENT)
    for link in links_to_executable():
        line += ["--ro-bind", str(link), str(link)]
    for place in [Path(sys.prefix, "bin"), Path(sys.prefix, "pyvenv.cfg"), *_packages(), PACKAGE]:
        line += read_only(place)
    course = PACKAGE / "_course"
    if course.is_dir():
        line += ["--tmpfs", str(course)]  # the other exercises' suites
    return [*line, "--ro-bind", suite, suite, "--bind", ground.view, ground.root, *CLOSED]


def _own_libraries() -> list[Path]:
    """The interpreter's own shared library, where it lies beside it."""
    return [path for path in shared_libraries() if path.is_file()]


def _packages() -> list[Path]:
    """The folders that third-party packages are imported from."""
    found = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    found |= {Path(entry) for entry in sys.path if os.path.basename(entry) in ("site-packages", "dist-packages")}
    return sorted(path for path in found if path.is_dir())
