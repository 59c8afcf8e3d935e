"""The judge's end of one wire: requests go out, replies, callbacks and output come in, within the check's limits.

Whatever does not make sense on it (silence, an end, a flood, a frame that is none) is the student's failure and the
end of this inside.
"""

from __future__ import annotations

import os
import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from grader.inside.kinds import WireError, expect
from grader.inside.links import Links
from grader.inside.wire import HEADER, MAX_FRAME, Decoder, Encoder, decode_frame, encode_frame
from grader.result import Location, Outcome
from grader.standin.failures import InsideLost, StudentFailure
from grader.standin.last_words import how_it_ended, line_in_hand
from grader.standin.ledger import Ledger
from grader.standin.objects import JudgeObjects

CHUNK = 1 << 18
ERROR = 2


class Keeper(Protocol):
    """Who holds the process: the worker, as far as the judge may ask it."""

    def kill(self, number: int) -> int:
        """Kill inside `number` and wait for it; its exit status, negative for a signal."""

    def ask_where(self, number: int) -> None:
        """Have inside `number` write its stack to its error stream, whatever it is doing."""


class Inside:
    """One process with the student's code. `show` takes what it prints; `root` is its folder."""

    def __init__(
        self, number: int, fds: list[int], root: str, keeper: Keeper, ledger: Ledger, *, output_kb: int
    ) -> None:
        self.number = number
        self.root = root
        self._home = os.path.join(root, "")
        self.ledger = ledger
        self.lost: InsideLost | None = None
        self.show: Callable[[int, str], None] = lambda *_: None
        self.state: Callable[[Callable[[Any], Any]], dict[str, Any] | None] = lambda _: None
        self.note: Callable[[list[Any]], None] = lambda _: None
        self._keeper = keeper
        self._wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fds[0])  # so that nobody asks what it is
        self._wire.settimeout(0)
        self._pipes = {fds[1]: 1, fds[2]: 2}
        self._output = output_kb << 10
        self._room = {1: self._output, 2: self._output}
        self._buffer = bytearray()
        self._new_check = False
        self._asked = 0
        self._turn = threading.RLock()  # a suite may test with threads; a callback asks again in its own
        self.links = Links(0)
        self.objects = JudgeObjects(self)
        self._poll = select.poll()
        self._poll.register(self._wire, select.POLLIN)
        for fd in self._pipes:
            os.set_blocking(fd, False)
            self._poll.register(fd, select.POLLIN)

    def ask(self, operation: str, *args: Any) -> Any:
        """Ask one thing and give the answer; raises what the student's code raised, or `StudentFailure`."""
        with self._turn:
            if self.lost is not None:
                raise self.ledger.fail(self.lost)
            if self._buffer:
                raise self.lose("has answered before it was asked")
            encoder = Encoder(self.links, self.objects)
            try:
                dropped = self.links.drop_unused()
                message: dict[str, Any] = {"q": operation, "a": [encoder.ref(arg) for arg in args], "x": dropped}
                message["s"] = self.state(encoder.ref)
                message["i"] = number = self._asked = self._asked + 1
                if self._new_check:
                    message["check"], self._new_check = True, False
                self._send(message, encoder)
            except WireError as error:
                raise TypeError(f"this cannot be given to the student's code: {error}") from None
            return self._answer(number)

    def is_quiet(self) -> bool:
        """Whether nothing has come that nobody asked for, say from processes a check has left behind."""
        return self.lost is None and not self._buffer and not self._readable()

    def next_check(self) -> None:
        """Forget the containers shared so far; the inside hears of it with the next question."""
        self.links.clear()
        self._room = {1: self._output, 2: self._output}
        self._new_check = True

    def _send(self, message: dict[str, Any], encoder: Encoder) -> None:
        message["u"] = encoder.finish()
        message["n"] = encoder.nodes
        data = memoryview(encode_frame(message))
        while data:
            try:
                data = data[self._wire.send(data) :]
            except BlockingIOError:
                self._wait(select.POLLIN | select.POLLOUT)
            except OSError:
                raise self._ended() from None

    def _answer(self, number: int) -> Any:
        """Serve callbacks until the reply to question `number` is there."""
        while True:
            message = self._message()
            if "c" not in message and message.get("i") != number:
                raise self.lose("answered what it was not asked")
            is_callback, self.ledger.reading = "c" in message, True
            try:
                parsed = self._parse_callback(message) if is_callback else self._parse_reply(message)
            except StudentFailure:
                raise
            except Exception as error:  # noqa: BLE001 - bytes of a stranger: any error means they make no sense
                raise self.lose(f"answered with something that is no value ({error})") from None
            finally:
                self.ledger.reading = False
            if is_callback:
                self._serve(*parsed)
                continue
            notes, raised, value = parsed
            for note in notes:
                self.note(note)
            if raised:
                raise value
            return value

    def _parse_reply(self, message: dict[str, Any]) -> tuple[Any, ...]:
        if "bad" in message:
            text = message["bad"] if type(message["bad"]) is str else ""
            raise self.ledger.fail(StudentFailure(f"`{self.ledger.in_hand}` gave {text[:200]}."))
        decoder = Decoder(message["n"], self.links, self.objects)
        raised = "e" in message
        value = decoder.get(message["e"] if raised else message["r"])
        expect(not raised or isinstance(value, BaseException), "an exception that is none")
        notes = [[kind, *map(decoder.get, parts)] for kind, *parts in message.get("w", ())]
        self._settle(decoder, message)
        return notes, raised, value

    def _parse_callback(self, message: dict[str, Any]) -> tuple[Any, ...]:
        decoder = Decoder(message["n"], self.links, self.objects)
        args, kwargs = map(decoder.get, message["a"])
        self._settle(decoder, message)
        number, operation = message["c"], message["k"]
        expect(type(number) is int and type(operation) is str, "a callback to nothing")
        expect(type(args) is tuple and type(kwargs) is dict and all(type(k) is str for k in kwargs), "no arguments")
        return number, operation, args, kwargs

    @staticmethod
    def _settle(decoder: Decoder, message: dict[str, Any]) -> None:
        for ref in message["u"]:
            decoder.get(ref)
        decoder.hold(message.get("o", []))
        decoder.commit()

    def _serve(self, number: int, operation: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Answer one callback; what the suite's function raises goes to the student's code."""
        encoder = Encoder(self.links, self.objects)
        try:
            answer = {"r": encoder.ref(self.objects.callbacks.serve(number, operation, args, kwargs))}
        except StudentFailure as failure:
            raise self.ledger.fail(failure) from None
        except BaseException as error:  # noqa: BLE001 - a mock's side effect may be any exception
            answer = {"e": encoder.ref(error)}
        self._send(answer, encoder)

    def _message(self) -> dict[str, Any]:
        """The next whole frame, however its bytes arrive."""
        while True:
            if not self.ledger.left():  # also where it keeps talking
                raise self.timed_out()
            if len(self._buffer) >= HEADER.size:
                (size,) = HEADER.unpack_from(self._buffer)
                if size > MAX_FRAME:
                    raise self.lose("answered with a message that is too large")
                if len(self._buffer) >= HEADER.size + size:
                    body = bytes(self._buffer[HEADER.size : HEADER.size + size])
                    del self._buffer[: HEADER.size + size]
                    return self._checked(body)
            self._wait(select.POLLIN)

    def _checked(self, body: bytes) -> dict[str, Any]:
        try:
            message = decode_frame(body)
        except WireError as error:
            raise self.lose(f"answered with {error}") from None
        known = type(message) is dict and any(key in message for key in ("r", "e", "c", "bad"))
        if known and self.objects.binding.functions.forget(message.get("m", [])):
            return dict(message)
        raise self.lose("answered with something that is no answer")

    def _wait(self, events: int) -> None:
        """Wait for the wire, taking the student's output meanwhile; lose the inside at the deadline."""
        self._poll.modify(self._wire, events)
        left = self.ledger.left()
        ready = self._poll.poll(None if left == float("inf") else left * 1000)
        if not ready:
            raise self.timed_out()
        for fd, _ in ready:
            if fd in self._pipes:
                self._read_pipe(fd)
            elif events == select.POLLIN or self._readable():
                self._read_wire()

    def _readable(self) -> bool:
        return bool(select.select([self._wire], [], [], 0)[0])

    def _read_wire(self) -> None:
        try:
            data = self._wire.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            raise self._ended()
        self._buffer += data
        if len(self._buffer) > HEADER.size + MAX_FRAME + CHUNK:
            raise self.lose("sends without listening")

    def _drain(self) -> None:
        for fd in list(self._pipes):
            self._read_pipe(fd)

    def _read_pipe(self, fd: int) -> None:
        """Take what is in a pipe, and show of it what the limit leaves; the rest is thrown away."""
        stream = self._pipes[fd]
        try:
            data = os.read(fd, CHUNK)
        except BlockingIOError:
            return
        if not data:
            self._poll.unregister(fd)
            del self._pipes[fd]
            os.close(fd)
            return
        kept = data[: self._room[stream]]
        self._room[stream] -= len(kept)
        if kept:
            self.show(stream, kept.decode("utf-8", "replace"))

    def timed_out(self) -> InsideLost:
        """Kill the inside that took too long, and say which call it was."""
        place = self._where()
        where = f" It was at line {place.line} of `{place.file}`." if place else ""
        told = f"did not finish within {self.ledger.limit}.{where} Is there a loop that never ends?"
        return self._lose(InsideLost(f"`{self.ledger.in_hand}` {told}", Outcome.TIMED_OUT, location=place))

    def _where(self) -> Location | None:
        """The student's line that is running now: testimony, of use to the student only."""
        self._drain()
        self._room[ERROR] = 0  # what comes from now on is the stack, which names the grader's files
        fd = next((fd for fd, stream in self._pipes.items() if stream == ERROR), None)
        if fd is None:
            return None
        self._keeper.ask_where(self.number)
        return line_in_hand(fd, self.objects.binding.holds, self._home)

    def _ended(self) -> InsideLost:
        status = self._keeper.kill(self.number)
        message = f"`{self.ledger.in_hand}` {how_it_ended(status)}."
        failure = InsideLost(message, Outcome.CRASHED)
        failure.exit_code = status
        return self._lose(failure)

    def lose(self, what: str, location: Location | None = None) -> InsideLost:
        """Give up on an inside that does not make sense."""
        message = f"`{self.ledger.in_hand}` {what}."
        return self._lose(InsideLost(message, Outcome.CRASHED, location=location))

    def _lose(self, failure: InsideLost) -> InsideLost:
        self.lost = failure
        self.ledger.fail(failure)
        self.close()
        return failure

    def close(self, *, kill: bool = True) -> None:
        """Kill the process, unless the worker does it by itself, and give the descriptors back."""
        if self._wire.fileno() < 0:
            return
        if kill:
            self._keeper.kill(self.number)
        with suppress(BlockingIOError):
            self._drain()
        for fd in self._pipes:
            os.close(fd)
        self._pipes.clear()
        self._wire.close()
