"""Markers in a solution that say what students do not get, and the skeleton that is made of it.

`# BEGIN SOLUTION` to `# END SOLUTION` is the author's alone, `# BEGIN PROMPT` to `# END PROMPT` the student's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from grader.errors import InputError

BEGIN, END = "BEGIN", "END"
SOLUTION, PROMPT = "SOLUTION", "PROMPT"

_WORDS = r"(?P<edge>BEGIN|END) (?P<part>SOLUTION|PROMPT)(?P<said>:(?P<text>.*?))?"
_CODE = re.compile(rf"(?P<indent>[ \t]*)#{{1,3}} {_WORDS}[ \t]*")
_MARKDOWN = re.compile(rf"(?P<indent>[ \t]*)<!-- {_WORDS}[ \t]*-->[ \t]*")
# What was meant as one: left in a skeleton it would show the answer.
_NEARLY = re.compile(r"[ \t]*(?:#+|<!--)[ \t]*(?P<edge>begin|end)\b[\s_-]*(?P<part>solution|prompt)s?\b", re.IGNORECASE)
_COMMENT = re.compile(r"#(?: (?P<text>.*))?")


class Marker(NamedTuple):
    """One marker: `text` is what a solution leaves in its place, None where the marker does not say."""

    line: int
    indent: str
    edge: str
    part: str
    text: str | None


def is_marked(text: str) -> bool:
    """Say whether a text holds a marker, or what was meant as one."""
    return any(_NEARLY.match(line) for line in text.split("\n"))


def unmarked(text: str, place: str, *, markdown: bool = False) -> str:
    """The skeleton's text: without what is marked as the solution, and with what is marked as the prompt.

    `place` is what messages call the text. In Markdown the markers are comments of HTML.
    Raises `InputError` for markers that are unbalanced, nested, misspelt or not as deep as what they enclose.
    """
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    end = "\n" if text.endswith("\n") else ""
    return "\n".join(_without_gaps(list(_kept(lines, place, markdown=markdown)))) + end


def _kept(lines: list[str], place: str, *, markdown: bool) -> Iterator[str | None]:
    """The lines of the skeleton, None where a block leaves nothing."""
    open_: Marker | None = None
    for number, line in enumerate(lines, 1):
        marker = _marker(line, number, place, markdown=markdown)
        if open_ is not None and marker is not None:
            _check_ends(open_, marker, place)
            open_ = None
        elif open_ is not None:
            if open_.line == number - 1 and line.strip() and _indent(line) != open_.indent:
                raise _fault(place, open_.line, "the marker must stand as deep as the line below it")
            if open_.part == PROMPT:
                yield line if markdown or not line.strip() else _uncommented(line, number, open_, place)
        elif marker is not None:
            _check_begins(marker, place)
            open_ = marker
            if marker.part == SOLUTION:
                yield _instead(marker, markdown=markdown)
        else:
            yield line
    if open_ is not None:
        raise _fault(place, open_.line, f"`BEGIN {open_.part}` is never closed; `END {open_.part}` is missing")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _marker(line: str, number: int, place: str, *, markdown: bool) -> Marker | None:
    nearly = _NEARLY.match(line)
    if nearly is None:
        return None
    found = (_MARKDOWN if markdown else _CODE).fullmatch(line)
    if found is None:
        words = f"{nearly['edge']} {nearly['part']}".upper()
        shape = f"<!-- {words} -->" if markdown else f"# {words}"
        raise _fault(place, number, f"`{line.strip()}` is nearly a marker; one is written `{shape}`")
    text = None if found["said"] is None else found["text"].strip()
    return Marker(number, found["indent"], found["edge"], found["part"], text)


def _check_begins(marker: Marker, place: str) -> None:
    if marker.edge == END:
        raise _fault(
            place, marker.line, f"`END {marker.part}` closes nothing; no `BEGIN {marker.part}` is open above it"
        )
    if marker.part == PROMPT and marker.text is not None:
        raise _fault(place, marker.line, "`BEGIN PROMPT` takes no text; the prompt is what stands below it")


def _check_ends(open_: Marker, marker: Marker, place: str) -> None:
    """Raise `InputError` unless `marker` closes what is open."""
    if marker.edge == BEGIN:
        raise _fault(
            place, marker.line, f"`BEGIN {marker.part}` stands inside the block of line {open_.line}; they do not nest"
        )
    if marker.part != open_.part:
        raise _fault(
            place, marker.line, f"`END {marker.part}` cannot close the `BEGIN {open_.part}` of line {open_.line}"
        )
    if marker.text is not None:
        raise _fault(place, marker.line, f"`END {marker.part}` takes no text; it belongs to the `BEGIN`")
    if marker.indent != open_.indent:
        raise _fault(place, marker.line, f"`END {marker.part}` must stand as deep as its `BEGIN` in line {open_.line}")


def _instead(marker: Marker, *, markdown: bool) -> str | None:
    """What a solution leaves: the marker's text, else a line that lacks something and does not break an import."""
    if marker.text is not None or markdown:
        return marker.indent + marker.text if marker.text else None
    return f"{marker.indent}raise NotImplementedError" if marker.indent else "..."


def _uncommented(line: str, number: int, open_: Marker, place: str) -> str:
    comment = _COMMENT.fullmatch(line.strip())
    if not line.startswith(open_.indent) or comment is None:
        raise _fault(place, number, "a line of a prompt is a comment, `# text`, so that the solution runs without it")
    return (open_.indent + (comment["text"] or "")).rstrip()


def _without_gaps(lines: list[str | None]) -> Iterator[str]:
    """The lines, with one run of blank lines, the longest, where a block that leaves nothing stood between several."""
    groups = [(blank, list(group)) for blank, group in groupby(lines, lambda line: not (line or "").strip())]
    for number, (blank, group) in enumerate(groups):
        if not blank or None not in group:
            yield from (line for line in group if line is not None)
        elif 0 < number < len(groups) - 1:
            runs = [list(run) for gone, run in groupby(group, lambda line: line is None) if not gone]
            yield from [""] * max(map(len, runs), default=0)


def _fault(place: str, line: int, why: str) -> InputError:
    hint = "A block is `# BEGIN SOLUTION`, the lines, `# END SOLUTION`, all as deep as the lines; none in another."
    return InputError(f"{place}, line {line}: {why}.", hint=hint)
