"""Remarks at the student's own lines, the worst failures first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.ci.commands import Annotation
from grader.ci.grading import Done
from grader.reporters import telling
from grader.reporters.failure import place_of
from grader.reporters.layout import short
from grader.result import CheckResult, Outcome

MOST = 8
"""The runner shows 10 of a kind for a step and drops the others without a word; two are left for others."""

_LONGEST = 1000  # characters of a message
_WORST = (Outcome.CRASHED, Outcome.TIMED_OUT, Outcome.FAILED)


def annotate(done: Iterable[Done], root: Path) -> list[Annotation]:
    """At most `MOST` remarks: by how the check ended, then by the points that it cost; one for each line."""
    failures = [(each, check) for each in done for check in each.result.checks if check.outcome.is_failure]
    failures.sort(key=lambda failure: (failure[0].untouched, *_rank(failure[1])))
    remarks: dict[object, Annotation] = {}
    for each, check in failures:
        remark = _annotation(each, check, root)
        place = (remark.file, remark.line) if remark.line else (each.task.exercise.name, check.id)
        remarks.setdefault(place, remark)
    return list(remarks.values())[:MOST]


def _rank(check: CheckResult) -> tuple[bool, bool, int, float]:
    """What was not begun comes late: it would hide what was tried."""
    begun = not check.exception.startswith(NotImplementedError.__name__)
    return not begun, check.stretch, _WORST.index(check.outcome), check.points - check.max_points


def _annotation(each: Done, check: CheckResult, root: Path) -> Annotation:
    spot = place_of(check)
    file = _in_repository(each, spot.file, root) if spot else ""
    lines: Sequence[str] = telling.explained(check, {}) or ["This check did not pass."]
    if each.result.problem:
        lines = [telling.sentence(each.result.problem.message)]
    return Annotation(
        level="warning" if check.stretch else "error",
        message="\n".join(lines)[:_LONGEST],
        title=f"{short(each.result.exercise)}: {telling.name(check)}",
        file=file,
        line=spot.line if spot and file else 0,
    )


def _in_repository(each: Done, file: str, root: Path) -> str:
    """The path of a student's file from the repository's folder on; empty for one that is not there as a file.

    A file that was made from a notebook's cells is none of the repository's.
    """
    folder = each.task.path if each.task.path.is_dir() else each.task.path.parent
    path = folder / file
    if not path.is_file() or path.is_symlink() or not path.is_relative_to(root):
        return ""
    return path.relative_to(root).as_posix()
