"""The warm inside as the worker sees it: started once, asked for children, its children killed and waited for.

`kind` is `bubblewrap` or `process`. In the real box each child has namespaces of its own where the machine allows it;
`apart` says whether.
"""

from __future__ import annotations

import array
import json
import os
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from grader.box import bubblewrap
from grader.box.interpreter import executable
from grader.errors import BoxError, JudgeError

FLAGS = ["-S", "-P", "-s"]
Packages = dict[str, Path]
Shown = dict[str, Path]  # path in the real box → the file there
PATIENCE = 20.0  # seconds until a silent warm inside is called broken


class Child:
    """One process with a student's code: its pid in the warm inside's view, and a pidfd to kill it by."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.pid = 0
        self.pidfd = -1
        self.exit: int | None = None
        self.over_memory = False


def open_box(wish: str, root: Path, packages: Packages, show: Shown, fake: Path | None = None) -> WarmBox:
    """A box that is ready: of the kind that was wished, or for `auto` the best there is.

    `fake` is the package pyfakefs, where the box's file system is to be fake.
    Raises BoxError where the wish cannot be had.
    """
    if wish == "process":
        return _ready("process", root, packages, {}, fake)
    try:
        return _ready("bubblewrap", root, packages, show, fake)
    except BoxError:
        if wish == "auto":
            return _ready("process", root, packages, {}, fake)
        reason = bubblewrap.why_not() or "it ended before its time"
        hint = "Install bubblewrap, or use --box process."
        raise BoxError(f"the real box cannot be had here: {reason}", hint=hint) from None


def _ready(kind: str, root: Path, packages: Packages, show: Shown, fake: Path | None) -> WarmBox:
    box = WarmBox(kind, root, packages, show, fake)
    try:
        box.wait_ready()
    except BaseException:
        box.close()
        raise
    return box


class WarmBox:
    """One warm inside and its children."""

    def __init__(
        self, kind: str, root: Path, packages: Packages, show: Shown | None = None, fake: Path | None = None
    ) -> None:
        self.kind = kind
        self.broken = False
        self.apart = kind == "bubblewrap"
        self._root = root
        self._children: dict[int, Child] = {}
        self._buffer = b""
        self._fds = array.array("i")
        self._packages = [self._show(packages)] if packages else []
        self.control, theirs = socket.socketpair()
        self.control.settimeout(PATIENCE)
        with theirs:
            self._process = self._start(theirs, packages, show or {}, fake)

    def _show(self, packages: Packages) -> str:
        """The folder where student code finds the packages: mounted ones in the real box, links in the plain one."""
        if self.kind == "bubblewrap":
            return bubblewrap.PACKAGES_THERE
        folder = self._root / "packages"
        folder.mkdir(exist_ok=True)
        for name, place in packages.items():
            with suppress(FileExistsError):  # another box on the same ground shows the same
                (folder / name).symlink_to(place)
        return str(folder)

    def _start(
        self, theirs: socket.socket, packages: Packages, show: Shown, fake: Path | None
    ) -> subprocess.Popen[bytes]:
        fd = theirs.fileno()
        if self.kind == "bubblewrap":
            program = bubblewrap.find_bubblewrap()
            if program is None:
                message = "the box needs bubblewrap, and there is no `bwrap` program here"
                raise BoxError(message, hint="Install Debian's package bubblewrap, or use --box process.")
            main = f"{bubblewrap.INSIDE_THERE}/__main__.py"
            shown = show if fake is None else {**show, f"{bubblewrap.FAKE_THERE}/{fake.name}": fake}
            line = bubblewrap.command(program, self._root, packages, shown)
        else:
            main, line = str(bubblewrap.INSIDE / "__main__.py"), []
        line += [str(executable()), *FLAGS, main, str(fd), self.kind]
        if fake is not None:
            line.append(bubblewrap.FAKE_THERE if self.kind == "bubblewrap" else str(fake.parent))
        return subprocess.Popen(
            line,
            pass_fds=[fd],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # why it does not start, `why_not` and `grade doctor` tell in words
            env=bubblewrap.environment(),
            cwd="/",
            start_new_session=True,
        )

    def wait_ready(self) -> None:
        """Wait until children can be asked for; BoxError where the box does not come up."""
        message = self._read()
        if not message.get("ready"):
            raise BoxError("the box did not come up", hint="Run `grade doctor` for the reason.")
        if self.apart and not message.get("apart"):
            raise BoxError("in the box, submissions get no namespaces of their own", hint="Run `grade doctor`.")

    def spawn(self, number: int, order: dict[str, Any], fds: list[int]) -> Child:
        """Ask for a child with the descriptors [wire, stdin, stdout, stderr]; it is alive when this returns."""
        request = order | {
            "number": number,
            "apart": self.apart,
            "root": str(self._root),
            "path": order["path"] + self._packages,
        }
        child = self._children[number] = Child(number)
        try:
            socket.send_fds(self.control, [json.dumps(request).encode() + b"\n"], fds)
        except OSError as error:
            self.broken = True
            raise BoxError(f"the box ended before its time: {error}") from error
        while child.pid == 0:
            message = self._read()
            if message.get("error"):
                raise JudgeError(f"the warm inside cannot make a child: {message['error']}")
        return child

    def _read(self) -> dict[str, Any]:
        """The next message of the warm inside, entered into the table of children."""
        while b"\n" not in self._buffer:
            try:
                data, fds, _, _ = socket.recv_fds(self.control, 1 << 16, 16)
            except TimeoutError:
                self.broken = True
                raise BoxError("the warm inside is silent") from None
            if not data:
                self.broken = True
                raise BoxError("the box ended before its time", hint="Run `grade doctor` for the reason.")
            self._buffer += data
            self._fds.extend(fds)
        line, _, self._buffer = self._buffer.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        child = self._children.get(message.get("number", -1))
        if child is not None and "pid" in message:
            child.pid = message["pid"]
            child.pidfd = self._fds.pop(0) if self._fds else -1
        if child is not None and "exit" in message:
            child.exit = message["exit"]
        return message

    def signal(self, child: Child, number: int) -> None:
        """Send a child a signal."""
        with suppress(ProcessLookupError):
            if child.exit is None and child.pidfd >= 0:
                signal.pidfd_send_signal(child.pidfd, number)

    def kill(self, child: Child) -> None:
        """Kill a child at once, with its whole namespace or process group."""
        if child.exit is not None or child.number not in self._children:
            return
        with suppress(ProcessLookupError):
            if child.pidfd >= 0:
                signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)
        if not self.apart and self.kind == "process":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)

    def wait(self, child: Child) -> int:
        """The exit status of a child that has ended or was killed; negative for a signal."""
        while child.exit is None:
            self._read()
        return child.exit

    def forget(self, child: Child) -> None:
        """Kill a child, wait for its end and give its descriptor back."""
        self.kill(child)
        self.wait(child)
        if child.pidfd >= 0:
            os.close(child.pidfd)
        del self._children[child.number]

    def close(self) -> None:
        """Kill the warm inside and all its children."""
        for child in self._children.values():
            self.kill(child)
            if child.pidfd >= 0:
                os.close(child.pidfd)
        self._children.clear()
        self.control.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
