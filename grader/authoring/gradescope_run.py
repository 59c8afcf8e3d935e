"""What Gradescope's image runs for a submission: grade it, and print `results.json`.

`python -m grader.authoring.gradescope_run COURSE SUBMISSION METADATA`
"""

from __future__ import annotations

import sys
import traceback
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from grader.course import Course, Exercise
from grader.errors import InputError
from grader.lookup import find_submission
from grader.reporters import gradescope
from grader.reporters.plain import visible
from grader.result import Result
from grader.runner import grade


class User(Struct, frozen=True):
    """One of those who handed in."""

    email: str = ""


class Assignment(Struct, frozen=True):
    """What Gradescope knows of the assignment; `total_points` is a number written as text."""

    total_points: str = ""
    due_date: datetime | None = None


class Metadata(Struct, frozen=True):
    """The part of `submission_metadata.json` that is of use here."""

    created_at: datetime | None = None
    assignment: Assignment = field(default_factory=Assignment)
    users: list[User] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        """Whether it came after the due date; not where either is unknown."""
        due = self.assignment.due_date
        return bool(self.created_at and due and self.created_at > due)


def main(course: Path, submission: Path, metadata: Path) -> str:
    """The text of `results.json`. Our own failure is a message in it, and a traceback for the instructor on stderr."""
    try:
        return gradescope.report(_graded(course, submission, _read(metadata)))
    except Exception:  # noqa: BLE001 -- the platform shows what is written, and nothing else
        traceback.print_exc()
        return gradescope.failed()


def _graded(root: Path, submission: Path, metadata: Metadata) -> Result:
    course = replace(Course.load(root), work=None)  # what lies there is no submission
    (name,) = course.names
    exercise = course.find(name)
    student = ", ".join(user.email for user in metadata.users)
    path = _work(exercise, course, submission)
    result = grade(path, exercise, course, box="auto", feedback=exercise.feedback, student=student)
    worth = metadata.assignment.total_points
    if worth and worth != f"{result.max_points:.1f}":
        _say(f"The assignment is worth {worth} points on Gradescope, and its checks {result.max_points:g}.")
    return replace(result, submission=replace(result.submission, late=metadata.is_late))


def _work(exercise: Exercise, course: Course, submission: Path) -> Path:
    """The folder with the work: what was handed in, or the exercise's folder in it."""
    try:
        return find_submission(exercise, course, None, submission)[0]
    except InputError:
        return submission


def _read(file: Path) -> Metadata:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Metadata)
    except (OSError, msgspec.MsgspecError) as error:
        _say(f"submission_metadata.json is not as expected: {error}")
        return Metadata()


def _say(text: str) -> None:
    sys.stderr.write(f"{visible(text)}\n")


if __name__ == "__main__":
    sys.stdout.write(main(*map(Path, sys.argv[1:4])))
