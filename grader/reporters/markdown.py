"""One result as Markdown, for a step summary, a release or a comment: the score, every check, the first failure."""

from __future__ import annotations

from collections.abc import Iterator

from grader.reporters import telling
from grader.reporters.layout import short
from grader.reporters.markup import block, prose
from grader.reporters.shares import Share, cents, number, shares
from grader.result import CheckResult, Outcome, Result, Status

_MARKS = {
    Outcome.PASSED: ("✅", "passed"),
    Outcome.FAILED: ("❌", "did not pass"),
    Outcome.CRASHED: ("❌", "stopped with an error"),
    Outcome.TIMED_OUT: ("❌", "took too long"),
    Outcome.NOT_CHECKED: ("\N{HEAVY MINUS SIGN}", "not checked yet"),
    Outcome.ERRORED: ("⚠️", "the grader failed"),
}


def report(result: Result, *, again: str = "hand in again") -> str:
    """The report. `again` is how the reader is graded once more, in a sentence that begins `look at …, then`."""
    return "".join(f"{line}\n" for line in _lines(result, again))


def _lines(result: Result, again: str) -> Iterator[str]:
    yield from _heading(result)
    if result.problem:
        yield from ("", *block([telling.sentence(result.problem.message)]))
        yield from ("", f"None of the {len(result.checks)} checks could run.")
    elif result.status is not Status.ERROR:
        yield from ("", "| | Check | Points |", "|:-:|:--|--:|")
        yield from map(_row, result.checks, shares(result))
        yield from _first_failure(result)
    yield from _findings(result)
    yield from ("", f"**Next step:** {prose(telling.next_step(result, again=again))}")


def _heading(result: Result) -> Iterator[str]:
    title = f"{short(result.exercise)}: {telling.sentence(result.title)}"
    if result.status is Status.ERROR:
        yield from (f"## {prose(title)}", "", telling.NO_SCORE)
    else:
        yield f"## {prose(title)}: {number(cents(result.points))} / {number(cents(result.max_points))}"
    for notice in result.notices:
        yield from ("", f"Note: {prose(telling.sentence(notice))}")


def _row(check: CheckResult, part: Share) -> str:
    mark, words = _MARKS[check.outcome]
    stretch = " (stretch)" if check.stretch else ""
    ending = "" if check.outcome in (Outcome.PASSED, Outcome.FAILED) else f" ({words})"
    points = f"{number(part.earned)} / {number(part.worth)}"
    return f"| {mark} | {prose(telling.name(check))}{stretch}{ending} | {points} |"


def _first_failure(result: Result) -> Iterator[str]:
    first = telling.first_failure(result)
    lines = telling.explained(first, {}) if first else []
    if first and lines:
        yield from ("", f"### First to look at: {prose(telling.name(first))}", "", *block(lines))


def _findings(result: Result) -> Iterator[str]:
    for finding in telling.further_findings(result):
        where = f" in {prose(telling.where(finding))}" if finding.file else ""
        yield from ("", f"Also seen{where}:", "", *block([telling.sentence(finding.message)]))
