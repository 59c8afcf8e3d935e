"""The report a student reads: what works, the first thing that does not, the call that shows it, one next step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from grader.reporters import failure
from grader.reporters.background import NOTHING, Background
from grader.reporters.hints import STUCK, Hint, hint_for
from grader.reporters.layout import Line, number, painted, paragraph, row, short
from grader.reporters.plain import cut, visible
from grader.reporters.prose import rendered
from grader.result import CheckResult, Finding, Outcome, Result, Status

_MARKS = {Outcome.PASSED: "yes", Outcome.NOT_CHECKED: "--", Outcome.ERRORED: "err"}
_STYLES = {Outcome.PASSED: "green", Outcome.NOT_CHECKED: "dim", Outcome.ERRORED: "yellow"}
_LONGEST_FINDING = 600  # characters
_ENDINGS = {Outcome.CRASHED: " (error)", Outcome.TIMED_OUT: " (took too long)"}
_NARROWEST = 40
_SAME_ERROR = " (same error)"


def report(
    result: Result, *, details: bool = False, width: int = 80, color: bool = False, background: Background = NOTHING
) -> str:
    """The report for the terminal. `details` shows every failure in full, not only the first."""
    width = max(width, _NARROWEST)
    first = next((check for check in result.checks if failure.is_shown(check)), None)
    lines = [*_header(result, width, background)]
    if result.problem:
        recognised = first.finding.message if first and first.finding else ""
        for text in filter(None, (recognised, result.problem.message)):
            lines += paragraph(visible(cut(text, _LONGEST_FINDING)), width)
        count = len(result.checks)
        lines += paragraph(f"None of the {count} checks could run.", width)
    elif background.hint and first is not None:
        lines += _check(first, width)
        lines += _full(first, width, background, details=details)
        lines += _hint(hint_for(first, background), width)
    else:
        lines += _checks(result, width, background, details=details)
        lines += _findings(result, width)
    lines += paragraph(f"Next step: {_next_step(result, first, background)}", width, "  ", style="bold")
    if details:
        lines += _origin(result, width)
    return painted(lines, color=color)


def _header(result: Result, width: int, background: Background) -> Iterator[Line]:
    score = f"{number(result.points)} / {number(result.max_points)}"
    yield from row(f"{short(result.exercise)}  {visible(result.title)}", score, width, "", style="bold")
    for notice in result.notices:
        yield from paragraph(f"Note: {visible(notice)}", width, "  ")
    if background.unchanged and not background.hint:
        yield from paragraph("Nothing changed since the last run.", width, "  ")
    if background.best > result.points:
        best = f"{number(background.best)} / {number(result.max_points)}"
        yield from paragraph(f"Best so far: {best}, and the best counts.", width, "  ")


def _checks(result: Result, width: int, background: Background, *, details: bool) -> Iterator[Line]:
    """Passed checks first, then the failures (the first of them in full), then what was not reached."""
    titles = {check.id: check.title for check in result.checks}
    ordered = sorted(enumerate(result.checks), key=lambda numbered: _order(numbered[1]))
    explained: list[CheckResult] = []
    for place, check in ordered:
        same = next(filter(None, (_same_cause(check, each) for each in explained)), "")
        yield from _check(check, width, new=place in background.new, same=same)
        match check.outcome:
            case Outcome.PASSED:
                continue
            case Outcome.NOT_CHECKED:
                needs = ", ".join(f'"{visible(_needed(name, titles))}"' for name in check.needs)
                yield from paragraph(f"needs {needs or 'a check above'}", width, style="dim")
            case Outcome.ERRORED:
                yield from paragraph("the grader failed here, not your code", width)
                if details:
                    yield from _full(check, width, background, details=True)
            case Outcome.FAILED | Outcome.CRASHED | Outcome.TIMED_OUT:
                if not explained or (details and same != _SAME_ERROR):
                    told = replace(check, finding=None, message="") if same else check
                    yield from _full(told, width, background, details=details)
                    explained.append(check)


def _order(check: CheckResult) -> int:
    return {Outcome.PASSED: 0, Outcome.ERRORED: 2, Outcome.NOT_CHECKED: 3}.get(check.outcome, 1)


def _same_cause(check: CheckResult, first: CheckResult) -> str:
    """What to say where the very error or mistake of a check told before is behind `check`: one thing to repair."""
    if check.exception and check.location and check.exception == first.exception and check.location == first.location:
        return _SAME_ERROR
    mistakes = [(each.finding.id, each.finding.file, each.finding.line) for each in (check, first) if each.finding]
    return " (same cause)" if len(mistakes) > 1 and mistakes[0] == mistakes[1] else ""


def _check(check: CheckResult, width: int, *, new: bool = False, same: str = "") -> Iterator[Line]:
    stretch = " (stretch)" if check.stretch else ""
    points = number(check.max_points)
    if check.outcome is Outcome.NOT_CHECKED:
        points = "not checked yet"
    elif check.points != check.max_points:
        points = f"{number(check.points)} / {points}"
    mark = f"  {_MARKS.get(check.outcome, 'NO'):<5}"
    ending = same or _ENDINGS.get(check.outcome, "")
    title = visible(check.title) + stretch + ending + (" (new)" if new else "")
    return row(title, points, width, mark, style=_STYLES.get(check.outcome, "bold red"))


def _full(check: CheckResult, width: int, background: Background, *, details: bool) -> Iterator[Line]:
    for text in failure.explain(check, background.sources, details=details):
        yield from paragraph(text, width)


def _hint(hint: Hint, width: int) -> Iterator[Line]:
    if hint.text:
        yield from paragraph(f"Hint {hint.number} of {hint.total}: {hint.text}", width, "  ", style="bold")
    if hint.notes:
        yield from paragraph(f"In the notes: {hint.notes}.", width, "  ")
    if hint.example:
        yield Line("")
        for text in rendered(hint.example, width - 4):
            yield Line(f"    {text}".rstrip())
        yield Line("")


def _findings(result: Result, width: int) -> Iterator[Line]:
    """The findings that no check above carries, each message once."""
    told = {check.finding.id for check in result.checks if check.finding}
    for finding in result.findings:
        if finding.id in told or not finding.message:
            continue
        told.add(finding.id)
        message = visible(cut(finding.message, _LONGEST_FINDING))
        yield from paragraph(f"Also seen{_at(finding)}: {message}", width, "  ")


def _at(finding: Finding) -> str:
    if not finding.file:
        return ""
    return f" in {failure.place(finding.file, finding.line)}"


def _next_step(result: Result, first: CheckResult | None, background: Background) -> str:
    words = _Words.of(result, background)
    if result.status is Status.ERROR:
        return f"{words.again}; if the grader fails again, tell your instructor."
    if result.problem:
        return f"put the files of the exercise there, then {words.again}."
    onward = background.following or "another exercise; `grade list` shows them"
    if first is None:
        return f"go on with {onward}."
    if background.hint:
        return _after_hint(hint_for(first, background), words)
    if result.status is Status.PASSED:
        return f"the stretch is left ({words.hint} helps), or go on with {onward}."
    return _after_failure(first, words, offer=background.times >= STUCK and bool(background.example))


def _after_failure(first: CheckResult, words: _Words, *, offer: bool) -> str:
    spot = failure.place_of(first)
    start = f"look at {failure.place(spot.file, spot.line)}" if spot else "work on the first NO above"
    if offer:
        return f"{start}, then {words.again}. Stuck? {words.hint} shows a worked example of the same idea."
    return f"{start}, then {words.again}. For a hint: {words.hint}."


def _after_hint(hint: Hint, words: _Words) -> str:
    if hint.number < hint.total:
        return f"try it, then {words.again}. For the next hint: {words.hint}."
    if hint.example:
        return f"find the same idea in your own files, then {words.again}."
    return f"try it, then {words.again}."


class _Words(NamedTuple):
    """How to grade again and how to ask for a hint, as the reader does it."""

    again: str
    hint: str

    @classmethod
    def of(cls, result: Result, background: Background) -> _Words:
        command = f"grade {short(result.exercise)}"
        if background.watching:
            return cls("save it", "the key h")
        return cls(f"run `{command}` again", f"`{command} --hint`")


def _origin(result: Result, width: int) -> Iterator[Line]:
    parts = [f"{result.seconds:.2f} s"]
    if result.box:
        parts.append(f"box: {result.box}")
    if result.grader.version:
        parts.append(f"gradebox {result.grader.version} on Python {result.grader.python}")
    return paragraph(f"Graded in {', '.join(parts)}.", width, "  ", style="dim")


def _needed(name: str, titles: dict[str, str]) -> str:
    """The title of the check that `name`, an id or the bare name of a test, stands for."""
    for identity, title in titles.items():
        if identity == name or identity.endswith(f"::{name}"):
            return title
    return name
