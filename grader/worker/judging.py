"""The judge as a process of the worker's: started, spoken to, killed."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from grader.errors import JudgeError
from grader.judge.control import Control, Setup
from grader.worker.start import Started

MOST_LAST_WORDS = 2000
SAMPLING = 0.1  # seconds between two looks at what the insides use


class JudgeProcess:
    """One judge, which prints to `log`.

    `caller` is the descriptor that the worker's orders come from: its end is the worker's.
    """

    def __init__(self, setup: Setup, log: BinaryIO, caller: int, started: Started) -> None:
        self._caller = caller
        self.while_waiting: Callable[[], None] = lambda: None
        self._log = log
        self._child_pid = 0
        self._child_fd = -1
        self._process = started.process
        self.control = Control(started.control)
        self.control.send({"setup": setup})

    def message(self, deadline: float) -> dict[str, Any] | None:
        """The next message; None at the deadline, a reading of `time.monotonic`. Raises JudgeError where it is gone."""
        left = deadline - time.monotonic()
        if left <= 0:  # also where it keeps talking
            return None
        if not self.control.waiting() and not self._ready(left):
            return None
        try:
            return self.control.receive()
        except (JudgeError, OSError):
            raise JudgeError(f"the judge ended before its time{self._last_words()}") from None

    def _ready(self, seconds: float) -> bool:
        """Whether the judge has said something in time. Ends the worker where its own caller is gone."""
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        poll.register(self._caller, 0)  # its end only: orders may wait there
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            ready = dict(poll.poll(min(left, SAMPLING) * 1000))
            if self._caller in ready:
                raise SystemExit(1)
            if ready:
                return True
            self.while_waiting()
        return False

    def _last_words(self) -> str:
        self._log.seek(0)
        text = self._log.read()[-MOST_LAST_WORDS:].decode("utf-8", "replace").strip()
        return f": {text}" if text else ""

    def forked(self, message: dict[str, Any]) -> None:
        """Note the child that runs the cases of a submission."""
        self._child_pid = message["pid"]
        self._child_fd = self.control.take_fds(message["fds"])[0] if message["fds"] else -1

    def reaped(self) -> None:
        """The child has ended."""
        self._child_pid = 0
        if self._child_fd >= 0:
            os.close(self._child_fd)
            self._child_fd = -1

    def alive(self) -> bool:
        """Whether the judge itself can go on."""
        return self._process.poll() is None

    def kill_case(self) -> None:
        """Kill the process that runs the cases: the judge's child, or the judge where it does not fork."""
        with suppress(ProcessLookupError):
            if self._child_fd >= 0:
                signal.pidfd_send_signal(self._child_fd, signal.SIGKILL)
            elif self._child_pid:
                os.kill(self._child_pid, signal.SIGKILL)
            else:
                self._process.kill()

    def end(self) -> None:
        """Kill the judge and its child, and give back what is theirs."""
        self.kill_case()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.reaped()
        self.control.close()
