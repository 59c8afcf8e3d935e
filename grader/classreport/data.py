"""What the page's script shows, as plain data: every text is already cut and made visible."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from grader.classreport.columns import Section
from grader.classreport.tally import Group
from grader.gradebook.book import Adjustment, Book, Mark, Row
from grader.reporters import failure, telling
from grader.reporters.page import MARKS
from grader.reporters.plain import cut, inert, visible
from grader.reporters.shares import Share, cents, number, shares
from grader.result import CheckResult, Finding, Outcome, Result, Status

_SIGNS = {  # what a cell of the table shows
    Outcome.PASSED: "\N{CHECK MARK}",
    Outcome.FAILED: "\N{BALLOT X}",
    Outcome.CRASHED: "!",
    Outcome.TIMED_OUT: "t",
    Outcome.NOT_CHECKED: "\N{EN DASH}",
    Outcome.ERRORED: "?",
}
_PARTLY = "\N{CIRCLE WITH LEFT HALF BLACK}"
_UTC = re.compile(r"T(\d\d:\d\d):\d\d(?:\.\d+)?Z$")
_ORDER = list(Outcome)
_NAME = 120  # characters of a name or an id
_MOST_GROUPS = 200


class Told:
    """What is told of a check, once for all the students of whom it holds: most make few different mistakes."""

    def __init__(self) -> None:
        self.details: list[dict[str, Any]] = []
        self._places: dict[str, int] = {}

    def place(self, detail: dict[str, Any]) -> int:
        """Where `detail` stands in `details`; it is added if it is new."""
        key = json.dumps(detail)
        if key not in self._places:
            self._places[key] = len(self.details)
            self.details.append(detail)
        return self._places[key]


def data(book: Book, sections: Sequence[Section], groups: Sequence[Group]) -> dict[str, Any]:
    """The whole class; marks stand in the order of the exercises, cells in that of their checks."""
    told = Told()
    names = _ids(book.rows)
    return {
        "exercises": [_exercise(section) for section in sections],
        "outcomes": [
            {"name": each.value, "style": style, "words": words, "sign": _SIGNS[each], "failed": each.is_failure}
            for each, (style, words) in MARKS.items()
        ],
        "partly": _PARTLY,
        "students": [_student(row, name, sections, told) for row, name in zip(book.rows, names, strict=True)],
        "details": told.details,
        "groups": [_group(group, sections) for group in groups[:_MOST_GROUPS]],
    }


def ids(book: Book) -> dict[str, str]:
    """What each student is called in an address of the page, by the id of the book."""
    return {row.student: name for row, name in zip(book.rows, _ids(book.rows), strict=True)}


def shown(text: str) -> str:
    """A name or an id on one line, with every character visible."""
    return visible(cut(text, _NAME))


def points(value: float) -> float:
    """Points as they are shown, without a fraction where there is none."""
    return number(cents(value))


def moment(time: str) -> str:
    """A time in UTC as people write it, to the minute; any other as it is."""
    return _UTC.sub(r" \1 UTC", time)


def as_script(content: Mapping[str, Any]) -> str:
    """JSON that an HTML parser takes for nothing else, wherever it stands in a `script` element."""
    text = json.dumps(content, separators=(",", ":"), allow_nan=False)  # ASCII: no line separators, no lone surrogates
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _ids(rows: Sequence[Row]) -> list[str]:
    """The ids as they are shown; where cutting or escaping made two alike they are numbered."""
    taken: set[str] = set()
    names = []
    for row in rows:
        name, again = shown(row.student) or "?", 1
        while name in taken:
            again += 1
            name = f"{shown(row.student)} ({again})"
        taken.add(name)
        names.append(name)
    return names


def _exercise(section: Section) -> dict[str, Any]:
    return {
        "name": shown(section.name),
        "short": section.short,
        "title": section.title,
        "max": points(section.max_points),
        "checks": [
            {"title": column.title, "max": points(column.max_points), "stretch": column.stretch}
            for column in section.columns
        ],
    }


def _group(group: Group, sections: Sequence[Section]) -> dict[str, Any]:
    return {
        "exercise": sections.index(group.section),
        "checks": [column.place - 1 for column in group.columns],
        "reason": group.reason,
        "students": group.students,
    }


def _student(row: Row, name: str, sections: Sequence[Section], told: Told) -> dict[str, Any]:
    return {
        "id": name,
        "name": shown(row.name),
        "total": points(row.total),
        "max": points(row.max_total),
        "dropped": [place for place, each in enumerate(sections) if each.name in row.dropped],
        "marks": [_mark(row.marks[each.name], each, told) if each.name in row.marks else None for each in sections],
    }


def _mark(mark: Mark, section: Section, told: Told) -> dict[str, Any]:
    result = mark.entry.result
    called = telling.titles(result)
    cells = {
        check.id: told.place(_detail(check, _share(mark, check, part), called))
        for check, part in zip(result.checks, shares(result), strict=True)
    }
    return {
        "points": points(mark.points),
        "max": points(mark.max_points),
        "graded": points(result.points),
        "scored": mark.scored,
        "error": mark.is_errored,
        "late": mark.late,
        "cells": [cells.get(column.id, -1) for column in section.columns],
        "adjustments": [_adjustment(each, called) for each in mark.adjustments],
        "notes": list(_notes(result)),
        "also": [_finding_text(each) for each in telling.further_findings(result)],
        "facts": list(_facts(mark)),
        "seconds": round(result.seconds, 2),
    }


def _share(mark: Mark, check: CheckResult, part: Share) -> Share:
    """What the check adds, as it was graded or as an override has it."""
    own = mark.checks.get(check.id, check.points)
    return part if cents(own) == cents(check.points) else Share(cents(own), part.worth)


def _detail(check: CheckResult, part: Share, called: Mapping[str, str]) -> dict[str, Any]:
    lines = _lines(check, called)
    failed = telling.failed(check)
    return {
        "outcome": _ORDER.index(check.outcome),
        "points": number(part.earned),
        "max": number(part.worth),
        "head": telling.headline(check, lines) if failed else " ".join(lines[:1]),
        "lines": lines,
        "traceback": telling.quoted(check.traceback) if check.outcome is not Outcome.PASSED else [],
        "output": telling.quoted(check.output) if failed else [],
    }


def _lines(check: CheckResult, called: Mapping[str, str]) -> list[str]:
    """All that the check says of the failure, for a reader who knows the answer."""
    if telling.failed(check):
        silent = replace(check, traceback="", output="")  # they are told apart
        return [inert(line) for line in failure.explain(silent, {}, details=True)]
    lines = telling.explained(check, called)
    return [*lines, telling.sentence(check.message)] if check.outcome is Outcome.ERRORED and check.message else lines


def _adjustment(each: Adjustment, called: Mapping[str, str]) -> dict[str, Any]:
    check = called.get(each.check, shown(each.check))
    return {"kind": each.kind, "points": points(each.points), "reason": telling.sentence(each.reason), "check": check}


def _notes(result: Result) -> Iterator[str]:
    if result.status is Status.ERROR:
        yield telling.NO_SCORE
    if result.problem:
        yield telling.sentence(result.problem.message)
    yield from map(telling.sentence, result.notices)


def _finding_text(finding: Finding) -> str:
    where = f"{telling.where(finding)}: " if finding.file else ""
    return where + telling.sentence(finding.message)


def _facts(mark: Mark) -> Iterator[str]:
    entry, result = mark.entry, mark.entry.result
    if entry.time:
        yield f"handed in {moment(shown(entry.time))}"
    if entry.attempt > 1:
        yield f"attempt {entry.attempt}"
    yield f"graded in {result.seconds:.2f} s"
    if result.box:
        yield f"box: {result.box}"
    if result.grader.version:
        yield f"gradebox {result.grader.version} on Python {result.grader.python}"
    if result.started:
        yield moment(shown(result.started))
