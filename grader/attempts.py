"""One run of a student's: graded, remembered, and told with what earlier runs have shown."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from grader.course import Course, Exercise
from grader.errors import InputError
from grader.lookup import find_submission
from grader.memory import Memory, Remembered, tells_of_a_failure, with_hint, with_run
from grader.reporters.background import Background
from grader.reporters.hints import LAST_LEVEL, STUCK
from grader.reporters.prose import said_of_notes
from grader.result import Feedback, Outcome, Result, Status
from grader.runner import Grader


class Task(NamedTuple):
    """What is graded: the work at `path` for an exercise, and how much the student may see."""

    course: Course
    exercise: Exercise
    path: Path
    feedback: Feedback


class Attempt(NamedTuple):
    """A graded run. `json_report` is pytest-json-report's file, where it was asked for and anything ran."""

    result: Result
    background: Background
    json_report: bytes | None


def attempt(task: Task, grader: Grader, memory: Memory, *, hint: bool = False) -> Attempt:
    """Grade the work once more; with `hint` the next level of help is asked for. Raises as `Grader.grade` does."""
    result, submission, json_report = grader.grade(task.path, feedback=task.feedback)
    before = Remembered()

    def change(known: Remembered) -> Remembered:
        nonlocal before
        before = known
        after = with_run(known, result, counts=not hint)
        if not tells_of_a_failure(result):
            return after
        return with_hint(after, _level(after) if hint else 1)

    after = memory.update(task.course.name, task.exercise.name, task.path, change)
    comparable = before.suite == result.suite.sha256
    passed = {place for place, check in enumerate(result.checks) if check.outcome is Outcome.PASSED}
    background = Background(
        sources=submission.files,
        new=frozenset(passed - before.passed) if comparable else frozenset(),
        unchanged=comparable and before.submission == result.submission.sha256,
        best=after.best if after else -1.0,
        times=after.times if after else 0,
        hint=0 if not hint else after.level if after else LAST_LEVEL,
        example=public_text(task.exercise, "similar.md"),
        notes=said_of_notes(public_text(task.exercise, "README.md")),
        following=_following(task) if result.status is Status.PASSED else "",
    )
    return Attempt(result, background, json_report)


def public_text(exercise: Exercise, name: str) -> str:
    """The text of a public file of the exercise; empty where it has none that can be read."""
    try:
        return (exercise.public / name).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return ""


def next_exercise(task: Task) -> Exercise | None:
    """The exercise that follows in the course; None after the last."""
    names = task.course.names
    place = names.index(task.exercise.name) + 1
    return task.course.find(names[place]) if place < len(names) else None


def _level(known: Remembered) -> int:
    return LAST_LEVEL if known.times >= STUCK else min(known.level + 1, LAST_LEVEL)


def _following(task: Task) -> str:
    """The command that goes on: with the next exercise where it lies here, or by fetching it."""
    following = next_exercise(task)
    if following is None:
        return ""
    short = following.name.partition("_")[0]
    try:
        find_submission(following, task.course, None, Path.cwd())
    except (InputError, OSError):  # not here, or there is no folder any more to be in
        return f"{short}: `grade start {short}`"
    return f"{short}: `grade {short}`"
