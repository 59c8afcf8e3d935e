"""The student's copy of a course: its exercises and nothing of its solutions, the suites sealed where it is wished."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.authoring.leaks import text_of
from grader.authoring.placing import place
from grader.authoring.scaffold import unwritten
from grader.authoring.skeletons import skeletons
from grader.authoring.spoilers import refuse_spoilers
from grader.course import COURSE_FILE, EXERCISES, SEAL, SEALED, SOLUTIONS, Course, Exercise, Hidden
from grader.errors import InputError
from grader.files import read_tree, write_whole
from grader.manifest import matches_any
from grader.record import RECORD_NAME, load, suite_digest
from grader.seal import Key, seal, zipped

_TEMPLATES = Path(__file__).parent.parent / "templates"
_WORKFLOWS = ".github/workflows"
_PACKAGE, _SEALING = "gradebox", "gradebox[seal]"
_HOW_SEALED = """\
The checks of this course are sealed: `grade FIRST` opens them only with a key, where your work is handed in.
What needs no key are the examples of the task.

"""
# What editors, systems and tools leave in a folder.
_LEFT_BEHIND = {".DS_Store", ".git", ".ipynb_checkpoints", ".mypy_cache", ".pytest_cache", ".ruff_cache", "Thumbs.db"}


class Released(NamedTuple):
    """What a release holds: the folder, the paths of its files, whether it has changed, and its archive if any."""

    folder: Path
    files: list[str]
    is_new: bool
    archive: Path | None


def release(course: Course, folder: Path, *, key: Callable[[], Key] | None = None, archive: bool = False) -> Released:
    """Write the student's copy of a course to `folder`; `archive` makes a zip, too.

    With a `key`, which is asked for when nothing is in the way any more, the suites are sealed in it.

    An earlier release there is replaced, what is foreign in it stays. The same course gives the same bytes.
    Raises `InputError`, before anything is written, where the course is not ready, where a file would tell what
    students must not read, and where the folder holds something else.
    """
    _check_place(course, folder)
    exercises = course.exercises
    if not exercises:
        raise InputError(f"`{course.root}` holds no exercise to release", hint="`grade new` begins one.")
    files = student_files(course, exercises, sealed=key is not None)
    refuse_spoilers(course, exercises, {path: text_of(path, content) for path, content in files.items()})
    if key is not None:
        files |= _sealed(exercises, key)
    is_new = place(folder, files)
    packed = None
    if archive:
        named = folder.resolve()  # `..` has no name
        packed = named.with_name(f"{named.name}.zip")
        write_whole(packed, zipped({f"{named.name}/{path}": content for path, content in files.items()}))
    return Released(folder, sorted(files), is_new, packed)


def _sealed(exercises: Sequence[Exercise], key: Callable[[], Key]) -> dict[str, bytes]:
    hidden = [(each, hidden_of(each)) for each in exercises]
    given = key()
    return {f"{SEALED}/{each.name}{SEAL}": seal(each, content, given) for each, content in hidden}


def student_files(course: Course, exercises: Sequence[Exercise], *, sealed: bool) -> dict[str, bytes]:
    """The files of the student's copy by path, without the sealed ones; `sealed` says that there will be some."""
    package = _SEALING if sealed else _PACKAGE
    files: dict[str, bytes] = {
        COURSE_FILE: _course_file(course).encode(),
        "README.md": _readme(course, exercises, package).encode(),
    }
    for template in sorted((_TEMPLATES / "workflows").glob("*.yml")):
        files[f"{_WORKFLOWS}/{template.name}"] = template.read_bytes()
    for exercise in exercises:
        _check_ready(exercise)
        for path, content in read_tree(exercise.public).items():
            if _LEFT_BEHIND.isdisjoint(Path(path).parts):
                files[f"{EXERCISES}/{exercise.name}/{path}"] = content
    return files


