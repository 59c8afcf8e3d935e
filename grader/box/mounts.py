"""What is mounted where: what the kernel tells, and a place that is agreed on."""

from __future__ import annotations

import os
from pathlib import Path


def mount_options(place: str) -> list[str]:
    """The options of what is mounted at exactly this place, topmost; none where nothing is."""
    lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    found = [fields[5] for line in lines if (fields := line.split())[4] == place]
    return found[-1].split(",") if found else []


def hidden_suite(base: str) -> str:
    """Where a suite lies that no disk may hold: in memory, below the folder that a worker stands on."""
    return os.path.join(base, "suite")
