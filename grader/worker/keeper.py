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
from grader.worker.cores import Cores


class Keeper:
    """All insides of one suite. The judge gets its end of each wire and pipe; the worker keeps none."""

    def __init__(self, box: Boxes, limits: Limits, cores: Cores) -> None:
        self._cores = cores
        self._box = box
        self._limits = process_limits(limits)
        self._children: dict[int, Child] = {}
        self._numbers = 0
        self._ready: tuple[str, int, list[int]] | None = None  # home, number, the judge's ends
        self._retired: list[int] = []
        self._dying: list[Child] = []

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

    def prepare(self, seat: Seat, core: int | None) -> None:
        """Make a submission's first inside before the judge asks for it, unless there is one."""
        if self._ready is not None and self._ready[0] == seat.home:
            return
        self.drop_ready()
        if self._box.first == "temporary":  # a fake one must be told what it begins with
            message = {"seat": msgspec.to_builtins(seat), "run": None, "stdin": ""}
            self._ready = (seat.home, *self._make(message, core))

    def hand_over(self, seat: Seat) -> tuple[int, list[int]]:
        """The inside that is ready for this seat: its number, 0 if none is, and the judge's ends, now the caller's."""
        return self._taken() if self._ready is not None and self._ready[0] == seat.home else (0, [])

    def _taken(self) -> tuple[int, list[int]]:
        """What is ready, which now is not any more."""
        assert self._ready is not None  # noqa: S101 - whoever takes it has looked
        _, number, fds = self._ready
        self._ready = None
        return number, fds

    def drop_ready(self) -> None:
        """Give back what no judge has asked for."""
        if self._ready is not None:
            number, fds = self._taken()
            for fd in fds:
                os.close(fd)
            self._kill(number)

    def _spawn(self, control: Control, message: dict[str, Any]) -> None:
        if self._ready is not None and self._is_ready_for(message, self._ready[0]):
            number, fds = self._taken()
        else:
            number, fds = self._make(message, self._cores.of_job())
        try:
            control.send({"number": number}, fds)
        finally:
            for fd in fds:
                os.close(fd)

    def _is_ready_for(self, message: dict[str, Any], home: str) -> bool:
        return message["run"] is None and message["seat"]["home"] == home and message["filesystem"] == self._box.first

    def _make(self, message: dict[str, Any], core: int | None) -> tuple[int, list[int]]:
        """A new inside: its number, and the judge's ends of wire, output and error."""
        self._numbers += 1
        seat, stdin_text = message["seat"], message["stdin"]
        order = {
            "see": seat["top"],
            "folder": seat["home"],
            "limits": self._limits,
            "core": core,
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
        """Kill the insides whose processes use more memory together than one of them may; leave them their cores."""
        for child in self._children.values():
            self._cores.leave(child.pidfd)
            if not child.over_memory and child.exit is None and child.pidfd >= 0:
                pid = host_pid(child.pidfd)
                if pid and used_mb(pid) > self._limits["memory_mb"]:
                    child.over_memory = True
                    self._box.kill(child)

    def free(self) -> None:
        """Kill all insides but the one that is ready for the next submission."""
        self.retire()
        self.end_retired()

    def retire(self) -> None:
        """Have all insides but the one that is ready for the next submission end soon: when that one has begun."""
        self._retired = [number for number in self._children if self._ready is None or number != self._ready[1]]

    def end_retired(self) -> None:
        """Kill what was retired."""
        while self._retired:
            self._kill(self._retired.pop())

    def _kill(self, number: int) -> None:
        child = self._children.pop(number)
        self._box.kill(child)
        self._dying.append(child)

    def wait(self) -> None:
        """Wait for the end of what was retired or killed: only then is its folder nobody's."""
        self.end_retired()
        while self._dying:
            self._box.forget(self._dying.pop())


def _file_with(text: str) -> int:
    """A descriptor to read this text from, and not to write to: it lies on a disk of the machine's."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        file.flush()
        return os.open(file.name, os.O_RDONLY)
