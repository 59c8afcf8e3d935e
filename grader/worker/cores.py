"""Which core a submission is graded on: judge and inside take turns, and to wake another core costs like a call."""

from __future__ import annotations

import os
from contextlib import suppress

from grader.box.memory import host_pid

PAIR = 2


class Cores:
    """Two cores in turn: while a submission is graded on one, the other gets the next one ready.

    `pair` is empty, and the system places every process, where the worker is not `alone` or has one core only.
    """

    def __init__(self, *, alone: bool) -> None:
        own = sorted(os.sched_getaffinity(0)) if alone and hasattr(os, "sched_getaffinity") else []
        start = os.getpid() % len(own) if own else 0  # two users of one machine do not meet on its first cores
        self.pair = [*own[start:], *own[:start]][:PAIR] if len(own) >= PAIR else []
        self._all = own
        self._jobs = 0  # children of the judge that had one

    def restart(self) -> None:
        """A new judge begins with the first of the pair."""
        self._jobs = 0

    def advance(self, *, stays: bool) -> None:
        """The next submission begins; where the judge's child `stays`, on the same core."""
        self._jobs += not stays

    def of_job(self) -> int | None:
        """The core of the submission in hand."""
        return self._place(self._jobs - 1)

    def of_next(self) -> int | None:
        """The core of the submission after it."""
        return self._place(self._jobs)

    def _place(self, job: int) -> int | None:
        return self.pair[job % PAIR] if self.pair else None

    def leave(self, pidfd: int) -> None:
        """Let a process that takes long run on any core."""
        pid = host_pid(pidfd) if self.pair and pidfd >= 0 else 0
        if pid:
            with suppress(OSError):  # it is gone by now
                os.sched_setaffinity(pid, self._all)
