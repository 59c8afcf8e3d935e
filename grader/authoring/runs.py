"""Runs recorded as a student sees them: skeleton, known mistakes and solution of some exercises, as one document.

`python -m grader.authoring.runs docs/runs.toml docs/runs.md` writes it; the first file names mistakes by exercise.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.attempts import Attempt, Task, attempt
from grader.authored import read_toml
from grader.authoring.mistakes import read_mistake
from grader.course import Course, Exercise
from grader.errors import ManifestError
from grader.files import read_tree
from grader.memory import Memory
from grader.reporters import terminal
from grader.result import Feedback
from grader.runner import Grader

_ABOUT = """\
# Recorded runs

What `grade EXERCISE` shows a student, from the first run to the last.
"""


def recorded(course: Course, wanted: Mapping[str, Sequence[str]]) -> str:
    """The document: for each exercise the skeleton, the named mistakes and the solution.

    Raises ManifestError where a name is no exercise's or no mistake's, or an exercise has no solution here.
    """
    return "\n".join([_ABOUT, *(part for name, mistakes in wanted.items() for part in _runs(course, name, mistakes))])


def _runs(course: Course, name: str, mistakes: Sequence[str]) -> Iterator[str]:
    exercise = course.find(name)
    yield f"## {name}: {exercise.title}\n"
    with Grader(exercise) as grader:
        for place, (title, files) in enumerate(_submissions(exercise, mistakes)):
            tried = _tried(grader, Task(course, exercise, Path(), Feedback.FULL), files)
            yield _section(title, tried, hint=0)
            if place == 1:
                yield _section(f"{title}, with `--hint`", tried, hint=2)


def _submissions(exercise: Exercise, mistakes: Sequence[str]) -> Iterator[tuple[str, dict[str, bytes]]]:
    solution = read_tree(exercise.solution)
    known = {folder.name: folder for folder in exercise.mistakes}
    yield "The skeleton", read_tree(exercise.public)
    for name in mistakes:
        if name not in known:
            raise ManifestError(f"`{exercise.name}` has no mistake `{name}`")
        _, files = read_mistake(known[name], solution)
        yield f"A mistake: {name.replace('_', ' ')}", files
    yield "The solution", solution


def _tried(grader: Grader, task: Task, files: Mapping[str, bytes]) -> Attempt:
    """A first run on these files."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder, task.exercise.name)
        for path, content in files.items():
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            (work / path).write_bytes(content)
        return attempt(task._replace(path=work), grader, Memory(None))


def _section(title: str, tried: Attempt, *, hint: int) -> str:
    background = tried.background._replace(hint=hint, following="")
    return f"### {title}\n\n```text\n{terminal.report(tried.result, background=background)}```\n"


if __name__ == "__main__":
    chosen = {name: list(names) for name, names in read_toml(Path(sys.argv[1])).items()}
    Path(sys.argv[2]).write_text(recorded(Course.load(Path.cwd()), chosen), encoding="utf-8")
