"""The examples of a task as they came out: each with what the task shows and, where it differs, what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.course import Exercise
from grader.examples.reading import SHELL
from grader.examples.running import Shown
from grader.reporters.layout import Line, painted, paragraph, row, short
from grader.reporters.plain import visible_lines

_MOST_LINES = 20  # of one value


def report(exercise: Exercise, shown: Sequence[Shown], *, width: int = 80, color: bool = False) -> str:
    """The report for the terminal."""
    lines = list(_lines(exercise, shown, width))
    return painted(lines, color=color)


def _lines(exercise: Exercise, shown: Sequence[Shown], width: int) -> Iterator[Line]:
    name = short(exercise.name)
    right = sum(each.right for each in shown)
    yield from row(f"{name}  The examples of the task", f"{right} of {len(shown)} right", width, "", style="bold")
    for each in shown:
        yield from _example(each, width)
    if not shown:
        step = f"read the task; it shows no example that can be run. `grade {name}` grades your work."
    elif right == len(shown):
        step = f"run `grade {name}`; it checks more than the examples."
    else:
        step = f"make the first NO above come out as expected, then run `grade {name} --examples` again."
    yield from paragraph(f"Next step: {step}", width, "  ", style="bold")


def _example(shown: Shown, width: int) -> Iterator[Line]:
    mark, style = ("yes", "green") if shown.right else ("NO", "bold red") if shown.ran else ("--", "dim")
    first, *rest = visible_lines(shown.source, most=_MOST_LINES)
    following = "> " if shown.prompt == SHELL else "... "
    yield from row(shown.prompt + first, "", width, f"  {mark:<5}", style=style)
    for line in rest:
        yield from paragraph(following + line, width)
    if shown.right:
        yield from _block("", shown.expected, width)
    elif shown.ran:
        yield from _block("expected:", shown.expected or "nothing", width)
        yield from _block("got:     ", shown.got or "nothing", width)
    else:
        yield from _block("expected:", shown.expected or "nothing", width)
        yield from paragraph(shown.got or "not run, needs the line above", width)


def _block(title: str, text: str, width: int) -> Iterator[Line]:
    """A value behind its title: on the same line where it has one line, below where it has more."""
    if not text:
        return
    lines = visible_lines(text, most=_MOST_LINES)
    if len(lines) == 1 or not title:
        for line in lines:
            yield from paragraph(f"{title} {line}".lstrip() if title else line, width)
        return
    yield from paragraph(title.strip(), width)
    for line in lines:
        yield from paragraph(f"| {line}", width)
