"""An author's Markdown as plain text for a terminal: wrapped prose, tables in columns, code as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from grader.reporters.plain import cells, visible, visible_lines, wrapped

_FENCE = "```"
_TABLE = "|"
_RULE = re.compile(r"[|:\s-]+")  # what stands below the head of a table
_BEGINS = re.compile(r"(?:[-*]|\d+\.) ")
_CODE_INDENT = "    "
_MOST_LINES = 400
_GAP = 3  # between the columns of a table


def rendered(markdown: str, width: int) -> list[str]:
    """Lines of at most `width` cells; headings lose their signs, code and tables stand indented."""
    lines: list[str] = []
    paragraph: list[str] = []
    table: list[str] = []
    code = False
    for line in [*visible_lines(markdown, most=_MOST_LINES), ""]:
        if table and not line.startswith(_TABLE):
            lines += _columns(table, width)
            table = []
        if line.startswith(_FENCE):
            lines += _flowed(paragraph, width)
            paragraph = []
            code = not code
        elif line.startswith(_TABLE) and not code:
            lines += _flowed(paragraph, width)
            paragraph = []
            table.append(line)
        elif code:
            lines += [_CODE_INDENT + part for part in wrapped(line, width - len(_CODE_INDENT))] if line else [""]
        elif not line.strip() or line.startswith("#") or _BEGINS.match(line):
            lines += _flowed(paragraph, width)
            paragraph = [line.lstrip("# ") if line.startswith("#") else line] if line.strip() else []
            lines += [] if line.strip() else [""]
        else:
            paragraph.append(line)
    return _single_blanks([*lines, *_flowed(paragraph, width)])


def _columns(table: list[str], width: int) -> Iterator[str]:
    """The rows of a table below each other, each cell as wide as the widest of its column, or as the room allows."""
    rows = [[cell.strip() for cell in line.strip(_TABLE).split(_TABLE)] for line in table if not _RULE.fullmatch(line)]
    widest = [max(cells(cell) for cell in column) for column in zip(*rows, strict=False)]
    room = width - len(_CODE_INDENT) - _GAP * (len(widest) - 1)
    while sum(widest) > room and max(widest) > 1:
        widest[widest.index(max(widest))] -= 1
    for row in rows:
        parts = [wrapped(cell, most) for cell, most in zip(row, widest, strict=False)]
        for line in zip_longest(*parts, fillvalue=""):
            padded = (part + " " * (most - cells(part)) for part, most in zip(line, widest, strict=True))
            yield _CODE_INDENT + (" " * _GAP).join(padded).rstrip()


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
