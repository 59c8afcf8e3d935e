"""The instructor's overrides: a table of students, checks, points and reasons, read whole or not at all."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from grader.authored import did_you_mean
from grader.bulk.entries import Entry
from grader.errors import InputError
from grader.gradebook.marking import LATE, TOTAL, Override
from grader.intake.lms.handed import folded
from grader.reporters.plain import cut
from grader.result import CheckResult

OVERRIDES_LIMIT = 16 << 20  # bytes

_HEADS = ("student", "check", "points", "reason")
_OPTIONAL = "exercise"
_HINT = "Nothing was written. Its heads are student, exercise (where there are several), check, points, reason."
_MOST_SHOWN = 5  # faults in one message
_LONGEST_SHOWN = 60  # characters of a cell


class Table(Struct, frozen=True):
    """The overrides as they were written, and the file that they stand in."""

    content: bytes
    name: str


class Known(Struct, frozen=True):
    """What overrides can name: students with names, the checks of their newest results, what exercises are worth."""

    students: dict[str, str] = field(default_factory=dict)
    checks: dict[tuple[str, str], dict[str, CheckResult]] = field(default_factory=dict)
    worth: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry], missing: Mapping[str, str]) -> Known:
        """Return what these entries and the students of whom nothing was handed in make known."""
        known = cls(students=dict(missing))
        for entry in sorted(entries, key=lambda each: each.run):
            known.students[entry.student] = entry.name
            known.checks[entry.student, entry.exercise] = {check.id: check for check in entry.result.checks}
            known.worth[entry.exercise] = max(known.worth.get(entry.exercise, 0.0), entry.result.max_points)
        return known


class Said(NamedTuple):
    """An override with whose work it is about, and the line it stands in."""

    student: str
    exercise: str
    override: Override
    line: int


class _Fault(Exception):  # noqa: N818 -- one of several, told together
    """What is wrong with one line."""


def read_overrides(table: Table, known: Known) -> dict[tuple[str, str], list[Override]]:
    """Return the overrides by student and exercise.

    Raises `InputError`, which names the file and its lines, where anything in it is not understood.
    """
    name = table.name
    said: dict[tuple[str, str, str], Said] = {}
    faults = []
    for line, cells in _lines(table.content, name):
        try:
            one = _said(line, cells, known)
        except _Fault as fault:
            faults.append(f"line {line}: {fault}")
            continue
        first = said.setdefault((one.student, one.exercise, one.override.check), one)
        if first is not one:
            faults.append(f"line {line}: line {first.line} has given the points of this check.")
    if faults:
        more = [f"and {len(faults) - _MOST_SHOWN:,} more lines"] if faults[_MOST_SHOWN:] else []
        text = "\n".join([f"The overrides `{name}` cannot be taken:", *faults[:_MOST_SHOWN], *more])
        raise InputError(text, hint=_HINT)
    grouped: dict[tuple[str, str], list[Override]] = {}
    for one in said.values():
        grouped.setdefault((one.student, one.exercise), []).append(one.override)
    return grouped


def _lines(content: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the filled lines with their numbers, cells by their heads. Raises `InputError`."""
    text = _text(content, name)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    table = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        heads = [folded(head) for head in next(table, [])]
        _check_heads(heads, name)
        before = table.line_num
        for line in table:
            if any(cell.strip() for cell in line):
                yield before + 1, _cells(heads, line, f"The overrides `{name}`, line {before + 1}")
            before = table.line_num
    except csv.Error as error:
        raise InputError(f"The overrides `{name}`, line {table.line_num}: {error}.", hint=_HINT) from error


def _text(content: bytes, name: str) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{content[error.start]:02x}"
        raise InputError(
            f"The overrides `{name}`, line {line}: the file must be UTF-8, and {byte} is not.",
            hint="Save it as CSV UTF-8. Nothing was written.",
        ) from error


