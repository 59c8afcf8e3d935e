"""An author's Markdown as plain text for a terminal: wrapped prose, code as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.reporters.plain import visible, visible_lines, wrapped

_FENCE = "```"
_BEGINS = re.compile(r"(?:[-*]|\d+\.) ")
_CODE_INDENT = "    "
_MOST_LINES = 400


def rendered(markdown: str, width: int) -> list[str]:
    """Lines of at most `width` cells; headings lose their signs, code stands indented."""
    lines: list[str] = []
    paragraph: list[str] = []
    code = False
    for line in visible_lines(markdown, most=_MOST_LINES):
        if line.startswith(_FENCE):
            lines += _flowed(paragraph, width)
            paragraph = []
            code = not code
        elif code:
            lines += [_CODE_INDENT + part for part in wrapped(line, width - len(_CODE_INDENT))] if line else [""]
        elif not line.strip() or line.startswith("#") or _BEGINS.match(line):
            lines += _flowed(paragraph, width)
            paragraph = [line.lstrip("# ") if line.startswith("#") else line] if line.strip() else []
            lines += [] if line.strip() else [""]
        else:
            paragraph.append(line)
    return _single_blanks([*lines, *_flowed(paragraph, width)])


def said_of_notes(markdown: str) -> str:
    """What a task says after `**In the notes:**`, on one line; empty where it does not."""
    found = re.search(r"^\*\*In the notes:\*\*(.*)$", markdown, re.MULTILINE)
    return visible(found[1].strip().rstrip(".")) if found else ""


def _flowed(paragraph: list[str], width: int) -> Iterator[str]:
    if paragraph:
        indent = " " * (len(begins[0]) if (begins := _BEGINS.match(paragraph[0])) else 0)
        text = " ".join(line.strip() for line in paragraph).replace("**", "")
        first, *rest = wrapped(text, width - len(indent))
        yield first
        for line in rest:
            yield indent + line


def _single_blanks(lines: list[str]) -> list[str]:
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return kept[:-1] if kept and not kept[-1] else kept
