"""What this machine is: its Python, its kernel, what it runs in, and the room it has."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from grader.doctor.finding import Finding, State

OLDEST_PYTHON = (3, 11)
LEAST_ROOM_MB = 64  # in the temporary folder, for one submission in the plain process
LEAST_MEMORY_MB = 1024  # one judge and one submission at the default limit
MEMORY_CAPS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def look_at_machine() -> list[Finding]:
    """All findings that need no trial."""
    return [_python(), _system(), _container(), _temporary(), _shared_memory(), _memory(), _cores()]


def container() -> str:
    """What kind of container this is, or an empty text. A judgement from traces; there is no sure way to know."""
    named = _read(Path("/run/systemd/container")) or os.environ.get("container", "")  # noqa: SIM112 - so systemd writes it
    if named:
        return named
    traces = {"/.dockerenv": "Docker", "/run/.containerenv": "Podman"}
    for path, name in traces.items():
        if Path(path).exists():
            return name
    groups = _read(Path("/proc/1/cgroup"))
    if os.environ.get("KUBERNETES_SERVICE_HOST") or "kubepods" in groups:
        return "Kubernetes"
    return next((name for name in ("docker", "lxc", "containerd") if f"/{name}" in groups), "")


def _python() -> Finding:
    version = platform.python_version()
    good = sys.version_info >= OLDEST_PYTHON
    return Finding(
        id="python",
        what=f"Python {version}",
        state=State.YES if good else State.NO,
        why=f"{platform.python_implementation()}, `{sys.executable}`",
        remedy="" if good else "Install Python 3.11 or newer, and gradebox with it.",
    )


def _system() -> Finding:
    what = f"{platform.system()} {platform.release()} on {platform.machine()}"
    if sys.platform == "linux":
        return Finding(id="system", what=what, state=State.YES)
    why = "The real box is made of Linux namespaces; here there is only the plain process."
    remedy = "Grade in a Linux virtual machine (on Windows: WSL 2)."
    return Finding(id="system", what=what, state=State.NO, why=why, remedy=remedy)


def _container() -> Finding:
    kind = container()
    why = f"It looks like {kind}. What can be had here was decided by whoever started it." if kind else "none seen"
    return Finding(id="container", what="runs in a container" if kind else "container", state=State.NOTE, why=why)


def _temporary() -> Finding:
    wished = os.environ.get("TMPDIR") or "/tmp"  # noqa: S108 - what `tempfile` tries first
    try:
        folder = tempfile.gettempdir()
    except FileNotFoundError as error:
        remedy = "Set TMPDIR to a folder that can be written and has room."
        return Finding(id="temporary", what="temporary folder", state=State.NO, why=f"{error}.", remedy=remedy)
    what, room = f"temporary folder `{folder}`", shutil.disk_usage(folder).free >> 20
    if sys.platform != "win32" and os.path.realpath(folder) != os.path.realpath(wished):
        why = f"`{wished}` {_unusable(wished)}; `{folder}` is used in its place ({room} MB free)."
        remedy = f"Give `{wished}` back its rights and room, or set TMPDIR to a folder that has both."
        return Finding(id="temporary", what=what, state=State.PARTLY, why=why, remedy=remedy)
    if room < LEAST_ROOM_MB:
        why = f"only {room} MB are free there, and the plain process keeps submissions in it."
        remedy = "Free some room, or set TMPDIR to a folder that has it."
        return Finding(id="temporary", what=what, state=State.PARTLY, why=why, remedy=remedy)
    return Finding(id="temporary", what=what, state=State.YES, why=f"{room} MB free")


def _unusable(folder: str) -> str:
    if not Path(folder).is_dir():
        return "is no folder"
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        return "is read-only"
    return "cannot be written" if not os.access(folder, os.W_OK | os.X_OK) else "is full"


def _shared_memory() -> Finding:
    what = "shared memory `/dev/shm`"
    if sys.platform != "linux":
        return Finding(id="shared-memory", what="shared memory", state=State.NOTE, why="not looked at on this system")
    if os.access("/dev/shm", os.W_OK | os.X_OK):  # noqa: S108 - the place is the question
        return Finding(id="shared-memory", what=what, state=State.YES)
    why = "It is not there or cannot be written. The real box has its own; in the plain process, code that uses"
    remedy = "As root: mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs /dev/shm"
    state = State.PARTLY
    return Finding(id="shared-memory", what=what, state=state, why=f"{why} `multiprocessing` fails.", remedy=remedy)


def _memory() -> Finding:
    total, free = _memory_mb()
    if not total:
        return Finding(id="memory", what="memory", state=State.NOTE, why="cannot be read on this system")
    what, why = f"memory {total} MB", f"{free} MB available"
    if free >= LEAST_MEMORY_MB:
        return Finding(id="memory", what=what, state=State.YES, why=why)
    remedy = "Grade fewer at a time, or lower `memory_mb` in the manifests."
    return Finding(id="memory", what=what, state=State.PARTLY, why=f"only {why}", remedy=remedy)


def _memory_mb() -> tuple[int, int]:
    """Total and available memory in MiB, a container's own cap included; zeros where it cannot be read."""
    lines = dict(line.split(":", 1) for line in _read(Path("/proc/meminfo")).splitlines() if ":" in line)
    amounts = [int(lines.get(name, "0").split()[0]) >> 10 for name in ("MemTotal", "MemAvailable")]
    caps = [int(text) >> 20 for path in MEMORY_CAPS if (text := _read(path)).isdecimal()]
    return min([amounts[0], *caps]), min([amounts[1], *caps])


def _cores() -> Finding:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    why = "so that many submissions are worth grading at a time"
    return Finding(id="cores", what=f"{usable} core{'s' if usable != 1 else ''}", state=State.NOTE, why=why)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
