"""A desk's process as its pool has it: started, spoken to without ever waiting for it, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress

import msgspec

from grader.box.memory import below
from grader.bulk.executor import Done, Ticket
from grader.bulk.framing import END_OF_ROUND, Assignment, Frames, decode_word, encode, error_of

AT_ONCE = 8  # tickets that a desk has: two are with its judge, others bridge the time that the pool is busy
FEW = 3  # tickets that it has however large they are: with fewer, no result would come before the end of the round
ROOM = 4 << 20  # bytes of all its tickets
_KEYS = "GRADE_KEY"  # of sealed suites, which it is told opened
_PIECE = 1 << 18
_PATIENCE = 10.0  # seconds for a desk to end in order
_MOST_LAST_WORDS = 2000


class DeskProcess:
    """A started desk. `in_hand` are its tickets that have no result yet, the one that it is at first."""

    def __init__(self, assignment: Assignment) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - for the life of the process
        self.socket, theirs = socket.socketpair()
        with theirs:
            arguments = [str(theirs.fileno()), str(os.getpid())]
            self._process = subprocess.Popen(  # noqa: S603 - our own
                [sys.executable, "-P", "-s", "-m", "grader.bulk.serving", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                pass_fds=[theirs.fileno()],
                env={name: value for name, value in os.environ.items() if not name.startswith(_KEYS)},
                start_new_session=True,
            )
        self.socket.settimeout(0)
        self.in_hand: deque[Ticket] = deque()
        self._sizes: deque[int] = deque()
        self._frames = Frames()
        self._unsent = bytearray(encode(assignment))
        self._is_round_open = False
        self.waits_since = time.monotonic()

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    @property
    def has_room(self) -> bool:
        """Whether it may have another ticket now."""
        count = len(self.in_hand)
        return count < FEW or (count < AT_ONCE and sum(self._sizes) < ROOM)

    @property
    def is_provided(self) -> bool:
        """Whether all the tickets that a desk may have are with it, and it is busy for a while."""
        return len(self.in_hand) >= AT_ONCE and not self._unsent

    @property
    def has_more_to_send(self) -> bool:
        """Whether something waits for room on the way to it."""
        return bool(self._unsent)

    def give(self, ticket: Ticket) -> None:
        """Have it grade a ticket."""
        if not self.in_hand:
            self.waits_since = time.monotonic()
        content = encode(ticket)
        self.in_hand.append(ticket)
        self._sizes.append(len(content))
        self._unsent += content
        self._is_round_open = True
        self.send()

    def end_round(self) -> None:
        """Have it give all results without waiting for another ticket."""
        if self._is_round_open:
            self._is_round_open = False
            self._unsent += END_OF_ROUND
            self.send()

    def send(self) -> None:
        """Send what there is room for."""
        try:
            while self._unsent:
                del self._unsent[: self.socket.send(self._unsent)]
        except BlockingIOError:
            return
        except ConnectionError:
            self._unsent.clear()  # it has ended, which shows when it is heard

    def hear(self) -> Iterator[Done]:
        """The results that have come. Raises `EOFError` where it has ended, `GraderError` where it cannot go on."""
        try:
            some = self.socket.recv(_PIECE)
        except BlockingIOError:
            return
        except ConnectionResetError:
            some = b""
        if not some:
            raise EOFError
        for content in self._frames.feed(some):
            try:
                word = decode_word(content)
            except msgspec.MsgspecError:
                raise EOFError from None  # it is out of its mind
            if word.fault is not None:
                raise error_of(word.fault)
            if word.done is None or not self.in_hand or word.done.number != self.in_hand[0].number:
                raise EOFError  # likewise
            self.waits_since = time.monotonic()
            self._sizes.popleft()
            self.in_hand.popleft()
            yield word.done

    def last_words(self) -> str:
        """The last line that it has printed, which says what it ended of."""
        self._log.seek(0)
        lines = self._log.read()[-_MOST_LAST_WORDS:].decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def ask_to_end(self) -> None:
        """Let it end: at once where it grades, in order in any case."""
        with suppress(OSError):
            self.socket.close()
        if self.in_hand:
            with suppress(ProcessLookupError):
                self._process.terminate()

    def close(self) -> None:
        """Wait for its end; a desk that does not end is killed with all that it started."""
        self.ask_to_end()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
        self._log.close()

    def kill(self) -> None:
        """Kill it with all that it started, be it stopped or hung."""
        for pid in below(self.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
