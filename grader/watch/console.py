"""The terminal while it is watched: single keys, size changes and wake-ups, and everything as it was at the end."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Self

CHANGED = "changed"  # what `Console.wait` gives when it was woken
REDRAW = "redraw"  # likewise when the window's size changed, or the program came back to the foreground

_LOOK = 0.05  # seconds between two looks for a key, where the system cannot wait for one
# An arrow or function key: several characters at once, which mean nothing here.
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;]*[~A-Za-z]?|O?.?)", re.DOTALL)
_WAKE = b"\0"
_ENDINGS = ("SIGTERM", "SIGHUP")
_REDRAWINGS = ("SIGWINCH", "SIGCONT")


class Console:
    """Standard input as keys; a context manager that puts the terminal back however it is left.

    An interrupt is raised once, as KeyboardInterrupt; the ones after it wait until the terminal is as it was.
    """

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._keys = sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()
        self._pressed = ""
        self._queue: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._read, self._write = os.pipe()

    @property
    def has_keys(self) -> bool:
        """Whether somebody can press one."""
        return self._keys

    def __enter__(self) -> Self:
        try:
            self._stack.callback(self._close)
            self._handle_signals()
            if self._keys and os.name != "nt":
                self._stack.enter_context(_single_keys(sys.stdin.fileno()))
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with _quiet_interrupts():
            self._stack.close()

    def wake(self) -> None:
        """Have `wait` return; any thread may call it."""
        self._queue.put(CHANGED)
        with contextlib.suppress(OSError):  # full, and so it wakes anyway; or closed, and nobody waits
            os.write(self._write, _WAKE)

    def wait(self, seconds: float) -> str:
        """A key, `CHANGED`, `REDRAW`, or after so many seconds an empty text."""
        if os.name == "nt":
            return self._wait_looking(seconds)
        if self._pressed:
            return self._next_key()
        watched = [self._read, *([sys.stdin.fileno()] if self._keys else [])]
        ready, _, _ = select.select(watched, [], [], seconds)
        if self._read in ready:
            signals = set(os.read(self._read, 4096))
            if signal.SIGCONT in signals and self._keys:
                _take_single_keys(sys.stdin.fileno())  # the shell had the terminal in between
            if signals & {signal.SIGWINCH, signal.SIGCONT}:
                return REDRAW
            return CHANGED if self._drained() else ""
        if ready:
            return self._key()
        return ""

    def _key(self) -> str:
        data = os.read(sys.stdin.fileno(), 64)
        if not data:  # the terminal is gone
            self._keys = False
        self._pressed += _SEQUENCE.sub("", data.decode("ascii", "ignore")).lower()
        return self._next_key()

    def _next_key(self) -> str:
        key, self._pressed = self._pressed[:1], self._pressed[1:]
        return key

    def _drained(self) -> bool:
        woken = False
        while not self._queue.empty():
            woken = self._queue.get() == CHANGED or woken
        return woken

    def _wait_looking(self, seconds: float) -> str:
        import msvcrt  # noqa: PLC0415 - Windows has it

        console: Any = msvcrt
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._drained():
                return CHANGED
            if self._keys and console.kbhit():
                return str(console.getwch()).lower()
            time.sleep(_LOOK)
        return ""

    def _handle_signals(self) -> None:
        for name in _ENDINGS:
            if hasattr(signal, name):
                self._set(name, _end)
        self._set("SIGINT", _interrupt)
        if os.name == "nt":
            return
        for name in _REDRAWINGS:
            self._set(name, lambda *_: None)  # the number arrives in the pipe
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        before = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._stack.callback(signal.set_wakeup_fd, before)

    def _set(self, name: str, handler: Callable[[int, FrameType | None], Any]) -> None:
        number = getattr(signal, name)
        self._stack.callback(signal.signal, number, signal.signal(number, handler))

    def _close(self) -> None:
        os.close(self._read)
        write, self._write = self._write, -1
        os.close(write)


def _interrupt(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _end(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


@contextlib.contextmanager
def _quiet_interrupts() -> Iterator[None]:
    """No interrupt in between; what comes after is handled as before."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _single_keys(fd: int) -> Iterator[None]:
    """Keys come at once and are not shown; Ctrl-C and Ctrl-Z work as ever."""
    import termios  # noqa: PLC0415 - Windows has none

    before = termios.tcgetattr(fd)
    try:
        _take_single_keys(fd)
        yield
    finally:
        with contextlib.suppress(termios.error, OSError):  # the terminal is gone
            termios.tcsetattr(fd, termios.TCSANOW, before)


def _take_single_keys(fd: int) -> None:
    import termios  # noqa: PLC0415 - Windows has neither
    import tty  # noqa: PLC0415

    tty.setcbreak(fd, termios.TCSANOW)
