"""The worker's desk: orders come in, words go out."""

from __future__ import annotations

import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BufferedReader
from typing import BinaryIO

import msgspec

from grader.box.ground import Ground
from grader.errors import GraderError
from grader.worker.orders import Fault, Order, Post, Word
from grader.worker.start import Started
from grader.worker.unseen import lay_out_suite
from grader.worker.watch import Watch

IDLE = 0.005  # seconds without an order after which there is time to tidy up


def serve(orders: BufferedReader, words: BinaryIO, log: BinaryIO, ground: Ground, started: Started) -> None:
    """Serve one suite until standard input ends."""
    watch: Watch | None = None
    say = partial(_say, words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # by way of the `finally` below
    try:
        line = orders.readline()
        if not line:
            return
        post = msgspec.json.decode(line, type=Post)
        lay_out_suite(post, ground)
        watch = Watch(post, log, ground, orders.fileno(), started)
        watch.each_look = words.flush
        if post.solution:
            say(watch.collect())
        while line := _next_line(orders, words, watch.tidy):
            for word in watch.grade(msgspec.json.decode(line, type=Order)):
                say(word)
    except BrokenPipeError:
        return  # the runner is gone, and nobody listens
    except GraderError as error:
        say(Fault(message=str(error), hint=error.hint, kind=type(error).__name__))
    except Exception as error:  # noqa: BLE001 - the runner must hear why, whatever it was
        say(Fault(message=f"the worker failed: {type(error).__name__}: {error}"))
    finally:
        with suppress(BrokenPipeError):
            words.flush()
        if watch is not None:
            watch.close()
        started.process.kill()
        started.process.wait()


def _say(words: BinaryIO, word: Word) -> None:
    """Write a word. It goes out when there is time: to wake a reader costs."""
    words.write(msgspec.json.encode(word) + b"\n")


def _next_line(orders: BufferedReader, words: BinaryIO, tidy: Callable[[], None]) -> bytes:
    """The next order; empty at the end. Where none is there, the words go out, and the last submission's remains go."""
    if not select.select([orders], [], [], 0)[0]:
        words.flush()
        if not select.select([orders], [], [], IDLE)[0]:
            tidy()
    elif b"\n" not in orders.peek():
        words.flush()  # its sender may wait for them, and send the rest then
    return orders.readline()
