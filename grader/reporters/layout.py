"""Lines of a report for a terminal: wrapped, in two columns, coloured where that is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grader.reporters.plain import cells, inert, visible, wrapped

_QUOTED = re.compile(r"`[^`\n]+`")
_LONGEST_WHOLE = 42  # characters of a command that is not broken, with its backticks
_NO_BREAK = "\N{NO-BREAK SPACE}"  # in no text that is safe to show: `visible` escapes it
INDENT = " " * 7  # where titles start, below `  yes  `


class Line(NamedTuple):
    """One line; `style` is one of rich's, and colours it as a whole."""

    text: str
    style: str = ""


def row(text: str, right: str, width: int, mark: str, *, style: str) -> Iterator[Line]:
    """`text` on the left, wrapped below itself, and `right` at the right edge of its first line."""
    room = width - len(mark) - len(right) - 2
    first, *rest = wrapped(text, room)
    yield Line(f"{mark}{first}{' ' * (room - cells(first) + 2)}{right}".rstrip(" "), style)
    for line in rest:
        yield Line(" " * len(mark) + line, style)


def paragraph(text: str, width: int, indent: str = INDENT, *, style: str = "") -> Iterator[Line]:
    """`text` wrapped, every line behind `indent`."""
    # A command in backticks stays on one line, so that it can be read and copied as one.
    whole = _QUOTED.sub(lambda found: _unbroken(found[0]), text)
    for line in wrapped(whole, width - len(indent)):
        yield Line((indent + line.replace(_NO_BREAK, " ")).rstrip(" "), style)


def _unbroken(quoted: str) -> str:
    return quoted if len(quoted) > _LONGEST_WHOLE else quoted.replace(" ", _NO_BREAK)


def painted(lines: Iterable[Line], *, color: bool) -> str:
    """The lines as one text, with ANSI colours where `color` allows them; none of them is a workflow's command."""
    safe = [Line(inert(text), style) for text, style in lines]
    if not color:
        return "".join(f"{text}\n" for text, _ in safe)
    # Most runs go without colour, and rich takes as long to import as a small exercise takes to grade.
    from rich.color import ColorSystem  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    return "".join(f"{Style.parse(style).render(text, color_system=ColorSystem.STANDARD)}\n" for text, style in safe)


def number(points: float) -> str:
    """Points without the zeros that say nothing."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def short(exercise: str) -> str:
    """What a student types: `ex03` for `ex03_calculator`."""
    return visible(exercise.partition("_")[0])
