"""The insides that one worker keeps for its judge: made on request, killed on request, counted."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from typing import Any

from grader.box.limits import process_limits
from grader.box.warm import Child, WarmBox
from grader.course import Limits
from grader.judge.control import Control


class Keeper:
    """All insides of one box. The judge gets its end of each wire and pipe; the worker keeps none."""

    def __init__(self, box: WarmBox, limits: Limits) -> None:
        self._box = box
        self._limits = process_limits(limits)
        self._children: dict[int, Child] = {}
        self._numbers = 0

    def serve(self, control: Control, message: dict[str, Any]) -> None:
        """Answer what a judge asks: a new inside, or the end of one."""
        if message.get("ask") == "spawn":
            self._spawn(control, message)
        elif message.get("ask") == "kill":
            child = self._children.pop(message["number"], None)
            if child is not None:
                self._box.forget(child)
            status = child.exit if child is not None and child.exit is not None else -int(signal.SIGKILL)
            control.send({"exit": status})

    def _spawn(self, control: Control, message: dict[str, Any]) -> None:
        seat = message["seat"]
        self._numbers += 1
        order = {
            "see": seat["top"],
            "folder": seat["home"],
            "limits": self._limits,
            "run": message["run"],
            "path": [seat["support"]] if seat["support"] else [],
        }
        wire, theirs = socket.socketpair()
        out, out_end = os.pipe()
        err, err_end = os.pipe()
        stdin = _file_with(message["stdin"]) if message["stdin"] else os.open(os.devnull, os.O_RDONLY)
        with wire, theirs:
            try:
                fds = [theirs.fileno(), stdin, out_end, err_end]
                self._children[self._numbers] = self._box.spawn(self._numbers, order, fds)
                control.send({"number": self._numbers}, [wire.fileno(), out, err])
            finally:
                for fd in (out, out_end, err, err_end, stdin):
                    os.close(fd)

    def free(self) -> None:
        """Kill all insides and wait for their end."""
        for number in list(self._children):
            self._box.forget(self._children.pop(number))


def _file_with(text: str) -> int:
    """A descriptor to read this text from."""
    with tempfile.TemporaryFile() as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        file.seek(0)
        return os.dup(file.fileno())
