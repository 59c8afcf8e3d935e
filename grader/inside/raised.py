"""Exceptions on the student's side: what they are, as data; and the judge's, raised again."""

from __future__ import annotations

import builtins
import os
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from .names import ATTRIBUTES
from .suite_classes import SuiteClass, make_error

MAX_FRAMES = 40
MAX_TEXT = 64_000
MAX_MEMBERS = 50
MAX_CHAIN = 20
OURS = [os.path.dirname(os.path.abspath(__file__)) + os.sep]
"""The folders whose frames are not the student's; the fake file system adds its own."""


def describe_exception(error: BaseException, ref: Callable[[Any], Any], root: str) -> list[Any]:
    """The parts of an exception: class, args, attributes, relations, text, the student's traceback and place.

    `root` is the folder of the submission, with a separator at its end; paths below it are given relative to it.
    """
    attributes = {}
    for name in ATTRIBUTES:
        try:
            attributes[name] = getattr(error, name)
        except Exception:  # noqa: BLE001, S112 - a property of the student's may raise anything
            continue
    chained = is_chain_short(error)
    members = error.exceptions[:MAX_MEMBERS] if isinstance(error, BaseExceptionGroup) else None
    notes = [note for note in vars(error).get("__notes__", ()) if type(note) is str][:MAX_MEMBERS]
    frames = student_frames(error.__traceback__)
    last = _last_line(error, root)
    return [
        ref(type(error)),
        ref(tuple(error.args)),
        [[name, ref(value)] for name, value in attributes.items() if _crosses(value) and not _is_unset(error, value)],
        ref(error.__cause__ if chained else None),
        ref(error.__context__ if chained else None),
        bool(error.__suppress_context__),
        [note[:MAX_TEXT] for note in notes],
        None if members is None else ref(tuple(members)),
        _text(error),
        _trace(frames, root, last),
        _place(error, frames, root),
        last,
    ]


def texts_of(error: BaseException, root: str) -> tuple[str, str]:
    """What an exception says, and its traceback with the student's frames only; `root` as in `describe_exception`."""
    return _text(error), _trace(student_frames(error.__traceback__), root, _last_line(error, root))


def _is_unset(error: BaseException, value: Any) -> bool:
    """An OSError without a file says so in its text once `filename` has been set, even to None."""
    return value is None and isinstance(error, OSError)


def is_chain_short(error: BaseException) -> bool:
    """Whether the chain behind an exception crosses too: a short one, and no circle."""
    seen: set[int] = set()
    other: BaseException | None = error
    while other is not None and len(seen) <= MAX_CHAIN:
        if id(other) in seen:
            return False
        seen.add(id(other))
        other = other.__cause__ or other.__context__
    return len(seen) <= MAX_CHAIN


def _crosses(value: Any) -> bool:
    return value is None or type(value) in (bool, int, float, str, bytes, list, tuple)


def _text(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT]
    except BaseException:  # noqa: BLE001 - a student's __str__ may do anything
        return ""


def student_frames(trace: TracebackType | None) -> list[Any]:
    """The frames of a traceback that are the student's, innermost last: not ours, not the import system's."""
    frames = []
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if not name.startswith((*OURS, "<frozen ")) and not _standard(name):
            frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return frames


def _standard(name: str) -> bool:
    return name.startswith(os.path.dirname(os.__file__) + os.sep)


def _trace(frames: list[Any], root: str, last: str) -> str:
    summary = traceback.StackSummary.extract(iter(frames[-MAX_FRAMES:]), lookup_lines=True)
    lines = [line.replace(f'File "{root}', 'File "') for line in summary.format()]
    return ("".join(["Traceback (most recent call last):\n", *lines]) + last)[:MAX_TEXT]


def _last_line(error: BaseException, root: str) -> str:
    """What Python says last. An ImportError names a file, with brackets or quotes around its path."""
    try:
        line = "".join(traceback.format_exception_only(type(error), error)).rstrip().splitlines()[-1]
        return line.replace(f"({root}", "(").replace(f"'{root}", "'")[:MAX_TEXT]
    except BaseException:  # noqa: BLE001 - a student's class may break even this
        return type(error).__name__


def _place(error: BaseException, frames: list[Any], root: str) -> list[Any] | None:
    """File, relative to the submission, and line of the last frame inside it; of the code itself for a SyntaxError."""
    if isinstance(error, SyntaxError) and type(error.filename) is str and error.filename.startswith(root):
        return [error.filename.removeprefix(root), error.lineno or 0]
    for frame, line in reversed(frames):
        name = frame.f_code.co_filename
        if name.startswith(root):
            return [name.removeprefix(root), line]
    return None


def raise_again(parts: list[Any], get: Callable[[Any], Any], number: int) -> BaseException:
    """An exception of the judge's (a mock's side effect, a failing callback), built here to be raised."""
    cls, args = get(parts[0]), get(parts[1])
    if not (isinstance(cls, type) and issubclass(cls, BaseException)):
        cls = builtins.Exception
    if type(cls) is SuiteClass:
        return make_error(cls, args, number)
    try:
        made: BaseException = cls(*args)
        return made  # noqa: TRY300
    except BaseException:  # noqa: BLE001 - a constructor that wants other arguments
        bare: BaseException = Exception.__new__(cls if issubclass(cls, Exception) else Exception)
        bare.args = args
        return bare
