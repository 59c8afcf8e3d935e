"""The socket between a judge and the worker above it: lines of JSON, with descriptors where an inside is handed over.

The judge asks for insides and for their end; it tells what it has collected. How each case went it notes in a diary,
which wakes nobody: to wake a process costs as much as an easy case.
"""

from __future__ import annotations

import array
import os
import socket
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct, field

from grader.course import FileSystem, Limits
from grader.errors import JudgeError
from grader.standin.last_words import OVER_MEMORY
from grader.submission import Entry

AT_ONCE = 1 << 15  # bytes that are read together: room is made for all of them, and most messages are short
ENOUGH = "enough"  # why a child of the judge ends that has judged as many submissions as it may


class Seat(Struct, frozen=True, kw_only=True):
    """Where one submission lies, at the same paths for judge and box.

    `top` is all that the box sees of it: `home`, the student's files and the current folder; `tmp`, pytest's
    temporary files; `support`, files beside the submission, last on the import path.
    """

    top: str
    home: str
    tmp: str
    support: str = ""


class Setup(Struct, frozen=True, kw_only=True):
    """What a judge is started with. `solution` is None where the suite is collected against the submission.

    `view` is the folder that must be mounted without symlinks for this judge; empty where nothing is mounted.
    `messages` are the course's ids of messages, each with its concepts.
    `cores` are what its children take in turn; none where the system places them. `per_child` is how many submissions
    one child may judge, one after the other.
    """

    suite: str
    roots: list[str]
    limits: Limits
    solution: Seat | None = None
    solution_files: list[str] = field(default_factory=list)
    plugins: list[str] = field(default_factory=list)
    filesystems: list[FileSystem] = field(default_factory=lambda: ["temporary"])
    messages: dict[str, list[str]] = field(default_factory=dict)
    json_report: str = ""
    fork: bool = True
    view: str = ""
    cores: list[int] = field(default_factory=list)
    per_child: int = 1


class Job(Struct, frozen=True, kw_only=True):
    """One submission to judge. `sequence` are cases to run in this order, ahead of all others.

    `done` are cases that have their verdict already, `failed` those of them that did not pass; `passed` are checks.
    `required` are the files that must be there, `command` is one to run and diagnose, empty for none.
    Without `explain` nobody asks which mistakes explain what fails. When `enough` checks have failed, or one of
    `decisive`, the others are not run; 0 is for all.
    One check may take `check_seconds`, or what the limits say where it is 0.
    """

    seat: Seat
    files: list[str]
    sequence: list[str] = field(default_factory=list)
    listing: list[Entry] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    changed_given: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    dead: dict[str, str] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    command: str = ""
    explain: bool = True
    enough: int = 0
    decisive: list[str] = field(default_factory=list)
    check_seconds: float = 0.0
    seconds_left: float = 30.0


