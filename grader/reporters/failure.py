"""One failed check told in full: the calls as a student would type them, what was expected, Python's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from grader.reporters.comparison import Room, compare, is_condition, shown
from grader.reporters.plain import cut, visible, visible_lines
from grader.result import Call, CheckResult, Feedback, Location, Outcome

_BRIEF = Room(calls=3, value=300, lines=12)
_DETAILED = Room(calls=60, value=2000, lines=80)
_MOST_SOURCE = 100  # characters of a line of the student's
_SCRIPT = "$ "  # how the call of a program starts in a transcript
_FOLDERS = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][^\s/\\'\"()]+)+[/\\](?=[^\s/\\'\"()]+\.py\b)")


def is_shown(check: CheckResult) -> bool:
    """Whether `check` is a failure of the student's that a report explains."""
    return check.outcome.is_failure


def explain(check: CheckResult, sources: Mapping[str, bytes], *, details: bool) -> Iterator[str]:
    """Lines for the reader, safe for a terminal, not yet wrapped; only what the check holds is told.

    `sources` are the student's files by path, for the line that a place names.
    """
    room = _DETAILED if details else _BRIEF
    spot = place_of(check)
    if spot and spot.line:
        yield _spot(spot, sources if check.feedback is Feedback.FULL else {}, room)
    told = list(_told(check, room))
    yield from told
    if check.hint and ((details and not is_elsewhere(check)) or not told):
        yield f"Hint: {visible(check.hint)}"
    if details:
        yield from _quoted("Traceback", check.traceback, room)
        yield from _quoted("Output", check.output, room)


def is_elsewhere(check: CheckResult) -> bool:
    """Whether a recognised mistake stopped the code, so that the check's own hint is about something else."""
    return check.outcome is Outcome.CRASHED and check.finding is not None


def place_of(check: CheckResult) -> Location | None:
    """Where to look: the place of the recognised mistake, else the check's own."""
    finding, own = check.finding, check.location
    if finding and finding.file and (finding.line or own is None or not own.file.startswith(finding.file)):
        return Location(finding.file, finding.line)
    return own


def place(file: str, line: int) -> str:
    """`calculator.py line 2`, or the file alone where `line` is 0."""
    name = shown(file, _BRIEF)
    return f"{name} line {line}" if line else name


def gap_is_known(check: CheckResult) -> bool:
    """Whether the check says what came, beside that it failed."""
    return bool(check.expected or check.got or check.message or check.exception)


def _spot(spot: Location, sources: Mapping[str, bytes], room: Room) -> str:
    lines = sources.get(spot.file, b"").splitlines()
    text = lines[spot.line - 1].decode("utf-8", "replace").strip() if 0 < spot.line <= len(lines) else ""
    text = cut(text, _MOST_SOURCE)
    return f"{place(spot.file, spot.line)}:  {shown(text, room)}" if text else place(spot.file, spot.line)


def _told(check: CheckResult, room: Room) -> Iterator[str]:
    """What was tried, what the check says of it, expected and got; the tutor's words; Python's own last."""
    last = check.exception.strip().splitlines()[-1:]
    recognised = check.finding.message if check.finding else ""
    yield from _transcript(check.transcript, room)
    if not recognised:
        yield from _block(_observed(check, last), room)
    # What a check compares beside a call, such as the number of definitions, its own words say better.
    enough = check.message and (is_condition(check.expected) or not check.transcript)
    if not enough or room is _DETAILED:
        yield from compare(check.expected, check.got, room)
    yield from _block(recognised, room)
    is_above = bool(last) and not recognised and bool(check.transcript) and check.transcript[-1].result == last[0]
    if last and not is_above:
        yield f"Python says: {shown(_FOLDERS.sub('.../', last[0]), room)}"


def _observed(check: CheckResult, last: list[str]) -> str:
    """The check's message without what is told anyway: Python's own words at its end, and the last call."""
    words = f": {last[0]}" if last else ""
    if not words.strip() or not check.message.endswith(words):
        return check.message
    message = f"{check.message.removesuffix(words)}."
    stopped = f"`{check.transcript[-1].call}` stopped with an error." if check.transcript else ""
    return "" if message == stopped else message


def _transcript(calls: list[Call], room: Room) -> Iterator[str]:
    """The last calls; they are nearest to the failure."""
    earlier = len(calls) - room.calls
    if earlier > 0:
        yield "(1 earlier call)" if earlier == 1 else f"({earlier} earlier calls)"
    for call in calls[-room.calls :]:
        if call.call.startswith(_SCRIPT):
            yield shown(call.call, room)
            yield from _lines(call.result, room)
            continue
        yield f">>> {shown(call.call, room)}"
        if call.result:
            yield shown(call.result, room)


def _block(text: str, room: Room) -> Iterator[str]:
    if text:
        for line in visible_lines(text, most=room.lines):
            yield cut(line, room.value)


def _quoted(name: str, text: str, room: Room) -> Iterator[str]:
    if text.strip():
        yield f"{name}:"
        yield from _lines(text, room)


def _lines(text: str, room: Room) -> Iterator[str]:
    """Student text behind bars, so that no line of it passes for one of the report."""
    if text.strip():
        for line in visible_lines(text, most=room.lines):
            yield f"| {cut(line, room.value)}"
