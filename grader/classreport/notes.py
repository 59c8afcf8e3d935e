"""What somebody has to look at: whom the grader failed, what belongs to nobody, who handed in nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from grader.classreport.columns import Section
from grader.classreport.data import ids, shown
from grader.gradebook.book import Book
from grader.reporters import telling
from grader.reporters.page import inline


def section(book: Book, parts: Sequence[Section]) -> Iterator[str]:
    """The section; what an exercise has of it carries the exercise's place, for the choice of one."""
    errored = list(_errored(book, parts))
    yield '<section id="notes" aria-labelledby="notes-title"><h2 id="notes-title">To look at</h2>'
    if not (errored or book.left or book.missing):
        yield "<p>Nothing: every file was placed and graded, and everybody handed in.</p>"
    if errored:
        yield f"<h3>The grader failed ({len(errored)})</h3>"
        yield "<p class='soft'>These have no score, through no fault of the students: grade them again.</p><ul>"
        yield from errored
        yield "</ul>"
    if book.left:
        yield f"<h3>Not placed ({len(book.left)})</h3>"
        yield "<ul>"
        for left in book.left:
            whose = f" <small><bdi>{escape(shown(left.student))}</bdi></small>" if left.student else ""
            yield f"<li><strong><bdi>{escape(shown(left.path))}</bdi></strong>{whose}<br>"
            yield f"{inline(telling.sentence(left.reason))}</li>"
        yield "</ul>"
    if book.missing:
        yield f'<h3>Handed in nothing ({len(book.missing)})</h3><ul class="columns">'
        for student, name in book.missing.items():
            other = f" <small>{escape(shown(student))}</small>" if name else ""
            yield f"<li><bdi>{escape(shown(name or student))}</bdi>{other}</li>"
        yield "</ul>"
    yield "</section>"


def _errored(book: Book, parts: Sequence[Section]) -> Iterator[str]:
    addresses = ids(book)
    for row in book.rows:
        for place, part in enumerate(parts):
            mark = row.marks.get(part.name)
            if mark and not mark.scored:
                address = f"#student={quote(addresses[row.student], safe='')}"
                name = escape(shown(row.name or row.student))
                yield f'<li data-exercise="{place}"><a href="{address}"><bdi>{name}</bdi></a> {escape(part.short)}</li>'