class Control:
    """One end of the socket; both sides use it."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._buffer = b""
        self._held = b""
        self._fds = array.array("i")

    def fileno(self) -> int:
        """The descriptor to wait on."""
        return self._socket.fileno()

    def send(self, message: dict[str, Any], fds: list[int] | None = None) -> None:
        """Send one message, with descriptors; JudgeError where the other side is gone."""
        line = memoryview(self._held + msgspec.json.encode(message) + b"\n")
        self._held = b""
        try:
            sent = socket.send_fds(self._socket, [line], fds or [])
            self._socket.sendall(line[sent:])
        except BrokenPipeError:
            raise JudgeError("the other side of the control socket is gone") from None

    def hold(self, message: dict[str, Any]) -> None:
        """Send one message together with the next one: each waking of the other side costs."""
        self._held += msgspec.json.encode(message) + b"\n"

    def receive(self) -> dict[str, Any]:
        """The next message; JudgeError where the other side is gone."""
        while b"\n" not in self._buffer:
            data, fds, _, _ = socket.recv_fds(self._socket, AT_ONCE, 16)
            if not data:
                raise JudgeError("the other side of the control socket is gone")
            self._buffer += data
            self._fds.extend(fds)
        line, _, self._buffer = self._buffer.partition(b"\n")
        message: dict[str, Any] = msgspec.json.decode(line)
        return message

    def take_fds(self, count: int | None = None) -> list[int]:
        """The descriptors that came with the last messages, oldest first; all there are, or so many of them."""
        taken = list(self._fds[:count])
        del self._fds[: len(taken)]
        return taken

    def waiting(self) -> bool:
        """Whether a whole message has been read already."""
        return b"\n" in self._buffer

    def close(self) -> None:
        """Give the socket back."""
        self._socket.close()


class WorkerAbove:
    """The worker as the judge knows it: it makes insides and ends them."""

    def __init__(self, control: Control, diary: socket.socket) -> None:
        self.control = control
        self._diary = diary
        self._overfull = False
        self._ready: tuple[str, int, list[int]] = "", 0, []  # home, number and descriptors of an inside

    def spawn(
        self,
        seat: Seat,
        run: dict[str, Any] | None = None,
        stdin: str = "",
        *,
        filesystem: FileSystem = "temporary",
        files: Sequence[str] = (),
    ) -> tuple[int, list[int]]:
        """A new inside for a submission: its number, and wire, output and error descriptors.

        `files` are what a fake file system begins with.
        """
        home, number, fds = self._ready
        if number and run is None and filesystem == "temporary" and seat.home == home:
            self._ready = "", 0, []
            return number, fds
        message = {"seat": seat, "run": run, "stdin": stdin, "filesystem": filesystem, "files": files}
        self.control.send({"ask": "spawn", **message})
        answer = self._answer()
        return answer["number"], self.control.take_fds(3)

    def kill(self, number: int) -> int:
        """Kill an inside and wait for it; its exit status, negative for a signal."""
        self.control.send({"ask": "kill", "number": number})
        answer = self._answer()
        return OVER_MEMORY if answer.get("memory") else int(answer["exit"])

    def ask_where(self, number: int) -> None:
        """Have an inside write its stack to its error stream."""
        self.control.send({"ask": "where", "number": number})
        self._answer()

    def tell(self, event: str, **details: Any) -> None:
        """Report an event."""
        self.control.send({"event": event, **details})

    def note(self, event: str, **details: Any) -> None:
        """Report an event that is read before all that is told later, and at once by nobody."""
        message = {"event": event, **details}
        if not self._overfull:
            try:
                self._diary.send(msgspec.json.encode(message), socket.MSG_DONTWAIT)
            except OSError:  # it is full, or this is too long for it: the notes to come must not overtake this one
                self._overfull = True
            else:
                return
        self.control.send(message)

    def hold(self, event: str, **details: Any) -> None:
        """Report an event together with the next one."""
        self.control.hold({"event": event, **details})

    def introduce_child(self) -> None:
        """Tell who judges from now on: a descriptor that ends when this process does, and one to kill it by."""
        end, _ = os.pipe()  # the other end is closed by the end of this process, and by nothing else
        fds = [end, *([os.pidfd_open(os.getpid())] if hasattr(os, "pidfd_open") else [])]
        self.control.send({"event": "forked", "pid": os.getpid(), "fds": len(fds)}, fds)
        for fd in fds:
            os.close(fd)

    def next_job(self) -> Job:
        """The next submission, often with its inside; JudgeError where there is none.

        An answer that comes first is for a child killed before it heard it.
        """
        while "job" not in (message := self.control.receive()):
            for fd in self.control.take_fds():
                os.close(fd)
        job = msgspec.convert(message["job"], Job)
        self._ready = job.seat.home, message["inside"], self.control.take_fds()
        return job

    def has_more(self) -> bool:
        """Whether there is an inside, or a word, that nobody has taken."""
        return self._ready[1] > 0 or self.control.waiting()

    @property
    def descriptors(self) -> list[int]:
        """Those of the inside that came with the job and is not taken yet."""
        return self._ready[2]

    def _answer(self) -> dict[str, Any]:
        answer = self.control.receive()
        if "error" in answer:
            raise JudgeError(answer["error"])
        return answer
