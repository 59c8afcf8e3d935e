"""What is mounted where, as the kernel tells it."""

from __future__ import annotations

from pathlib import Path


def mount_options(place: str) -> list[str]:
    """The options of what is mounted at exactly this place, topmost; none where nothing is."""
    lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    found = [fields[5] for line in lines if (fields := line.split())[4] == place]
    return found[-1].split(",") if found else []
