"""What a student reads on the page of a workflow run or of a release, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.ci.combined import combined
from grader.ci.grading import Done
from grader.reporters import markdown, telling
from grader.reporters.layout import number, short
from grader.reporters.markup import prose
from grader.result import Result, Status

MOST_BYTES = 1_000_000  # the runner refuses a summary above 1 MiB as a whole

_AGAIN = "push again"
_PLAIN = "Graded in a plain process, not in the real box: `docs/security.md` says what that leaves open."
_MARKS = {Status.PASSED: "✅", Status.FAILED: "❌", Status.ERROR: "⚠️"}


def summary(done: Sequence[Done], notices: Sequence[str], name: str, *, most: int = MOST_BYTES) -> str:
    """The score of all exercises, and of each what to look at first, within `most` bytes.

    `name` is what the exercises are called together.
    """
    head = "".join(f"{line}\n" for line in _head(done, notices, name))
    parts = [head, *(f"\n{_told(each, alone=len(done) == 1)}" for each in _in_order(done))]
    text, left = "", len("\n…\n".encode())
    for part in parts:
        if len((text + part).encode()) + left > most:
            return text + "\n…\n"
        text += part
    return text.lstrip("\n")


def _head(done: Sequence[Done], notices: Sequence[str], name: str) -> Iterator[str]:
    if len(done) > 1:
        total = combined(done, name)
        yield f"# {total.title}: {number(total.points)} / {number(total.max_points)}"
        yield from ("", "| | Exercise | Points |", "|:-:|:--|--:|")
        yield from map(_row, done)
    plain = any(each.result.box == "process" for each in done)
    for notice in (*notices, *([_PLAIN] if plain else [])):
        yield from ("", f"Note: {prose(telling.sentence(notice))}")


def _row(each: Done) -> str:
    result = each.result
    words = f" ({telling.sentence(each.not_graded)})" if each.not_graded else ""
    mark = "⏳" if each.not_graded else _MARKS[result.status]
    title = prose(f"{short(result.exercise)}: {telling.sentence(result.title)}{words}")
    return f"| {mark} | {title} | {_points(result)} |"


def _points(result: Result) -> str:
    return "-" if result.status is Status.ERROR else f"{number(result.points)} / {number(result.max_points)}"


def _in_order(done: Sequence[Done]) -> list[Done]:
    """What is to be looked at first, then what is folded; what was not graded stands in the table."""
    told = [each for each in done if not each.not_graded or len(done) == 1]
    return sorted(told, key=_is_folded)


def _is_folded(each: Done) -> bool:
    return each.untouched or each.result.status is Status.PASSED


def _told(each: Done, *, alone: bool) -> str:
    text = markdown.report(each.result, again=_AGAIN)
    if alone or not _is_folded(each):
        return text
    title = prose(f"{short(each.result.exercise)}: {telling.sentence(each.result.title)}")
    return f"<details><summary>{title}</summary>\n\n{text}\n</details>\n"
