"""The insides that one worker keeps for its judge: made on request, killed on request, counted."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from typing import Any

import msgspec

from grader.box.limits import process_limits
from grader.box.memory import host_pid, used_mb
from grader.box.warm import Child
from grader.course import Limits
from grader.judge.control import Control, Seat
from grader.worker.boxes import Boxes


class Keeper:
    """All insides of one suite. The judge gets its end of each wire and pipe; the worker keeps none."""

    def __init__(self, box: Boxes, limits: Limits) -> None:
        self._box = box
        self._limits = process_limits(limits)
        self._children: dict[int, Child] = {}
        self._numbers = 0
        self._ready: tuple[str, int, list[int]] | None = None

    def serve(self, control: Control, message: dict[str, Any]) -> None:
        """Answer what a judge asks: a new inside, or the end of one."""
        if message.get("ask") == "spawn":
            self._spawn(control, message)
        elif message.get("ask") == "where":
            child = self._children.get(message["number"])
            if child is not None:
                self._box.signal(child, signal.SIGUSR1)
            control.send({})
        elif message.get("ask") == "kill":
            child = self._children.pop(message["number"], None)
            if child is not None:
                self._box.forget(child)
            status = child.exit if child is not None and child.exit is not None else -int(signal.SIGKILL)
            control.send({"exit": status, "memory": child is not None and child.over_memory})

    def prepare(self, seat: Seat) -> None:
        """Make a submission's first inside while the judge still forks."""
        self._drop_ready()
        if self._box.first == "temporary":  # a fake one must be told what it begins with
            self._ready = (seat.top, *self._make({"seat": msgspec.to_builtins(seat), "run": None, "stdin": ""}))

    def _drop_ready(self) -> None:
        if self._ready is not None:
            for fd in self._ready[2]:
                os.close(fd)
            self._ready = None

    def _spawn(self, control: Control, message: dict[str, Any]) -> None:
        if self._ready is not None and self._is_ready_for(message):
            _, number, fds = self._ready
            self._ready = None
        else:
            number, fds = self._make(message)
        try:
            control.send({"number": number}, fds)
        finally:
            for fd in fds:
                os.close(fd)

    def _is_ready_for(self, message: dict[str, Any]) -> bool:
        assert self._ready is not None  # noqa: S101
        home = os.path.join(self._ready[0], "work")
        return message["run"] is None and message["seat"]["home"] == home and message["filesystem"] == self._box.first

    def _make(self, message: dict[str, Any]) -> tuple[int, list[int]]:
        """A new inside: its number, and the judge's ends of wire, output and error."""
        self._numbers += 1
        seat, stdin_text = message["seat"], message["stdin"]
        order = {
            "see": seat["top"],
            "folder": seat["home"],
            "limits": self._limits,
            "run": message["run"],
            "path": [seat["support"]] if seat["support"] else [],
            "filesystem": message.get("filesystem", self._box.first),
            "files": message.get("files", ()),
        }
        wire, theirs = socket.socketpair()
        out, out_end = os.pipe()
        err, err_end = os.pipe()
        stdin = _file_with(stdin_text) if stdin_text else os.open(os.devnull, os.O_RDONLY)
        mine = [wire.detach(), out, err]
        with theirs:
            try:
                fds = [theirs.fileno(), stdin, out_end, err_end]
                self._children[self._numbers] = self._box.spawn(self._numbers, order, fds)
            except BaseException:
                for fd in mine:
                    os.close(fd)
                raise
            finally:
                for fd in (out_end, err_end, stdin):
                    os.close(fd)
        return self._numbers, mine

    def sample(self) -> None:
        """Kill the insides whose processes use more memory together than one of them may."""
        for child in self._children.values():
            if not child.over_memory and child.exit is None and child.pidfd >= 0:
                pid = host_pid(child.pidfd)
                if pid and used_mb(pid) > self._limits["memory_mb"]:
                    child.over_memory = True
                    self._box.kill(child)

    def free(self) -> None:
        """Kill all insides and wait for their end."""
        self._drop_ready()
        for number in list(self._children):
            self._box.forget(self._children.pop(number))


def _file_with(text: str) -> int:
    """A descriptor to read this text from."""
    with tempfile.TemporaryFile() as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        file.seek(0)
        return os.dup(file.fileno())
