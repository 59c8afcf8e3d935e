"""Answers the judge's requests about one submission, in the process that holds the student's code."""

from __future__ import annotations

import _socket
import _thread
import os
import sys
from collections.abc import Callable
from typing import Any

from .cells import CELL_OPERATIONS
from .kinds import WireError
from .links import Links
from .modules import Modules
from .notes import Notes
from .objects import StudentObjects
from .operations import OPERATIONS
from .state import World
from .wire import HEADER, MAX_FRAME, Decoder, Encoder, decode_frame, encode_frame, is_plain_throughout

PIECE = 1 << 16  # bytes that are read at a time
_COMMON = {**OPERATIONS, **CELL_OPERATIONS}


class Served(BaseException):
    """The judge has closed the wire: the work is done."""


class Service:
    """One wire to the judge. Requests nest: while the judge answers a callback it may ask again.

    It is made before the process of the submission is, and begins there.
    """

    _wire: _socket.socket

    def __init__(self) -> None:
        self._come = bytearray()
        self._links = Links(1)
        self._objects = StudentObjects(self._call_judge)
        self._world = World(self._ask_input)
        self._notes = Notes()
        self._turn = _thread.RLock()  # the student's threads may call the suite's functions
        self._modules = Modules()
        self._operations: dict[str, Callable[..., Any]] = {"import": self._modules.import_module}  # what is its own
        self._stdout = sys.stdout
        self._stderr = sys.stderr

    def begin(self, wire: _socket.socket, folder: str) -> None:
        """Serve the submission in this folder, which is the current one."""
        self._wire = wire
        self._objects.root = os.path.join(folder, "")
        self._world.home = folder

    def serve(self) -> None:
        """Answer until the judge closes the wire."""
        while True:
            self._answer(self._receive())

    def serve_one(self) -> None:
        """Answer one question."""
        self._answer(self._receive())

    def offer(self, operations: dict[str, Callable[..., Any]]) -> None:
        """Answer these operations as well."""
        self._operations |= operations

    def offer_end(self, code: int, names: dict[str, Any]) -> None:
        """Answer `ended` with a script's exit code and its final names that hold plain values throughout."""
        plain = {name: value for name, value in names.items() if name[:2] != "__" and is_plain_throughout(value)}
        self._operations["ended"] = lambda: (code, plain)

    def _answer(self, message: dict[str, Any]) -> None:
        if message.get("check"):
            self._links.clear()
        number = message["i"]
        try:
            key, value = "r", self._do(message)
        except Served:
            raise
        except WireError as error:
            return self._send({"bad": str(error), "i": number}, Encoder(self._links, self._objects))
        except BaseException as error:  # noqa: BLE001 - whatever student code raises is the answer
            key, value = "e", error
        return self._reply(number, key, value)

    def _do(self, message: dict[str, Any]) -> Any:
        for number in message.get("x", ()):
            self._links.drop(number)
        args, state = self._decode(message)
        if message.get("s"):
            self._world.apply(message["s"], state)
        self._notes.watch()
        try:
            return (self._operations.get(message["q"]) or _COMMON[message["q"]])(*args)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next if error.__traceback__ else None
            raise

    def _decode(self, message: dict[str, Any]) -> tuple[list[Any], Callable[[Any], Any]]:
        decoder = Decoder(message["n"], self._links, self._objects)
        values = [decoder.get(ref) for ref in message.get("a", ())]
        kept: dict[str, Any] = {}
        state = message.get("s") or {}
        refs = [state.get("random"), *(part[-1] for part in [*state.get("attributes", ()), *state.get("modules", ())])]
        for ref in refs:
            if ref:
                kept[repr(ref)] = decoder.get(ref)
        for ref in message.get("u", ()):
            decoder.get(ref)
        decoder.commit()
        return values, lambda ref: kept[repr(ref)] if ref else ref

    def _reply(self, number: int, key: str, value: Any) -> None:
        self._flush()
        self._notes.watch()
        encoder = Encoder(self._links, self._objects)
        try:
            reply = {"i": number, key: encoder.ref(value), "w": self._notes.take(encoder.ref)}
            self._send(reply, encoder)
        except Exception as error:  # noqa: BLE001 - a student's class may break when it is described
            why = str(error) if isinstance(error, WireError) else "something that cannot be described"
            self._send({"bad": why, "i": number}, Encoder(Links(1), self._objects))

    def _send(self, message: dict[str, Any], encoder: Encoder) -> None:
        message["u"] = encoder.finish() if "bad" not in message else []
        if encoder.data:
            message["o"] = encoder.data
        message["n"] = encoder.nodes
        if changed := self._modules.changed():
            message["m"] = [[self._objects.number(module), name] for module, name in changed]
        self._wire.sendall(encode_frame(message))

    def _flush(self) -> None:
        for stream in (sys.stdout, sys.stderr, self._stdout, self._stderr):
            try:
                stream.flush()
            except BaseException:  # noqa: BLE001, S112 - a stream of the student's own may be closed or broken
                continue

    def _call_judge(self, number: int, operation: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        with self._turn:
            return self._asked(number, operation, args, kwargs)

    def _asked(self, number: int, operation: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self._flush()
        encoder = Encoder(self._links, self._objects)
        self._send({"c": number, "k": operation, "a": [encoder.ref(args), encoder.ref(kwargs)]}, encoder)
        while True:
            message = self._receive()
            if "q" not in message:
                break
            self._answer(message)
        decoder = Decoder(message["n"], self._links, self._objects)
        value = decoder.get(message["e"] if "e" in message else message["r"])
        for ref in message.get("u", ()):
            decoder.get(ref)
        decoder.commit()
        if "e" in message:
            raise value
        return value

    def _ask_input(self, method: str, size: int | None) -> Any:
        return self._call_judge(-1, method, (size,), {})

    def _receive(self) -> dict[str, Any]:
        (size,) = HEADER.unpack(self._take(HEADER.size))
        if size > MAX_FRAME:
            raise Served
        message: dict[str, Any] = decode_frame(self._take(size))
        return message

    def _take(self, size: int) -> bytes:
        """The next bytes from the wire. What has come with them waits."""
        come = self._come
        while len(come) < size:
            part = self._wire.recv(PIECE)
            if not part:
                raise Served
            come += part
        taken = bytes(come[:size])
        del come[:size]
        return taken
