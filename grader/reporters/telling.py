"""What the formats for platforms say of a result and of its checks: whole sentences, safe characters, nothing long."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from grader.reporters import failure
from grader.reporters.comparison import without_tolerance
from grader.reporters.plain import cut, inert, visible, visible_lines
from grader.result import CheckResult, Finding, Location, Outcome, Result, Status

NO_SCORE = "The grader failed, not your code: this run gave no score."
GRADER_FAILED = f"{NO_SCORE} Hand in again; if it fails again, tell your instructor."
_ERRORED = "The grader failed here, not your code."
_NAME = 120  # characters of a title
_SENTENCE = 600  # characters of a sentence about the whole submission


class Room(NamedTuple):
    """How much of a check is told: characters of the explanation, lines of a quoted text and characters of a line."""

    message: int
    lines: int
    letters: int


ROOMS = (Room(4000, 40, 300), Room(1000, 10, 200), Room(200, 0, 0), Room(0, 0, 0))  # the widest that fits is taken
WIDEST = ROOMS[0]


def fitting(document_in: Callable[[Room], Mapping[str, Any]], most: int) -> str:
    """A document as JSON, in the widest room in which it takes at most so many characters, else in the narrowest."""
    text = ""
    for room in ROOMS:
        text = json.dumps(document_in(room), indent=2, allow_nan=False) + "\n"
        if len(text) <= most:
            break
    return text


def name(check: CheckResult) -> str:
    """The title on one line."""
    return inert(cut(visible(check.title), _NAME)) or "check"


def sentence(text: str) -> str:
    """A sentence about the submission, such as a notice or the problem, on one line."""
    return inert(visible(cut(text, _SENTENCE)))


def titles(result: Result) -> dict[str, str]:
    """What the checks are called, by id."""
    return {check.id: name(check) for check in result.checks}


def explained(check: CheckResult, called: Mapping[str, str]) -> list[str]:
    """Why `check` did not pass, as lines of text; nothing for one that passed or of which nothing may be told.

    `called` are the titles by id, for the check that this one needs. The hint stands last, where no recognised mistake
    says more.
    """
    match check.outcome:
        case Outcome.PASSED:
            return []
        case Outcome.ERRORED:
            return [_ERRORED]
        case Outcome.NOT_CHECKED:
            needs = ", ".join(f'"{called[need]}"' for need in check.needs if need in called)
            return [f"Not checked yet: it needs {needs or 'a check above'}."]
        case Outcome.FAILED | Outcome.CRASHED | Outcome.TIMED_OUT:
            lines = [inert(line) for line in failure.explain(check, {}, details=False)]
            advice = f"Hint: {inert(visible(check.hint))}"
            wanted = check.hint and not check.finding and advice not in lines
            return [*lines, advice] if wanted else lines


def headline(check: CheckResult, lines: Sequence[str]) -> str:
    """The one sentence that says most of why `check` did not pass; `lines` are its explanation."""
    recognised = check.finding.message if check.finding else ""
    gap = f"expected {without_tolerance(check.expected)}, got {check.got}" if check.expected or check.got else ""
    return sentence(recognised or check.message or gap or last_words(check)) or (lines[-1] if lines else "")


def last_words(check: CheckResult) -> str:
    """Python's own words for the error, its last line; empty where there was none."""
    return next(iter(check.exception.strip().splitlines()[-1:]), "")


def message(check: CheckResult, called: Mapping[str, str], room: Room = WIDEST) -> str:
    """See `explained`, as one text that fits the room."""
    return cut("\n".join(explained(check, called)), room.message) if room.message else ""


def quoted(text: str, room: Room = WIDEST) -> list[str]:
    """The lines of what the student's code printed or Python said, as far as there is room."""
    if not text.strip() or not room.lines:
        return []
    return [inert(cut(line, room.letters)) for line in visible_lines(text, most=room.lines)]


def failed(check: CheckResult) -> bool:
    """Whether what the student's code printed helps to find why `check` did not pass."""
    return failure.is_shown(check)


def first_failure(result: Result) -> CheckResult | None:
    """The check to look at first."""
    return next((check for check in result.checks if failure.is_shown(check)), None)


def where(spot: Location | Finding) -> str:
    """`calculator.py line 2`."""
    return inert(failure.place(spot.file, spot.line))


def further_findings(result: Result) -> list[Finding]:
    """The findings that no check carries, each message once."""
    told = {check.finding.message for check in result.checks if check.finding}
    further = {each.message: each for each in reversed(result.findings) if each.message and each.message not in told}
    return list(reversed(further.values()))


def next_step(result: Result, *, again: str = "hand in again") -> str:
    """One sentence that says what to do; `again` is how this reader is graded once more."""
    if result.status is Status.ERROR:
        return f"{again}; if the grader fails again, tell your instructor."
    if result.problem:
        return f"put the files of the exercise there, then {again}."
    first = first_failure(result)
    if first is None:
        return "this exercise is done; go on with another."
    spot = failure.place_of(first)
    start = f"look at {where(spot)}" if spot else f'work on "{name(first)}"'
    step = f"{start}, then {again}."
    return f"passed, and the stretch is left: {step}" if result.status is Status.PASSED else step
