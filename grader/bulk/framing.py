"""What is said between a pool and a desk's process: frames, a length of 4 bytes and so many bytes.

The pool says an `Assignment` and then tickets; an empty frame ends a round: no other comes until the results of those
before it are there. The desk says a `Word` for each ticket, in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from grader.bulk.desk import Rules
from grader.bulk.executor import Done, Ticket
from grader.course import Exercise
from grader.errors import BoxError, GraderError, InputError, JudgeError, ManifestError, SuiteError
from grader.worker.orders import Fault

HEADER = 4
END_OF_ROUND = bytes(HEADER)
_KINDS = {kind.__name__: kind for kind in (BoxError, InputError, ManifestError, SuiteError)}


class Assignment(Struct, frozen=True, kw_only=True):
    """What a desk grades, by which rules, and the cores that it may use; none where the system places it."""

    exercises: tuple[Exercise, ...]
    rules: Rules
    cores: tuple[int, ...] = ()


class Word(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a desk says: a result, or the fault that it cannot go on with."""

    done: Done | None = None
    fault: Fault | None = None


def frame(content: bytes) -> bytes:
    """The content with its length in front."""
    return len(content).to_bytes(HEADER, "big") + content


def encode(message: Assignment | Ticket) -> bytes:
    """A message to a desk, as a frame."""
    return frame(msgspec.msgpack.encode(message, enc_hook=str))


def decode_assignment(content: bytes) -> Assignment:
    """The assignment in a frame."""
    return msgspec.msgpack.decode(content, type=Assignment, dec_hook=_path)


def decode_ticket(content: bytes) -> Ticket:
    """The ticket in a frame."""
    return msgspec.msgpack.decode(content, type=Ticket)


def encode_word(word: Word) -> bytes:
    """What a desk says, as a frame."""
    return frame(msgspec.json.encode(word))


def decode_word(content: bytes) -> Word:
    """What a desk says, from a frame. Raises `msgspec.MsgspecError`."""
    return msgspec.json.decode(content, type=Word)


def fault_of(error: GraderError) -> Fault:
    """An error as it crosses to another process."""
    return Fault(message=f"{error}", hint=error.hint, kind=type(error).__name__)


def error_of(fault: Fault) -> GraderError:
    """The error that another process could not go on with."""
    return _KINDS.get(fault.kind, JudgeError)(fault.message, hint=fault.hint)


class Frames:
    """Makes frames of bytes that come in pieces."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, some: bytes) -> Iterator[bytes]:
        """The contents of the frames that are whole now."""
        self._bytes += some
        while len(self._bytes) >= HEADER:
            end = HEADER + int.from_bytes(self._bytes[:HEADER], "big")
            if len(self._bytes) < end:
                return
            content = bytes(self._bytes[HEADER:end])
            del self._bytes[:end]
            yield content


def _path(kind: type, value: Any) -> Path:
    if kind is not Path:
        raise NotImplementedError(kind)
    return Path(value)
