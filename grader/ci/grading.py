"""Grades one exercise after the other within a time, so that what is done is never lost for what is not."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from grader.ci.selection import Task
from grader.errors import InputError, JudgeError, SuiteError
from grader.progress import is_skeleton
from grader.record import RECORD_NAME, load
from grader.result import CheckResult, Feedback, Outcome, Result, Status, lowest
from grader.runner import Grader
from grader.seal import unlocked

_START = 15.0  # seconds for judge and box to come up and to end, on a slow machine


class Done(NamedTuple):
    """One exercise that had its turn. `result` also stands for one that was not graded: every point is missing then.

    `not_graded` says why, empty where it was; `sources` are the student's files by path; `untouched` says that the
    files are still those that the exercise gives.
    """

    task: Task
    result: Result
    not_graded: str = ""
    sources: Mapping[str, bytes] = {}
    untouched: bool = False


class Rules(NamedTuple):
    """How all exercises are graded. `seconds` is the time for all of them, None without an end.

    `key` is the file of the key that opens sealed suites, `keys` the variables that may name it instead.
    """

    box: str = "bubblewrap"
    feedback: Feedback = Feedback.FULL
    student: str = ""
    seconds: float | None = None
    key: Path | None = None
    keys: Mapping[str, str] = {}


def grade_all(
    tasks: Sequence[Task],
    rules: Rules,
    *,
    open_grader: Callable[..., Any] = Grader,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Done]:
    """Grade the tasks in order, each with a judge of its own, and give each one back as soon as it is done.

    An exercise is begun only where all the time that it may take is left. One that the grader failed at is tried once
    more and then has the status `error`; one that cannot be graded says why. Raises `BoxError` where the box that was
    asked for cannot be had: nothing can be graded then.
    """
    end = None if rules.seconds is None else clock() + rules.seconds
    for task in tasks:
        left = math.inf if end is None else end - clock()
        if left < (needed := _needed(task)):
            yield not_graded(task, f"it may take {needed:.0f} s, and {max(left, 0):.0f} s of the run's time were left")
        else:
            yield _graded(task, rules, open_grader)


def not_graded(task: Task, reason: str) -> Done:
    """An exercise without a result: one check that stands for all, worth what they are worth together."""
    check = _for_all(task, Outcome.NOT_CHECKED, f"Not graded: {reason}")
    return Done(task, _standing_in(task, check, Status.FAILED), not_graded=reason)


def _for_all(task: Task, outcome: Outcome, title: str) -> CheckResult:
    return CheckResult(id=task.exercise.name, title=title, outcome=outcome, points=0.0, max_points=_worth(task))


def _graded(task: Task, rules: Rules, open_grader: Callable[..., Any]) -> Done:
    try:
        task = task._replace(exercise=unlocked(task.exercise, rules.key, rules.keys))
        try:
            done = _once(task, rules, open_grader)
        except (JudgeError, SuiteError):
            return _once(task, rules, open_grader)
        # A check that the grader failed at is given a second chance, in a fresh judge.
        return _once(task, rules, open_grader) if done.result.status is Status.ERROR else done
    except InputError as error:
        return not_graded(task, f"{error}".rstrip("."))
    except (JudgeError, SuiteError) as error:
        # Below the level `full` a judge's last words would tell what the suite asks.
        why = f": {error}" if _level(task, rules) is Feedback.FULL else ""
        check = _for_all(task, Outcome.ERRORED, f"The grader failed{why}")
        return Done(task, _standing_in(task, check, Status.ERROR))


def _once(task: Task, rules: Rules, open_grader: Callable[..., Any]) -> Done:
    with open_grader(task.exercise, box=rules.box, fork=False) as grader:
        result, submission, _ = grader.grade(task.path, feedback=_level(task, rules), student=rules.student)
    if result.checks_from == "submission":
        message = "its suite has no record of its checks, so that what is scored would be the submission's choice"
        raise InputError(message, hint="Write one with `grade check --write`.")
    return Done(task, result, sources=submission.files, untouched=is_skeleton(task.exercise, task.path))


def _level(task: Task, rules: Rules) -> Feedback:
    return lowest([task.exercise.feedback, rules.feedback])


def _needed(task: Task) -> float:
    """The seconds that an exercise may take at most; each of its file systems has them anew."""
    exercise = task.exercise
    return exercise.limits.submission_seconds * len(exercise.filesystem) + _START


def _worth(task: Task) -> float:
    """What the checks are worth together, by their record; 0 where there is none that can be read."""
    suite, hidden = task.exercise.suite, task.exercise.hidden
    try:
        record = hidden.record if hidden else load(suite / RECORD_NAME) if suite else None
    except InputError:
        record = None
    return float(sum(check.worth for check in record.checks)) if record else 0.0


def _standing_in(task: Task, check: CheckResult, status: Status) -> Result:
    return Result(
        exercise=task.exercise.name,
        title=task.exercise.title,
        status=status,
        points=0.0,
        max_points=check.max_points,
        core_points=check.max_points,
        checks=[check],
        started=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
