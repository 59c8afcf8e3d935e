"""The limits of one student process, as the warm inside wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course import Limits


def process_limits(limits: Limits) -> dict[str, int]:
    """Memory and file size in MiB, CPU time in whole seconds, number of processes."""
    return {
        "memory_mb": limits.memory_mb,
        "files_mb": limits.files_mb,
        "cpu_seconds": int(limits.submission_seconds) + 2,
        "processes": limits.processes,
    }