def _check_ready(exercise: Exercise) -> None:
    """Raise `InputError` where something is still to be written, or a skeleton gives the solution away.

    Such a skeleton would be no leak by its lines: what a skeleton has is no secret.
    """
    if still := next(unwritten(exercise.public), None):
        raise InputError(
            f"`{still.file}`, line {still.line}, is still to be written: {still.text}",
            hint=f"`grade check {exercise.name}` says what else is.",
        )
    for path, text in skeletons(exercise).items():
        file = exercise.public / path
        if not file.is_file() or file.read_bytes() != text.encode():
            raise InputError(
                f"`{file}` is not what the markers make of the solution",
                hint=f"Write it with `grade check {exercise.name} --write`, and look at what changes.",
            )
    solved, public = read_tree(exercise.solution), read_tree(exercise.public)
    wanted = {path: content for path, content in solved.items() if matches_any(path, exercise.files)}
    if wanted and all(public.get(path) == content for path, content in wanted.items()):
        raise InputError(
            f"`{exercise.public}` holds the solution in place of the skeleton",
            hint="Take out what students write themselves, or mark it in the solution.",
        )


def hidden_of(exercise: Exercise) -> Hidden:
    """What a course's exercise is graded with, read from its folders; no solution is part of it.

    Raises `InputError` where there is no suite, or its record is not of this suite.
    """
    suite = exercise.suite
    if suite is None:
        raise InputError(f"`{exercise.name}` has no `suite/` to seal", hint="`grade new` shows what one looks like.")
    record = load(suite / RECORD_NAME)
    if record.suite != suite_digest(suite):
        raise InputError(
            f"`{suite / RECORD_NAME}` is older than the suite beside it",
            hint=f"Write it anew: `grade check {exercise.name} --write`.",
        )
    return Hidden(
        suite=_kept(read_tree(suite)),
        support=_kept(read_tree(exercise.support)),
        given=exercise.read_given(),
        record=record,
    )


def _kept(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if _LEFT_BEHIND.isdisjoint(Path(path).parts)}


def _check_place(course: Course, folder: Path) -> None:
    """Raise `InputError` where the release would lie in the course's own files, or over them."""
    if not (course.root / SOLUTIONS).is_dir():
        raise InputError(
            f"`{course.root}` has no `{SOLUTIONS}/`: it is a student's copy already",
            hint="Name the author's folder with `--course DIR`.",
        )
    place_, root = folder.resolve(), course.root.resolve()
    inside = any(place_.is_relative_to(root / name) for name in (EXERCISES, SOLUTIONS))
    if inside or root.is_relative_to(place_):
        raise InputError(
            f"`{folder}` is part of the course itself, or holds it", hint="Name a folder beside the exercises."
        )


def _course_file(course: Course) -> str:
    """A copy says which course it is, and no rule: those come with what it is graded with."""
    words = {"name": course.name, "title": course.title}
    return "".join(f"{key} = {json.dumps(text, ensure_ascii=False)}\n" for key, text in words.items())


def _readme(course: Course, exercises: Sequence[Exercise], package: str) -> str:
    text = (_TEMPLATES / "student_readme.md").read_text(encoding="utf-8")
    first = exercises[0].name.partition("_")[0]
    rows = ["| exercise | task |", "|---|---|"]
    for each in exercises:
        short, task = each.name.partition("_")[0], f"{EXERCISES}/{each.name}/README.md"
        rows.append(f"| {short} | [{_plain(each.title)}]({task}) |")
    words = {
        "HOW\n": _HOW_SEALED.replace("FIRST", first) if package == _SEALING else "",
        "TITLE": _plain(course.title),
        "COUNT": str(len(exercises)),
        "PACKAGE": package,
        "FIRST": first,
        "EXERCISES": "\n".join(rows),
    }
    return re.sub("|".join(words), lambda found: words[found[0]], text)


def _plain(title: str) -> str:
    """A title in Markdown, where `__main__` would be set in bold."""
    return re.sub(r"([\\_*|`\[\]<>])", r"\\\1", title)
