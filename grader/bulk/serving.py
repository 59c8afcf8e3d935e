"""What a desk's process runs: `python -m grader.bulk.serving SOCKET POOL`, a descriptor and the pool's process.

It ends when the pool does, however that ends; see `grader.bulk.framing` for what is said.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from typing import BinaryIO

from grader.box.kernel import die_with_parent, name_process
from grader.bulk.desk import Desk
from grader.bulk.executor import Ticket
from grader.bulk.framing import HEADER, Word, decode_assignment, decode_ticket, encode_word, fault_of
from grader.errors import GraderError
from grader.worker.base import sweep

_LOOK, _LOOKS = 0.01, 30  # seconds between two looks whether the pool is gone, and how many
LAST_SECONDS = 8  # to end in order; whatever is left then ends with this process


def main() -> None:
    """Grade round after round until there is no other."""
    pipe, pool = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command line, which ends us
    signal.signal(signal.SIGTERM, _end)
    name_process("grade-desk")
    die_with_parent(signal.SIGTERM)
    if os.getppid() != pool:  # gone before it could be told
        return
    with pipe, pipe.makefile("rb") as said:
        try:
            _serve(pipe, said)
        except ConnectionError:
            return  # nobody listens any more
        except GraderError as error:
            pipe.sendall(encode_word(Word(fault=fault_of(error))))
        except SystemExit:
            _see_out(pool)
            raise
        finally:
            sweep()  # what a pool that was killed has left


def _serve(pipe: socket.socket, said: BinaryIO) -> None:
    content = _next(said)
    if content is None:
        return
    assignment = decode_assignment(content)
    if assignment.cores:
        os.sched_setaffinity(0, assignment.cores)  # the judge and the box inherit it
    with Desk(assignment.exercises, assignment.rules) as desk:
        while (first := _next(said)) is not None:
            for done in desk.grade(_round(first, said)):
                pipe.sendall(encode_word(Word(done=done)))


def _round(content: bytes | None, said: BinaryIO) -> Iterator[Ticket]:
    """The tickets of a round, as they come."""
    while content:
        yield decode_ticket(content)
        content = _next(said)


def _next(said: BinaryIO) -> bytes | None:
    """The content of the next frame; None at the end."""
    head = said.read(HEADER)
    return said.read(int.from_bytes(head, "big")) if len(head) == HEADER else None


def _see_out(pool: int) -> None:
    """Wait until a pool that was killed is gone with all its threads: the first has told us, the last lets go."""
    for _ in range(_LOOKS):
        if os.getppid() != pool:
            return
        time.sleep(_LOOK)


def _end(*_: object) -> None:
    """End by way of every `finally`, undisturbed, but not for ever."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(LAST_SECONDS)
    sys.exit(1)


if __name__ == "__main__":
    main()
