"""The list that is scored: the checks of a suite, fixed before any student code runs (`suite/checks.json`)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct, field

from grader.authored import did_you_mean, read_text, typed
from grader.errors import ManifestError, SuiteError
from grader.result import Feedback

SCHEMA: Final = "grade/checks/v1"
RECORD_NAME = "checks.json"

Kind = Literal["module", "function", "class", "value"]

_POINTS = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,9})(?:/(?P<parts>\d{1,9}))?", re.ASCII)
_BYTE = re.compile(r" \(byte (\d+)\)")
_NOT_THE_SUITE = {"__pycache__", ".pytest_cache", ".DS_Store"}


class RecordedCheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One test function of a suite.

    `id` is its node id without parameters, `points` an exact fraction (`2`, `1/3`), `needs` the ids of checks that
    must pass first, `feedback` the most a student may see of it (`None`: as the exercise says).
    `cases` are the node ids that belong to it, in order; with `split` its points are divided among them,
    otherwise they are earned only when all pass.
    """

    id: str
    title: str
    points: str = "1"
    hint: str = ""
    needs: list[str] = field(default_factory=list)
    stretch: bool = False
    feedback: Feedback | None = None
    concepts: list[str] = field(default_factory=list)
    split: bool = True
    cases: list[str]

    def __post_init__(self) -> None:
        _ = self.worth
        if not self.cases:
            raise ValueError("`cases` must name at least one case.")

    @property
    def worth(self) -> Fraction:
        """The points as a number; see `worth_of`."""
        return worth_of(self.points)


def worth_of(points: str) -> Fraction:
    """Return a check's points as a number, never negative.

    Raises `ValueError` if they are not a fraction.
    """
    parsed = _POINTS.fullmatch(points)
    if parsed is None or (parsed["parts"] and not int(parsed["parts"])):
        raise ValueError(f"`points` must be a whole number or a fraction like `1/3`, not `{points}`.")
    if parsed["sign"]:
        raise ValueError(f"`points` must not be negative, and `{points}` is.")
    return Fraction(int(parsed["whole"]), int(parsed["parts"] or 1))


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All checks of a suite in the order of their report.

    `imports` maps each student module that the suite imports to the names it takes and their kinds; the name `""` is
    the module itself. `suite` is the `suite_digest` of the folder that the record was made from.
    """

    schema: Literal["grade/checks/v1"] = SCHEMA
    checks: list[RecordedCheck]
    imports: dict[str, dict[str, Kind]] = field(default_factory=dict)
    suite: str = ""

    def __post_init__(self) -> None:
        if not self.checks:
            raise ValueError("`checks` must name at least one check.")
        if fault := _fault(self.checks):
            raise ValueError(fault)


def load(path: Path) -> Record:
    """Return the record in a `checks.json`.

    Raises `ManifestError` if it is missing, is not JSON or breaks a rule of the record.
    """
    text = read_text(path)
    try:
        content = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        place = _BYTE.search(str(error))
        line = text.encode().count(b"\n", 0, int(place[1])) + 1 if place else text.count("\n") + 1
        raise ManifestError(f"`{path}`, line {line}: {_BYTE.sub('', str(error))}.") from error
    except RecursionError:
        raise ManifestError(f"`{path}` is not valid JSON: it nests too deeply.") from None
    return typed(content, Record, path)


def dump(record: Record) -> bytes:
    """Return the text of a `checks.json`: the same bytes for the same record, one key a line."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def resolve_needs(checks: Sequence[RecordedCheck]) -> list[RecordedCheck]:
    """Return the checks with every entry of `needs` as a check's id, where authors write bare test names.

    A name that several tests bear means the one in the same file.
    Raises `SuiteError` for a name that is unknown or still ambiguous, and for checks that need each other in a circle.
    """
    ids = [check.id for check in checks]
    resolved = [
        msgspec.structs.replace(check, needs=list(dict.fromkeys(_needed_id(need, check, ids) for need in check.needs)))
        for check in checks
    ]
    if fault := _fault(resolved):
        raise SuiteError(fault)
    return resolved


def suite_digest(folder: Path) -> str:
    """Return the SHA-256 of a suite's files, all but the record itself and what Python and pytest leave behind."""
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and _NOT_THE_SUITE.isdisjoint(file.relative_to(folder).parts)
    }
    files.pop(RECORD_NAME, None)
    return tree_digest(files)


def tree_digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of a tree of files, the same whatever their order.

    Lengths are part of it, so that no two trees give the same bytes to hash.
    """
    total = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode("utf-8", "surrogatepass"), files[path]):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def _needed_id(need: str, check: RecordedCheck, ids: Sequence[str]) -> str:
    matching = [name for name in ids if name == need or name.endswith(f"::{need}")]
    if len(matching) > 1:
        file = check.id.partition("::")[0]
        matching = [name for name in matching if name.partition("::")[0] == file] or matching
    if len(matching) == 1:
        return matching[0]
    if matching:
        several = ", ".join(f"`{name}`" for name in matching)
        raise SuiteError(
            f"`{check.id}` needs `{need}`, and several checks bear that name: {several}.", hint="Write the whole id."
        )
    near = did_you_mean(need, [*(name.rpartition("::")[2] for name in ids), *ids])
    raise SuiteError(f"`{check.id}` needs `{need}`, and no check has that name.{near}")


def _fault(checks: Sequence[RecordedCheck]) -> str:
    """Say which rule the checks break together; empty if none."""
    by_id: dict[str, RecordedCheck] = {}
    owners: dict[str, str] = {}
    for check in checks:
        if check.id in by_id:
            return f"the check `{check.id}` is there twice; an id must be unique."
        by_id[check.id] = check
        for case in check.cases:
            if case in owners:
                return f"the case `{case}` is there twice; it belongs to one check, once."
            owners[case] = check.id
    for check in checks:
        for need in check.needs:
            if need not in by_id:
                return f"`{check.id}` needs `{need}`, and no check has that id.{did_you_mean(need, by_id)}"
    circle = _circle({check.id: check.needs for check in checks})
    if circle:
        return f"checks need each other in a circle: {' → '.join(f'`{name}`' for name in circle)}."
    return ""


def _circle(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the ids along one circle, the first again at the end; empty if there is none."""
    cleared: set[str] = set()
    for start in needs:
        trail = [start]
        waiting = [iter(needs[start])]
        while trail and start not in cleared:
            need = next(waiting[-1], None)
            if need is None:
                cleared.add(trail.pop())
                waiting.pop()
            elif need in trail:
                return [*trail[trail.index(need) :], need]
            elif need not in cleared:
                trail.append(need)
                waiting.append(iter(needs[need]))
    return []
