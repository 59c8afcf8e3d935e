"""The judge as a process of the worker's: started, spoken to, killed."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

import msgspec

from grader.errors import JudgeError
from grader.judge.control import Control, Setup
from grader.worker.start import Started

MOST_LAST_WORDS = 2000
SAMPLING = 0.1  # seconds between two looks at what the insides use, and at the diary where nothing is said
MOST_NOTES = 100  # taken from the diary at a time
MOST_NOTED = 1 << 20  # bytes of one note


class JudgeProcess:
    """One judge, which prints to `log`.

    `caller` is the descriptor that the worker's orders come from: its end is the worker's.
    """

    def __init__(self, setup: Setup, log: BinaryIO, caller: int, started: Started) -> None:
        self._caller = caller
        self.while_waiting: Callable[[], None] = lambda: None
        self._log = log
        self._child_pid = 0
        self._child_fds: list[int] = []
        self._process = started.process
        self.control = Control(started.control)
        self._control_fd = self.control.fileno()
        self._diary = started.diary
        self._notes: deque[dict[str, Any]] = deque()
        self._poll = select.poll()
        self._poll.register(caller, 0)  # its end only: orders may wait there
        self._poll.register(self.control, select.POLLIN)
        self.control.send({"setup": setup})

    def message(self, deadline: float) -> dict[str, Any] | None:
        """The next message; None at the deadline, a reading of `time.monotonic`. Raises JudgeError where it is gone.

        The end of the child comes as a message, too, after all that it said: the event `died`.
        """
        if deadline <= time.monotonic():  # also where it keeps talking
            return None
        if self._notes or self._has_new_notes():
            return self._notes.popleft()
        ready = {self._control_fd} if self.control.waiting() else self._ready(deadline)
        if self._has_new_notes():  # made before what is ready was said
            return self._notes.popleft()
        if not ready:
            return None
        if self._control_fd not in ready:
            return {"event": "died"}
        try:
            return self.control.receive()
        except (JudgeError, OSError):
            raise self._gone() from None

    def _has_new_notes(self) -> bool:
        """Whether there is something in the diary that was not seen yet; takes it, within bounds."""
        try:
            while len(self._notes) < MOST_NOTES:
                self._notes.append(msgspec.json.decode(self._diary.recv(MOST_NOTED, socket.MSG_DONTWAIT)))
        except BlockingIOError:
            return bool(self._notes)
        return True

    def _gone(self) -> JudgeError:
        return JudgeError(f"the judge ended before its time{self.last_words()}")

    def _ready(self, deadline: float) -> set[int]:
        """What can be read in time: the control socket, the end of the child. Ends the worker whose caller is gone."""
        while (left := deadline - time.monotonic()) > 0:
            ready = {fd for fd, _ in self._poll.poll(min(left, SAMPLING) * 1000)}
            if self._caller in ready:
                raise SystemExit(1)
            if ready:
                return ready
            if self._process.poll() is not None:  # its children may hold the socket still
                raise self._gone()
            self.while_waiting()
            if self._has_new_notes():
                break
        return set()

    def last_words(self) -> str:
        """The end of what it printed, to be put behind a message."""
        self._log.seek(0)
        text = self._log.read()[-MOST_LAST_WORDS:].decode("utf-8", "replace").strip()
        return f": {text}" if text else ""

    def forked(self, message: dict[str, Any]) -> None:
        """Note the child that runs the cases of a submission."""
        self.forget_child()  # one that stayed for this submission, and has died before it
        self._child_pid = message["pid"]
        self._child_fds = self.control.take_fds(message["fds"])
        self._poll.unregister(self.control)
        self._poll.register(self._child_fds[0], 0)
        self._poll.register(self.control, select.POLLIN)  # looked at last, so that a dead child has said all

    def has_child(self) -> bool:
        """Whether the child of the submission before is there for the next one."""
        if self._child_fds and select.select(self._child_fds[:1], [], [], 0)[0]:
            self.forget_child()
        return bool(self._child_pid)

    def forget_child(self) -> None:
        """The child has nothing more to say."""
        self._child_pid = 0
        if self._child_fds:
            self._poll.unregister(self._child_fds[0])
        for fd in self._child_fds:
            os.close(fd)
        self._child_fds = []

    @property
    def child_pidfd(self) -> int:
        """What the child can be killed by; below zero where there is none."""
        return self._child_fds[1] if len(self._child_fds) > 1 else -1

    def alive(self) -> bool:
        """Whether the judge itself can go on."""
        return self._process.poll() is None

    def kill_case(self) -> None:
        """Kill the process that runs the cases: the judge's child, or the judge where it does not fork."""
        with suppress(ProcessLookupError):
            if self.child_pidfd >= 0:
                signal.pidfd_send_signal(self.child_pidfd, signal.SIGKILL)
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
        self.forget_child()
        self.control.close()
        self._diary.close()
