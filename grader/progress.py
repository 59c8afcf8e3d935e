"""How far the exercises of a course have come in the folders around the caller."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from grader.course import Course, Exercise
from grader.errors import InputError
from grader.lookup import find_submission
from grader.memory import Memory


class State(StrEnum):
    """How far one exercise has come, in words for the reader."""

    ABSENT = "not started"
    HERE = "not graded yet"
    BEGUN = "in progress"
    DONE = "passed"


class Standing(NamedTuple):
    """One exercise: its state, where its work lies, and the best score of that; None where there is none."""

    exercise: Exercise
    state: State
    path: Path | None = None
    best: float | None = None
    max_points: float = 0.0


def standings(course: Course, memory: Memory, cwd: Path) -> list[Standing]:
    """All exercises of the course by number."""
    return [_standing(exercise, course, memory, cwd) for exercise in course.exercises]


def _standing(exercise: Exercise, course: Course, memory: Memory, cwd: Path) -> Standing:
    try:
        path, _ = find_submission(exercise, course, None, cwd)
    except InputError:
        return Standing(exercise, State.ABSENT)
    known = memory.recall(course.name, exercise.name, path)
    if known is None or known.best < 0:
        return Standing(exercise, State.ABSENT if is_skeleton(exercise, path) else State.HERE, path)
    return Standing(exercise, State.DONE if known.done else State.BEGUN, path, known.best, known.max_points)


def is_skeleton(exercise: Exercise, folder: Path) -> bool:
    """Whether nothing was written in `folder` yet: the files that the exercise asks for are as it gives them."""
    try:
        return all(_content(folder / name) == _content(exercise.public / name) for name in exercise.files)
    except OSError:
        return False


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None
