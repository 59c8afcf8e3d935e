"""The leak check of a release: what its files must not say, in their own exercise and in others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from grader.authoring.leaks import Kind, Leak, leaks, secrets_of
from grader.course import EXERCISES, Course, Exercise
from grader.errors import InputError
from grader.record import RECORD_NAME, load

MOST_SHARED_LINES = 2
"""Lines of another exercise's solution that a file may hold by chance; one that solves it must be listed."""

_MOST_SHOWN = 5
# What a given file must share with the solution of the exercise that it also solves, to be the same module.
_INTERFACE = re.compile(r"(?:async def|def|class|import|from|if __name__)\b")


def refuse_spoilers(course: Course, exercises: Sequence[Exercise], texts: Mapping[str, str]) -> None:
    """Raise `InputError` where a text of a release, by its path, says what students must not read.

    That is a line of 12 characters or more of a solution, and a name or value of a hidden suite, in the files of that
    exercise; the first two in those that belong to none; in another's, more of a solution than chance explains.
    """
    found = [line for exercise in exercises for line in _told(course, exercises, exercise, texts)]
    if found:
        more = [f"and {len(found) - _MOST_SHOWN} more"] if len(found) > _MOST_SHOWN else []
        raise InputError(
            "the release would tell what students must not read:\n" + "\n".join([*found[:_MOST_SHOWN], *more]),
            hint="Write it differently; nothing was released.",
        )


def _told(course: Course, exercises: Sequence[Exercise], exercise: Exercise, texts: Mapping[str, str]) -> Iterator[str]:
    suite = exercise.suite
    record = suite / RECORD_NAME if suite else None
    secrets = secrets_of(exercise, load(record).checks if record and record.exists() else ())
    own, common, others = (
        {path: text for path, text in texts.items() if _owner(path) in names}
        for names in ((exercise.name,), ("",), {each.name for each in exercises} - {exercise.name})
    )
    for leak in (*leaks(secrets, own), *leaks([each for each in secrets if each.kind is not Kind.VALUE], common)):
        yield _sentence(leak, exercise)
    lines = [each for each in secrets if each.kind is Kind.LINE and not _INTERFACE.match(each.text)]
    by_file: dict[str, list[Leak]] = {}
    for leak in leaks(lines, {path: text for path, text in others.items() if path.endswith((".py", ".ipynb"))}):
        by_file.setdefault(leak.text, []).append(leak)
    for path, shared in by_file.items():
        listed = any(_is_given(path, pair.exercise, pair.given, pair.solves, exercise) for pair in course.pairs)
        if listed or len(shared) > MOST_SHARED_LINES:
            why = "is listed in `course.toml` as solving it" if listed else "is another exercise's, and solves this one"
            yield f"`{path}` {why}, and says the same lines: {_sentence(shared[0], exercise)}"


def _is_given(path: str, of: str, given: str, solves: str, exercise: Exercise) -> bool:
    return path == f"{EXERCISES}/{of}/{given}" and solves == exercise.name


def _owner(path: str) -> str:
    """The exercise that a file of the release belongs to, empty if none."""
    parts = PurePosixPath(path).parts
    return parts[1] if parts[0] == EXERCISES and len(parts) > 1 else ""


def _sentence(leak: Leak, exercise: Exercise) -> str:
    secret = leak.secret
    return f"`{leak.text}`, line {leak.line}: `{secret.text}` is {secret.kind} of `{exercise.name}` ({secret.origin})"
