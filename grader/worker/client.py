"""A worker process as its caller has it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from msgspec.structs import replace

from grader.box.mounts import hidden_suite
from grader.errors import BoxError, JudgeError, SuiteError
from grader.worker.base import Base, sweep
from grader.worker.orders import Collected, Fault, Finished, Order, Post, Word

_KEYS = "GRADE_KEY"  # of sealed suites: no business of a process that student code runs below
PATIENCE = 0.5  # seconds for a worker to see that its input has ended
_WORDS = msgspec.json.Decoder(Word)


def _environment(home: Path | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_KEYS)}
    return kept if home is None else kept | {"HOME": str(home)}


class Worker:
    """A started worker; a context manager that ends it. Faults of its are raised as `GraderError`.

    `user` is whom the worker becomes where the caller is root, `home` the folder it takes for its home if not the
    caller's.
    """

    def __init__(self, post: Post, *, user: str = "nobody", home: Path | None = None) -> None:
        self._base = Base()
        if post.hidden_suite:
            post = replace(post, suite=hidden_suite(self._base.path))
        arguments = [self._base.path, post.suite, str(post.limits.files_mb), post.box, user]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "grader.worker", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[self._base.descriptor],
            env=_environment(home),
            start_new_session=True,  # Ctrl-C reaches the command line, which ends the worker in order
        )
        assert self._process.stdin is not None  # noqa: S101 - a pipe
        self._input = self._process.stdin.fileno()
        os.set_blocking(self._input, False)
        self._unsent = bytearray()
        self._send(post)
        sweep()  # while the worker starts

    @property
    def pid(self) -> int:
        """The worker's process."""
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker: it cleans up when its input ends, and is killed if it does not."""
        assert self._process.stdin is not None  # noqa: S101 - both are pipes
        assert self._process.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.terminate()  # it is in the middle of a submission, which nobody wants any more
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._base.remove()

    def collected(self) -> Collected:
        """The suite as it was collected against the solution."""
        word = self._hear()
        if not isinstance(word, Collected):
            raise JudgeError("the worker did not say what it collected")
        return word

    def grade(self, order: Order) -> Iterator[Word]:
        """Grade one submission: words as they come, `Finished` last."""
        self._send(order)
        while True:
            word = self._hear()
            yield word
            if isinstance(word, Finished):
                return

    def grade_all(self, orders: Iterable[Order | None]) -> Iterator[list[Word]]:
        """Grade many submissions: the words of each, in the order of the orders; none for one that needs no judge.

        The next order is on its way while one is graded, so that the worker never waits for it; `orders` is read one
        ahead of the words.
        """
        ahead: deque[bool] = deque()  # of the orders without their words, whether they need a judge
        for order in orders:
            if order is not None:
                self._offer(order)
            if not any(ahead):
                self._send_rest()
            ahead.append(order is not None)
            if len(ahead) > 1:
                yield self._heard_out() if ahead.popleft() else []
        while ahead:
            yield self._heard_out() if ahead.popleft() else []

    def _heard_out(self) -> list[Word]:
        words = [self._hear()]
        while not isinstance(words[-1], Finished):
            words.append(self._hear())
        self._send_rest()  # now that it listens again
        return words

    def _send(self, message: Post | Order) -> None:
        """Send a message to a worker that listens."""
        self._offer(message)
        self._send_rest()

    def _offer(self, message: Post | Order) -> None:
        """Send what there is room for on the way: a worker that still speaks does not listen."""
        self._unsent += msgspec.json.encode(message) + b"\n"
        with suppress(BlockingIOError):
            self._push()

    def _send_rest(self) -> None:
        if self._unsent:
            os.set_blocking(self._input, True)
            while self._unsent:
                self._push()
            os.set_blocking(self._input, False)

    def _push(self) -> None:
        try:
            del self._unsent[: os.write(self._input, self._unsent)]
        except BrokenPipeError:
            self._unsent.clear()  # it has ended; its last word says why

    def _hear(self) -> Word:
        assert self._process.stdout is not None  # noqa: S101
        line = self._process.stdout.readline()
        if not line:
            raise JudgeError("the worker ended before its time", hint="Run again with --log FILE and report it.")
        word: Word = _WORDS.decode(line)
        if isinstance(word, Fault):
            kind = next((kind for kind in (BoxError, SuiteError) if kind.__name__ == word.kind), JudgeError)
            raise kind(word.message, hint=word.hint)
        return word
