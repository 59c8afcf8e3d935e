"""How the scores of a class are spread and which checks fail: a picture with its table, or the table alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain

from grader.classreport import pictures
from grader.classreport.columns import Section
from grader.classreport.tally import BARS, Failing, Spread, by_rate, failing, scores, spread, totals
from grader.gradebook.book import Book
from grader.reporters.page import MARKS
from grader.result import Outcome

_MOST = 12  # checks in the picture of all exercises
_COUNTED = [outcome for outcome in MARKS if outcome is not Outcome.ERRORED]
_NO_PICTURES = (
    "Instead of pictures there are tables: matplotlib could not be imported where this report was written. "
    'Install it with "pip install gradebox[report]" and write the report again.'
)


def section(book: Book, parts: Sequence[Section]) -> Iterator[str]:
    """The section, with a view for each exercise and, where there are several, one for all of them."""
    yield '<section id="overview" aria-labelledby="overview-title"><h2 id="overview-title">Scores and checks</h2>'
    drawn = pictures.can_draw()
    if not drawn:
        yield f'<p class="note">{escape(_NO_PICTURES)}</p>'
    each = [failing(book, part) for part in parts]
    if len(parts) > 1:
        worst = by_rate(chain.from_iterable(each))
        note = f"The {_MOST} that fail most; choose an exercise for all of its checks." if len(worst) > _MOST else ""
        yield from _view("", spread(totals(book)), worst[:_MOST], note, drawn=drawn)
    for place, (part, checks) in enumerate(zip(parts, each, strict=True)):
        yield from _view(str(place), spread(scores(book, part.name)), checks, "", drawn=drawn, hidden=len(parts) > 1)
    yield "</section>"


def _view(
    view: str, scored: Spread, checks: Sequence[Failing], note: str, *, drawn: bool, hidden: bool = False
) -> Iterator[str]:
    yield f'<div class="pictures" data-view="{view}"{" hidden" if hidden else ""}>'
    yield from _distribution(scored, drawn=drawn)
    if checks:
        yield from _failures(checks, note, several=view == "", drawn=drawn)
    yield "</div>"


def _distribution(scored: Spread, *, drawn: bool) -> Iterator[str]:
    middle = f": median {scored.median:.0f} %, mean {scored.mean:.0f} %" if scored.students else ""
    said = f"{scored.students} score{'' if scored.students == 1 else 's'}{middle}"
    yield f"<figure><figcaption><h3>Distribution of scores</h3><p>{said}</p></figcaption>"
    if drawn:
        full = scored.counts[-1]
        yield pictures.distribution(
            scored, f"Distribution of {said}, {full} with all points. The table has the numbers."
        )
    rows = [(bar, str(count)) for bar, count in zip(BARS, scored.counts, strict=True)]
    yield from _table(("Per cent of the points", "Students"), rows, words=1, drawn=drawn)
    yield "</figure>"


def _failures(checks: Sequence[Failing], note: str, *, several: bool, drawn: bool) -> Iterator[str]:
    titles = [_title(each, several=several) for each in checks]
    yield "<figure><figcaption><h3>Checks by failure rate</h3>"
    yield f"<p>{escape(note or 'How many of those who handed in did not pass.')}</p></figcaption>"
    if drawn:
        worst = f"{titles[0]} with {checks[0].rate:.0%}" if checks[0].failed else "none fails"
        yield pictures.failure_rates(checks, titles, f"Failure rate of {len(checks)} checks, highest first: {worst}.")
        yield '<ul class="key"><li><span class="swatch fail"></span>did not pass</li>'
        yield '<li><span class="swatch block"></span>not checked</li><li><span class="swatch"></span>passed</li></ul>'
    head = ["Check", "Failure rate", *(MARKS[outcome][1].capitalize() for outcome in _COUNTED)]
    rows = [
        (title, f"{each.rate:.0%}", *(str(each.outcomes[outcome]) for outcome in _COUNTED))
        for title, each in zip(titles, checks, strict=True)
    ]
    yield from _table(head, rows, words=1, drawn=drawn)
    yield "</figure>"


def _title(each: Failing, *, several: bool) -> str:
    return f"{each.section.short}: {each.column.title}" if several else f"{each.column.place}. {each.column.title}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int, drawn: bool) -> Iterator[str]:
    """The numbers; folded away below a picture. The first `words` columns are text."""
    if drawn:
        yield "<details><summary>As a table</summary>"
    yield '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="plain"><thead><tr>'
    yield "".join(f'<th scope="col"{_number(place, words)}>{escape(name)}</th>' for place, name in enumerate(head))
    yield "</tr></thead><tbody>"
    for first, *others in rows:
        cells = "".join(f"<td{_number(place, words)}>{escape(text)}</td>" for place, text in enumerate(others, 1))
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"
    if drawn:
        yield "</details>"


def _number(place: int, words: int) -> str:
    return "" if place < words else ' class="number"'
