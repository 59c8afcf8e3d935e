"""One result as a page of one file: no script, nothing from the network, the student's text as text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from html import escape

from grader.reporters import telling
from grader.reporters.layout import short
from grader.reporters.shares import Share, cents, number, shares
from grader.result import CheckResult, Outcome, Result, Status

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5a6472; --paper: #ffffff; --card: #f5f7fa;
  --line: #d9dee6; --good: #1a7f37; --bad: #b3261e; --wait: #7a5d00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #a3adba; --paper: #14181e; --card: #1d232b;
  --line: #36404c; --good: #57c474; --bad: #ff8a80; --wait: #e0b84c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 3rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 2rem; align-items: baseline; justify-content: space-between; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h1 small { display: block; font-size: .875rem; font-weight: 400; color: var(--soft); }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.score { font-size: 1.6rem; font-weight: 700; font-variant-numeric: tabular-nums; }
.next, .note { margin: 1rem 0 0; padding: .6rem .9rem; background: var(--card); border-left: 4px solid var(--line);
  border-radius: 4px; overflow-wrap: anywhere; }
.next { border-left-color: var(--ink); }
ul { list-style: none; margin: 0; padding: 0; }
li { border-bottom: 1px solid var(--line); padding: .45rem 0; }
.row { display: flex; gap: .75rem; align-items: baseline; }
.row .title { flex: 1; overflow-wrap: anywhere; }
.row .points { font-variant-numeric: tabular-nums; white-space: nowrap; }
.mark { flex: none; width: 8rem; font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); } .wait { color: var(--wait); }
.tag { font-size: .8rem; color: var(--soft); border: 1px solid var(--line); border-radius: 999px; padding: 0 .5rem; }
details, .why { margin: .25rem 0 .25rem 8.75rem; }
.why { color: var(--soft); }
code { font: .9em ui-monospace, monospace; }
summary { cursor: pointer; color: var(--soft); }
summary:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--card); border-radius: 4px; white-space: pre-wrap;
  overflow-wrap: anywhere; font: .875rem/1.45 ui-monospace, monospace; }
footer { margin-top: 2rem; color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
@media (max-width: 36rem) { .row { flex-wrap: wrap; } .mark { width: auto; } details, .why { margin-left: 0; } }
@media print { main { padding: 0; max-width: none; } li { break-inside: avoid; } }
"""
# The style is named by its digest: with any other style, any script, image or address the browser does nothing.
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
_POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
_CODE = re.compile("`([^`]+)`")
_MARKS = {
    Outcome.PASSED: ("good", "passed"),
    Outcome.FAILED: ("bad", "not passed"),
    Outcome.CRASHED: ("bad", "error"),
    Outcome.TIMED_OUT: ("bad", "too slow"),
    Outcome.NOT_CHECKED: ("wait", "not checked"),
    Outcome.ERRORED: ("wait", "grader failed"),
}


def report(result: Result) -> str:
    """The page."""
    title = f"{short(result.exercise)}: {telling.sentence(result.title)}"
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
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
        yield f'<p class="note">{_inline(telling.sentence(notice))}</p>'
    if result.problem:
        yield f'<p class="note">{_inline(telling.sentence(result.problem.message))}</p>'
        yield f"<p>None of the {len(result.checks)} checks could run.</p>"
    yield f'<p class="next"><strong>Next step:</strong> {_inline(telling.next_step(result))}</p>'


def _check(check: CheckResult, part: Share, called: Mapping[str, str], *, opened: bool) -> Iterator[str]:
    style, words = _MARKS[check.outcome]
    stretch = ' <span class="tag">stretch</span>' if check.stretch else ""
    points = f"{number(part.earned)} / {number(part.worth)}"
    yield f'<li><div class="row"><span class="mark {style}">{words}</span>'
    yield f'<span class="title">{_inline(telling.name(check))}{stretch}</span>'
    yield f'<span class="points">{points}</span></div>'
    lines = telling.explained(check, called)
    if telling.failed(check) and lines:
        yield f"<details{' open' if opened else ''}><summary>Why</summary>"
        yield _quote(lines)
        yield from _more("Traceback", telling.quoted(check.traceback))
        yield from _more("Your code printed", telling.quoted(check.output))
        yield "</details>"
    else:
        yield from (f'<p class="why">{_inline(line)}</p>' for line in lines)
    yield "</li>"


def _more(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"<p>{heading}:</p>"
        yield _quote(lines)


def _quote(lines: list[str]) -> str:
    return f"<pre>{escape(chr(10).join(lines))}</pre>"


def _inline(text: str) -> str:
    """A sentence; what stands between backticks is shown as code."""
    return _CODE.sub(r"<code>\1</code>", escape(text))


def _findings(result: Result) -> Iterator[str]:
    further = telling.further_findings(result)
    if further:
        yield "<h2>Also seen</h2>"
        yield "<ul>"
        for finding in further:
            where = f"{telling.where(finding)}: " if finding.file else ""
            yield f"<li>{_inline(where + telling.sentence(finding.message))}</li>"
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