def _check_heads(heads: list[str], name: str) -> None:
    known = (*_HEADS, _OPTIONAL)
    for head in _HEADS:
        if head not in heads:
            raise InputError(f"The overrides `{name}`, line 1: there is no column `{head}`.", hint=_HINT)
    for head in heads:
        if head and head not in known:
            near = did_you_mean(head, known)
            raise InputError(
                f"The overrides `{name}`, line 1: there is no use for a column `{head}`.{near}", hint=_HINT
            )
        if head and heads.count(head) > 1:
            raise InputError(f"The overrides `{name}`, line 1: there are two columns `{head}`.", hint=_HINT)


def _cells(heads: list[str], line: list[str], place: str) -> dict[str, str]:
    if len(line) > len(heads) and any(cell.strip() for cell in line[len(heads) :]):
        raise InputError(f"{place}: there are more cells than heads; quote a cell that holds a comma.", hint=_HINT)
    return dict(zip(heads, [*map(str.strip, line), *[""] * len(heads)], strict=False))


def _said(line: int, cells: dict[str, str], known: Known) -> Said:
    student = _student(cells["student"], known)
    exercise = _exercise(cells.get(_OPTIONAL, ""), student, known)
    check, most = _check(cells["check"], student, exercise, known)
    if not cells["reason"]:
        raise _Fault("it gives no reason, which students are shown.")
    return Said(student, exercise, Override(check, _points(cells["points"], most), cells["reason"]), line)


def _student(text: str, known: Known) -> str:
    if not text:
        raise _Fault("it names no student.")
    for word in (text, text.removeprefix("'")):  # as the gradebook writes an id that begins like a formula
        found = [student for student in known.students if word in (student, known.students[student])]
        if word in known.students or len(found) == 1:
            return word if word in known.students else found[0]
    raise _Fault(f"there is no student {_shown(text)}.{did_you_mean(text, known.students)}")


def _exercise(text: str, student: str, known: Known) -> str:
    if not text:
        own = [exercise for whose, exercise in known.checks if whose == student] or list(known.worth)
        if len(own) == 1:
            return own[0]
        raise _Fault(f"it names no exercise, and there are {len(own)}.")
    wanted = folded(text).replace("-", "_")
    found = [name for name in known.worth if wanted in (name.casefold(), *name.casefold().split("_", 1))]
    if len(found) != 1:
        raise _Fault(f"there is no exercise {_shown(text)}.{did_you_mean(text, known.worth)}")
    return found[0]


def _check(text: str, student: str, exercise: str, known: Known) -> tuple[str, float]:
    """Return the id of the check, and the most points it can have."""
    word = folded(text)
    checks = known.checks.get((student, exercise))
    if word == TOTAL or (word == LATE and checks is not None):
        return word, known.worth[exercise]
    if checks is None:
        raise _Fault(f"{_shown(student)} handed in nothing for `{exercise}`; only a `{TOTAL}` can be given.")
    found = [check for check in checks.values() if text == check.id]
    found = found or [each for each in checks.values() if word in map(folded, _names(each))]
    if len(found) == 1:
        return found[0].id, found[0].max_points
    if found:
        raise _Fault(f"{_shown(text)} means several checks of `{exercise}`; write the id of one.")
    names = [TOTAL, LATE, *(name for each in checks.values() for name in _names(each))]
    raise _Fault(f"`{exercise}` has no check {_shown(text)}.{did_you_mean(text, names)}")


def _names(check: CheckResult) -> tuple[str, str]:
    """Return the name of the test and what it is called."""
    return check.id.rpartition("::")[2], check.title


def _points(text: str, most: float) -> float:
    plain = text.replace(",", ".") if re.fullmatch(r"\d+,\d+", text) else text
    try:
        points = float(plain)
    except ValueError:
        raise _Fault(f"{_shown(text)} is no number of points." if text else "it gives no points.") from None
    if not math.isfinite(points) or not 0 <= points <= most:
        raise _Fault(f"the points must be from 0 to {most:g}, not {_shown(text)}.")
    if round(points, 2) != points:
        raise _Fault(f"the points must have no more than two decimals, not {_shown(text)}.")
    return points


def _shown(text: str) -> str:
    return f"`{cut(text, _LONGEST_SHOWN)}`"
