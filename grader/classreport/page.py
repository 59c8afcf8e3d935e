"""The report of a class as a page of one file: it opens from disk, and nothing in it comes from elsewhere.

The summaries stand in the page as HTML. The table of students and each student's page are made by a small script from
the data beside it; it writes texts as texts, never as HTML. The policy names script and style by their digests, so a
text that should pass for markup after all has nothing it may run, load or send.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from statistics import median

from grader.classreport import notes, overview
from grader.classreport.columns import Section, sections
from grader.classreport.data import as_script, data, moment, points, shown
from grader.classreport.tally import groups, totals
from grader.gradebook.book import Book
from grader.reporters import telling
from grader.reporters.page import STYLE, inline, opening, policy
from grader.result import Status

_HERE = Path(__file__).parent
_STYLE = STYLE + (_HERE / "page.css").read_text(encoding="utf-8")
_SCRIPT = (_HERE / "page.js").read_text(encoding="utf-8")
_POLICY = policy(style=_STYLE, script=_SCRIPT)


def page(book: Book) -> str:
    """The page. It names students as the book's rows do, so that of an anonymous book it shows pseudonyms only.

    Without matplotlib the tables take the place of the pictures.
    """
    parts = sections(book)
    title = telling.sentence(book.title) or "Class report"
    return f"""\
{opening(title, _POLICY, _STYLE)}<main>
<div id="class">
{chr(10).join(_class(book, parts, title))}
</div>
<article id="student" hidden></article>
</main>
<script type="application/json" id="book">{as_script(data(book, parts, groups(book, parts)))}</script>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _class(book: Book, parts: list[Section], title: str) -> Iterator[str]:
    yield '<a class="skip" href="#students">Skip to the students</a>'
    yield f"<header><h1><small>Class report</small>{escape(title)}</h1></header>"
    yield f'<p class="facts">{escape(_origin(book))}</p>'
    yield from _tiles(book)
    for warning in book.warnings:
        yield f'<p class="note warning"><strong>Warning:</strong> {inline(telling.sentence(warning))}</p>'
    yield "<noscript><p class='note'>The table of students, the groups and the students' own pages are made by the "
    yield "script in this page, and JavaScript is switched off here.</p></noscript>"
    yield from _choice(parts)
    yield from overview.section(book, parts)
    yield from _students()
    yield '<section id="alike" data-scripted hidden aria-labelledby="alike-title">'
    yield '<h2 id="alike-title">Failing alike</h2>'
    yield '<p class="soft">Students for whom the same check failed for the same reason, the largest groups first.</p>'
    yield '<ul class="groups" id="groups"></ul></section>'
    yield '<section id="slowest" data-scripted hidden aria-labelledby="slowest-title">'
    yield '<h2 id="slowest-title">Slowest to grade</h2>'
    yield '<div class="scroll"><table class="plain" id="slow"></table></div></section>'
    yield from notes.section(book, parts)


def _origin(book: Book) -> str:
    run, count = book.run, len(book.exercises)
    words = [
        f"{len(book.rows)} student{'' if len(book.rows) == 1 else 's'}",
        f"{count} exercise{'' if count == 1 else 's'}",
        f"graded {moment(run.began)}" if run.began else "",
        f"gradebox {run.version} on Python {run.python}" if run.version else "",
    ]
    return shown(" · ".join(filter(None, words)))


def _tiles(book: Book) -> Iterator[str]:
    shares = totals(book)
    errored = sum(not mark.scored for row in book.rows for mark in row.marks.values())
    passed = sum(
        set(row.marks) == set(book.exercises)
        and all(mark.entry.result.status is Status.PASSED for mark in row.marks.values())
        for row in book.rows
    )
    yield '<dl class="tiles">'
    yield _tile("students", str(len(book.rows)))
    yield _tile("median score", f"{points(median(shares) * 100):.0f} %" if shares else "none")
    yield _tile("passed" if len(book.exercises) == 1 else "passed all exercises", str(passed))
    yield _tile("grader failed", str(errored), "#notes", look=errored > 0)
    yield _tile("not placed", str(len(book.left)), "#notes", look=len(book.left) > 0)
    yield _tile("handed in nothing", str(len(book.missing)), "#notes", look=len(book.missing) > 0)
    yield "</dl>"


def _tile(name: str, value: str, address: str = "", *, look: bool = False) -> str:
    text = f'<a href="{address}">{name}</a>' if look else name
    return f"<div{' class=look' if look else ''}><dt>{text}</dt><dd>{value}</dd></div>"


def _choice(parts: list[Section]) -> Iterator[str]:
    yield '<div class="tools">'
    if len(parts) > 1:
        yield '<p data-scripted hidden><label for="exercise">Exercise</label><select id="exercise">'
        yield '<option value="">all exercises</option>'
        for place, part in enumerate(parts):
            yield f'<option value="{place}">{escape(f"{part.short} {part.title}")}</option>'
        yield "</select></p>"
    yield '<nav class="jumps" aria-label="Sections"><a href="#overview">Scores and checks</a>'
    yield '<a href="#students">Students</a><a href="#alike">Failing alike</a><a href="#slowest">Slowest</a>'
    yield '<a href="#notes">To look at</a></nav></div>'


def _students() -> Iterator[str]:
    yield '<section id="students" data-scripted hidden aria-labelledby="students-title">'
    yield '<h2 id="students-title" tabindex="-1">Students</h2>'
    yield '<div class="tools"><p><label for="text">Name, id or words of a failure</label>'
    yield '<input type="search" id="text" autocomplete="off" spellcheck="false"></p>'
    yield '<p><label for="outcome">Only with</label><select id="outcome"></select></p>'
    yield '<button type="button" id="reset" hidden>Show all</button>'
    yield '<p class="count" id="count" role="status"></p></div>'
    yield '<ul class="key" id="signs" aria-label="Signs"></ul>'
    yield '<p class="soft" id="usage">In the table the arrow keys move, Enter sorts by a column or opens a student.</p>'
    yield '<div class="window">'
    yield '<table id="matrix" role="grid" aria-labelledby="students-title" aria-describedby="usage">'
    yield '<colgroup></colgroup><thead></thead><tbody></tbody></table></div><button type="button" id="rest"></button>'
    yield '<p class="peek soft" id="peek"></p></section>'
