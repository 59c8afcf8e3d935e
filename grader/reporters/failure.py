"""One failed check told in full: the calls as a student would type them, what was expected, Python's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from grader.reporters.plain import cut, visible, visible_lines
from grader.result import Call, CheckResult, Outcome

_UNSHOWN = {Outcome.PASSED, Outcome.NOT_CHECKED, Outcome.ERRORED}


class _Room(NamedTuple):
    """How much is shown: `calls` of the transcript, `value` characters of one value, `lines` of a block."""

    calls: int
    value: int
    lines: int


_MOST_COMPARED = 500  # lines; a diff takes quadratic time
_BRIEF = _Room(calls=8, value=300, lines=12)
_DETAILED = _Room(calls=60, value=2000, lines=80)


def is_shown(check: CheckResult) -> bool:
    """Whether `check` is a failure of the student's that a report explains."""
    return check.outcome not in _UNSHOWN


def explain(check: CheckResult, *, details: bool) -> Iterator[str]:
    """Lines for the reader, safe for a terminal, not yet wrapped; only what the check holds is told."""
    room = _DETAILED if details else _BRIEF
    yield from _transcript(check.transcript, room)
    yield from _comparison(check.expected, check.got, room)
    yield from _block(check.message, room)
    if check.finding and check.finding.message not in ("", check.message):
        yield from _block(check.finding.message, room)
    if check.exception:
        yield f"Python says: {_value(check.exception.strip().splitlines()[-1:], room)}"
    if check.hint:
        yield f"Hint: {visible(check.hint)}"
    if check.location:
        line = f":{check.location.line}" if check.location.line else ""
        yield f"Look at: {visible(check.location.file)}{line}"
    if details:
        yield from _quoted("Traceback", check.traceback, room)
        yield from _quoted("Output", check.output, room)


def place(file: str, line: int) -> str:
    """`calculator.py line 2`, or the file alone where `line` is 0."""
    return f"{visible(file)} line {line}" if line else visible(file)


def _transcript(calls: list[Call], room: _Room) -> Iterator[str]:
    """The last calls; they are nearest to the failure."""
    if len(calls) > room.calls:
        yield f"({len(calls) - room.calls} earlier calls)"
    for call in calls[-room.calls :]:
        yield f">>> {_value([call.call], room)}"
        if call.result:
            yield _value([call.result], room)


def _comparison(expected: str, got: str, room: _Room) -> Iterator[str]:
    if not expected and not got:
        return
    wanted, given = _text_of(expected), _text_of(got)
    if wanted is not None and given is not None and ("\n" in wanted or "\n" in given):
        yield from _difference(wanted, given, room)
        return
    yield f"expected: {_value([expected], room)}"
    yield f"got:      {_value([got], room)}"


def _text_of(shown: str) -> str | None:
    """The text behind `shown`: itself where it has several lines, the value of a string literal, else None."""
    if "\n" in shown:
        return shown
    if not shown.startswith(("'", '"')):
        return None
    from ast import literal_eval  # noqa: PLC0415 -- start-up time: few reports need it

    try:
        value = literal_eval(shown)
    except (SyntaxError, ValueError):
        return None
    return value if isinstance(value, str) else None


def _difference(wanted: str, given: str, room: _Room) -> Iterator[str]:
    from difflib import unified_diff  # noqa: PLC0415 -- start-up time: few reports need it

    expected, got = wanted.split("\n")[:_MOST_COMPARED], given.split("\n")[:_MOST_COMPARED]
    context = room.lines if len(expected) + len(got) <= room.lines else 1
    _, _, *changes = unified_diff(expected, got, lineterm="", n=context)
    yield "difference, - is what was expected, + is what came:"
    for line in changes[: room.lines + 1]:
        sign, text = line[0], line[1:]
        if sign == " ":
            yield f"    {_value([text], room)}"
        elif sign in "-+":
            yield f"  {sign} {_line_end(text, room)}"
        elif line is not changes[0]:
            yield "  (equal lines)"
    if len(changes) > room.lines + 1:
        yield f"  ({len(changes) - room.lines - 1} more lines)"


def _line_end(text: str, room: _Room) -> str:
    """`text` with what the eye misses named: nothing at all, or spaces at the end."""
    if not text:
        return "(empty line)"
    bare = text.rstrip(" ")
    spaces = len(text) - len(bare)
    return _value([bare], room) + (f"  (spaces at the end: {spaces})" if spaces else "")


def _block(text: str, room: _Room) -> Iterator[str]:
    if text:
        for line in visible_lines(text, most=room.lines):
            yield cut(line, room.value)


def _quoted(name: str, text: str, room: _Room) -> Iterator[str]:
    """Student text between bars, so that no line of it passes for one of the report."""
    if text.strip():
        yield f"{name}:"
        for line in visible_lines(text, most=room.lines):
            yield f"| {cut(line, room.value)}"


def _value(parts: list[str], room: _Room) -> str:
    # Cut before and after: escaping a megabyte is slow, and each escaped character grows to ten.
    return cut(visible(cut("".join(parts), room.value)), room.value)
