"""A worker: `python -m grader.worker`, told by lines on standard input, heard by lines on standard output."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from grader.errors import GraderError
from grader.worker.orders import Fault, Order, Post, Word
from grader.worker.watch import Watch


def main(orders: BinaryIO, words: BinaryIO) -> None:
    """Serve one suite until standard input ends."""
    watch: Watch | None = None

    def say(word: Word) -> None:
        words.write(msgspec.json.encode(word) + b"\n")
        words.flush()

    try:
        post = msgspec.json.decode(orders.readline(), type=Post)
        watch = Watch(post)
        if post.solution:
            say(watch.collect())
        for line in orders:
            for word in watch.grade(msgspec.json.decode(line, type=Order)):
                say(word)
    except GraderError as error:
        say(Fault(message=str(error), hint=error.hint, exit_code=error.exit_code))
    except Exception as error:  # noqa: BLE001 - the runner must hear why, whatever it was
        say(Fault(message=f"the worker failed: {type(error).__name__}: {error}"))
    finally:
        if watch is not None:
            watch.close()


if __name__ == "__main__":
    reader, writer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)  # nothing but words may go where words go
    sys.stdin = Path(os.devnull).open()  # noqa: SIM115 - for the life of the process
    main(reader, writer)
