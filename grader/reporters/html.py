"""One result as a page of one file: no script, nothing from the network, the student's text as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from grader.reporters import telling
from grader.reporters.layout import short
from grader.reporters.page import MARKS, STYLE, inline, opening, policy
from grader.reporters.shares import Share, cents, number, shares
from grader.result import CheckResult, Result, Status

_POLICY = policy(style=STYLE)


def report(result: Result) -> str:
    """The page."""
    title = f"{short(result.exercise)}: {telling.sentence(result.title)}"
    return f"""\
{opening(title, _POLICY, STYLE)}<main>
{chr(10).join(_page(result))}
</main>
</body>
</html>
"""


def _page(result: Result) -> Iterator[str]:
    yield from _head(result)
    if not result.problem and result.status is not Status.ERROR:
        first, called = telling.first_failure(result), telling.titles(result)
        yield '<h2 id="checks">Checks</h2>'
        yield '<ul aria-labelledby="checks">'
        for check, part in zip(result.checks, shares(result), strict=True):
            yield from _check(check, part, called, opened=check is first)
        yield "</ul>"
    yield from _findings(result)
    yield f"<footer>{escape(_origin(result))}</footer>"


def _head(result: Result) -> Iterator[str]:
    student = result.submission.student
    small = telling.sentence(" · ".join(filter(None, [short(result.exercise), student])))
    yield "<header>"
    yield f"<h1><small>{escape(small)}</small>{escape(telling.sentence(result.title))}</h1>"
    if result.status is not Status.ERROR:
        score = f"{number(cents(result.points))} / {number(cents(result.max_points))}"
        yield f'<p class="score" aria-label="{score} points">{score}</p>'
    yield "</header>"
    for text in [telling.NO_SCORE] if result.status is Status.ERROR else []:
        yield f'<p class="note">{escape(text)}</p>'
    for notice in result.notices:
        yield f'<p class="note">{inline(telling.sentence(notice))}</p>'
    if result.problem:
        yield f'<p class="note">{inline(telling.sentence(result.problem.message))}</p>'
        yield f"<p>None of the {len(result.checks)} checks could run.</p>"
    yield f'<p class="next"><strong>Next step:</strong> {inline(telling.next_step(result))}</p>'


def _check(check: CheckResult, part: Share, called: Mapping[str, str], *, opened: bool) -> Iterator[str]:
    style, words = MARKS[check.outcome]
    stretch = ' <span class="tag">stretch</span>' if check.stretch else ""
    points = f"{number(part.earned)} / {number(part.worth)}"
    yield f'<li><div class="row"><span class="mark {style}">{words}</span>'
    yield f'<span class="title">{inline(telling.name(check))}{stretch}</span>'
    yield f'<span class="points">{points}</span></div>'
    lines = telling.explained(check, called)
    if telling.failed(check) and lines:
        yield f"<details{' open' if opened else ''}><summary>Why</summary>"
        yield _quote(lines)
        yield from _more("Traceback", telling.quoted(check.traceback))
        yield from _more("Your code printed", telling.quoted(check.output))
        yield "</details>"
    else:
        yield from (f'<p class="why">{inline(line)}</p>' for line in lines)
    yield "</li>"


def _more(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"<p>{heading}:</p>"
        yield _quote(lines)


def _quote(lines: list[str]) -> str:
    return f"<pre>{escape(chr(10).join(lines))}</pre>"


def _findings(result: Result) -> Iterator[str]:
    further = telling.further_findings(result)
    if further:
        yield "<h2>Also seen</h2>"
        yield "<ul>"
        for finding in further:
            where = f"{telling.where(finding)}: " if finding.file else ""
            yield f"<li>{inline(where + telling.sentence(finding.message))}</li>"
        yield "</ul>"


def _origin(result: Result) -> str:
    parts = [f"{result.seconds:.2f} s"]
    if result.box:
        parts.append(f"box: {result.box}")
    if result.grader.version:
        parts.append(f"gradebox {result.grader.version} on Python {result.grader.python}")
    if result.started:
        parts.append(result.started)
    return f"Graded in {', '.join(parts)}."
