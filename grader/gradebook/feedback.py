"""What a student is given back for an exercise: the report of the result, with what the gradebook did to the mark."""

from __future__ import annotations

from pathlib import PurePosixPath

from msgspec.structs import replace

from grader.gradebook.book import Mark, Row
from grader.gradebook.telling import adjusted, number
from grader.reporters.registry import FORMATS
from grader.result import CheckResult, Result, SubmissionInfo

FEEDBACK_FORMATS = ("markdown", "html")


def feedback(row: Row, exercise: str, form: str) -> str:
    """Return the feedback for one exercise in a format that `grade formats` lists."""
    return FORMATS[form].report(_result(row, exercise), details=True)


def feedback_name(exercise: str, form: str) -> str:
    """Return the name of the file, which says the exercise, and the format where the ending does not."""
    suffix = PurePosixPath(FORMATS[form].file).suffix
    return f"{exercise}{suffix}" if form in (*FEEDBACK_FORMATS, "terminal", "json") else f"{exercise}.{form}{suffix}"


def _result(row: Row, exercise: str) -> Result:
    """Return the result with the points of overrides, and a notice of each thing that the gradebook did."""
    mark = row.marks[exercise]
    result = mark.entry.result
    points = sum(mark.checks.values()) if mark.checks else result.points
    return replace(
        result,
        points=round(points, 2) if mark.scored else result.points,
        checks=[_check(check, mark) for check in result.checks],
        notices=[*result.notices, *_notices(row, mark)],
        submission=_whose(row, mark),
    )


def _check(check: CheckResult, mark: Mark) -> CheckResult:
    changed = any(each.check == check.id for each in mark.adjustments)
    return replace(check, points=mark.checks[check.id]) if changed else check


def _whose(row: Row, mark: Mark) -> SubmissionInfo:
    # Where the work lay on the grader's side, and with whom, is not for students.
    named = f"{row.name} ({row.student})" if row.name else row.student
    return SubmissionInfo(student=named, sha256=mark.entry.result.submission.sha256, late=mark.late)


def _notices(row: Row, mark: Mark) -> list[str]:
    told = [adjusted(each, mark) for each in mark.adjustments]
    if any(not each.check and each.kind != "best of" for each in mark.adjustments):
        told.append(f"The gradebook has {number(mark.points)} / {number(mark.max_points)} points.")
    if mark.entry.exercise in row.dropped:
        told.append("This exercise is among the lowest, and is not counted.")
    return told
