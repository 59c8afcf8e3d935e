"""What the gates said, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grader.authoring.check import Checked
from grader.authoring.gates.registry import GATES
from grader.authoring.gates.ruling import Flaw, Ruling
from grader.reporters.plain import cells, visible, wrapped

SCHEMA = "grade/check/v1"

_WIDTH = 100
_GAP = "  "
_NOT_ASKED = "-"


def report(checked: Sequence[Checked], root: Path, whole: Ruling | None = None) -> str:
    """A table of all exercises, then every flaw with its remedy, notes, and how it stands. Paths are below `root`.

    `whole` is the ruling on the concepts of the course; None where it was not asked.
    """
    lines = [*_table(checked)]
    for each in checked:
        lines += _details(each, root)
    if whole:
        for flaw in whole.flaws:
            lines += _told("the course", "concepts", flaw, root)
        lines += ["", f"Concepts of the course: {whole.shown}"]
    return "\n".join([*lines, "", _summary(checked, whole)]) + "\n"


def report_json(checked: Sequence[Checked], root: Path, whole: Ruling | None = None) -> str:
    """The same as ASCII-only JSON, every key present."""
    document = {
        "schema": SCHEMA,
        "exercises": [_plain(each, root) for each in checked],
        "concepts": whole and _ruling(whole, root),
    }
    return json.dumps(document, indent=2) + "\n"


def _table(checked: Sequence[Checked]) -> Iterator[str]:
    """A column for each gate, in as many tables as it takes to stay within the width."""
    names = ["exercise", *(each.exercise.name for each in checked)]
    columns = [[gate, *(_cell(each, gate) for each in checked)] for gate in _asked(checked)]
    tables = [[names]]
    for column in columns:
        if sum(map(_width, (*tables[-1], column))) - len(_GAP) > _WIDTH:
            tables.append([names])
        tables[-1].append(column)
    for number, table in enumerate(tables):
        yield from [""] * bool(number)
        for row in zip(*table, strict=True):
            padded = (text + " " * (_width(column) - cells(text)) for text, column in zip(row, table, strict=True))
            yield "".join(padded).rstrip()


def _asked(checked: Sequence[Checked]) -> list[str]:
    """The gates that were asked, or all where no exercise came that far."""
    return [gate for gate in GATES if any(gate in each.rulings for each in checked)] or list(GATES)


def _width(column: Sequence[str]) -> int:
    """The cells that a column takes, the gap behind it included."""
    return max(map(cells, column)) + len(_GAP)


def _cell(each: Checked, gate: str) -> str:
    ruling = each.rulings.get(gate)
    if ruling is None:
        return _NOT_ASKED
    return f"NO {ruling.shown}" if ruling.flaws else ruling.shown


def _details(each: Checked, root: Path) -> Iterator[str]:
    name = each.exercise.name
    for gate, ruling in each.rulings.items():
        for flaw in ruling.flaws:
            yield from _told(name, gate, flaw, root)
    if each.trouble:
        yield ""
        yield f"{name} could not be checked"
        yield from _labelled("came", each.trouble.message.strip().splitlines())
        if each.trouble.hint:
            yield from _labelled("to do", [each.trouble.hint])
    if each.notes:
        yield ""
        yield f"{name}, a note: these lines use the submission while the suite is collected,"
        yield "so the suite is collected again for every submission, which takes longer"
        yield from (f"  {visible(note)}" for note in each.notes)


def _told(name: str, gate: str, flaw: Flaw, root: Path) -> Iterator[str]:
    yield ""
    yield visible(f"{name}, {gate}: {_below(root, flaw.file)}")
    yield from _labelled("expected", [flaw.expected])
    yield from _labelled("came", flaw.came)
    yield from _labelled("to do", [flaw.remedy])
    yield from (f"    {visible(line)}".rstrip() for line in flaw.verbatim.splitlines())


def _labelled(label: str, texts: Sequence[str]) -> Iterator[str]:
    indent = " " * 12
    lead = f"  {label + ':':<10}"
    for text in texts:
        for line in wrapped(visible(text), _WIDTH - len(indent)):
            yield f"{lead}{line}"
            lead = indent


def _summary(checked: Sequence[Checked], whole: Ruling | None) -> str:
    wrong = [each.exercise.name for each in checked if each.exit_code]
    wrong += ["the course"] if whole and whole.flaws else []
    if not wrong:
        asked = _asked(checked)
        which = "every gate passed" if len(asked) == len(GATES) else f"these gates passed: {', '.join(asked)}"
        return f"{_count(len(checked), 'exercise')} checked, and {which}."
    flaws = sum(len(ruling.flaws) for each in checked for ruling in each.rulings.values())
    flaws += len(whole.flaws) if whole else 0
    return f"{_count(len(checked), 'exercise')} checked, {_count(flaws, 'flaw')}; not right yet: {', '.join(wrong)}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _plain(each: Checked, root: Path) -> dict[str, Any]:
    trouble = each.trouble
    return {
        "exercise": each.exercise.name,
        "title": each.exercise.title,
        "passed": each.exit_code == 0,
        "gates": {name: _ruling(ruling, root) for name, ruling in each.rulings.items()},
        "notes": each.notes,
        "trouble": trouble and {"message": trouble.message, "hint": trouble.hint, "exit_code": trouble.exit_code},
        "box": each.box,
        "seconds": each.seconds,
    }


def _ruling(ruling: Ruling, root: Path) -> dict[str, Any]:
    return {
        "passed": not ruling.flaws,
        "shown": ruling.shown,
        "facts": ruling.facts,
        "flaws": [_flaw(flaw, root) for flaw in ruling.flaws],
    }


def _flaw(flaw: Flaw, root: Path) -> dict[str, Any]:
    return {
        "file": _below(root, flaw.file),
        "expected": flaw.expected,
        "came": flaw.came,
        "remedy": flaw.remedy,
        "verbatim": flaw.verbatim,
    }


def _below(root: Path, file: Path) -> str:
    return (file.relative_to(root) if file.is_relative_to(root) else file).as_posix()
