"""The steps of `grade ci`: place → course → select → grade within the time → write → exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from grader.ci.commands import group
from grader.ci.grading import Done, Rules, grade_all, not_graded
from grader.ci.place import Kind, Place, take_place
from grader.ci.selection import select, trusted_course
from grader.ci.writing import Told, Writer, local_note
from grader.errors import InputError
from grader.reporters import terminal
from grader.reporters.background import Background
from grader.reporters.layout import short
from grader.reporters.plain import visible
from grader.result import Feedback, Status
from grader.signing import KEY_VARIABLE, Signer

SIGNED = Path("grade-results")
"""Where signed results go if no folder is named."""

_WAITING = "the run ended before its turn"
_PASSED, _FAILED, _NO_RESULT, _GRADER_FAILED = 0, 1, 2, 3


class FailOn(StrEnum):
    """What makes the step fail: also work that did not pass, or only a grader that did."""

    FAILED = "failed"
    ERROR = "error"


class Wish(NamedTuple):
    """What was asked for; what is None or empty is as the place wants it."""

    exercises: Sequence[str] = ()
    everything: bool = False
    minutes: float | None = None
    fail_on: FailOn | None = None
    feedback: Feedback = Feedback.FULL
    out: Path | None = None
    sign: bool = False
    box: str = ""
    course: Path | None = None
    key: Path | None = None


class Piece(NamedTuple):
    """What is added to the log; the exit code of the last one counts."""

    text: str
    exit_code: int = _PASSED


def run(
    wish: Wish, environ: MutableMapping[str, str], cwd: Path, say: Callable[[str], object], **seams: Any
) -> Iterator[Piece]:
    """Grade what the wish asks for; after each exercise every file of the place is whole.

    The variables of the runner are taken out of `environ`. `say` gets notices; `seams` are those of `grade_all`.
    Raises `InputError` for what cannot be done at all, before anything is written.
    """
    place = take_place(environ, cwd)
    signer = _signer(place.secret, wish.box) if wish.sign else None
    course = trusted_course(wish.course, place, environ, key=wish.key)
    selection = select(wish.exercises, course, place, everything=wish.everything)
    for notice in (f"{place.kind}: {len(selection.tasks)} to grade", *selection.notices):
        say(notice)
    minutes = wish.minutes or place.minutes
    seconds = minutes * 60 if minutes else None
    rules = Rules(wish.box or "bubblewrap", wish.feedback, place.student, seconds, wish.key, place.keys)
    writer = Writer(place, wish.out or (SIGNED if signer else None), signer)
    told = Told([not_graded(task, _WAITING) for task in selection.tasks], selection.notices, course.name)
    if not told.done:
        writer.write(told)
    for number, done in enumerate(grade_all(selection.tasks, rules, **seams)):
        told = told._replace(done=[*told.done[:number], done, *told.done[number + 1 :]])
        writer.write(told)
        yield Piece(_report(done, place))
    policy = wish.fail_on or (FailOn.ERROR if place.kind is Kind.CLASSROOM50 else FailOn.FAILED)
    end = local_note(told) if place.kind is Kind.LOCAL else writer.last_lines(told)
    yield Piece(end, exit_code(told.done, policy))


def exit_code(done: Sequence[Done], fail_on: FailOn) -> int:
    """0 passed or, by `fail_on`, graded; 1 not passed; 2 not one was graded; 3 the grader failed at one."""
    if any(each.result.status is Status.ERROR for each in done):
        return _GRADER_FAILED
    if done and all(each.not_graded for each in done):
        return _NO_RESULT
    failed = any(each.result.status is Status.FAILED for each in done)
    return _FAILED if failed and fail_on is FailOn.FAILED else _PASSED


def _report(done: Done, place: Place) -> str:
    if done.not_graded:
        text = f"{short(done.result.exercise)} was not graded: {visible(done.not_graded)}.\n"
    else:
        text = terminal.report(done.result, background=Background(sources=done.sources))
    return text if place.kind is Kind.LOCAL else group(f"{short(done.result.exercise)} {done.result.title}", text)


def _signer(secret: str, box: str) -> Signer:
    """Raises `InputError` where there is no key, or where student code could read it."""
    if box in ("auto", "process"):
        raise InputError(
            "`--sign` needs the real box: in a plain process student code could read the key.",
            hint="Leave `--box` out; `grade doctor` says what the real box misses here.",
        )
    if not secret:
        hint = f"Give the step the secret: `{KEY_VARIABLE}: ${{{{ secrets.{KEY_VARIABLE} }}}}` under `env:`."
        raise InputError(f"`--sign` finds no key in the variable `{KEY_VARIABLE}`.", hint=hint)
    return Signer(secret)
