"""How much memory a submission's processes use together: no rlimit counts a sum."""

from __future__ import annotations

import os

PAGE_MB = os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def host_pid(pidfd: int) -> int:
    """The pid of a pidfd's process as this process sees it; 0 where it is gone or cannot be told."""
    try:
        with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as file:
            return next((max(0, int(line.split()[1])) for line in file if line.startswith("Pid:")), 0)
    except (OSError, ValueError):
        return 0


def used_mb(pid: int) -> float:
    """Memory of a process and all below it, in MiB; what they share counts once."""
    pids = below(pid)
    resident = sum(_resident(each) for each in pids)
    return resident if len(pids) < 2 else min(resident, sum(map(_proportional, pids)))  # noqa: PLR2004 - one shares nothing


def below(pid: int) -> list[int]:
    """A process and all below it, the process itself first."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        try:
            for task in os.listdir(f"/proc/{found[-1]}/task"):
                with open(f"/proc/{found[-1]}/task/{task}/children", encoding="ascii") as file:
                    waiting += map(int, file.read().split())
        except (OSError, ValueError):
            continue
    return found


def _resident(pid: int) -> float:
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * PAGE_MB
    except (OSError, ValueError, IndexError):
        return 0.0


def _proportional(pid: int) -> float:
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return next((int(line.split()[1]) / 1024 for line in file if line.startswith("Pss:")), 0.0)
    except (OSError, ValueError):
        return _resident(pid)
