"""Gradescope's autograder: one archive for an exercise, with its suite, without its solution."""

from __future__ import annotations

from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import NamedTuple

from grader.authoring.release import hidden_of
from grader.course import COURSE_FILE, EXERCISES, SOLUTIONS, Course, Exercise
from grader.errors import InputError
from grader.files import read_tree
from grader.record import RECORD_NAME, dump
from grader.seal import zipped

PROGRAMS = ("run_autograder", "setup.sh")
_TEMPLATES = Path(__file__).parent.parent / "templates" / "gradescope"
_DISTRIBUTION = "gradebox"
_MEMORY_MB = 768  # of Gradescope's smallest container
_OURS_MB = 200  # of them the grader's own
_SECONDS = 500  # of its ten minutes; the rest is for the start and for what goes wrong


class Autograder(NamedTuple):
    """The archive to upload, the name it should have, and what its author should know."""

    name: str
    archive: bytes
    notes: list[str]


def autograder(course: Course, exercise: Exercise, wheel: Path | None = None) -> Autograder:
    """The autograder of one exercise; the same bytes for the same course, grader and wheel.

    `wheel` is the grader to install; without one the image installs this version from the package index.
    Raises `InputError` where there is no suite, its record is old, or the wheel cannot be read.
    """
    files = {name: (_TEMPLATES / name).read_bytes() for name in PROGRAMS}
    files |= {f"course/{path}": content for path, content in _course_files(course, exercise).items()}
    wanted = f"{_DISTRIBUTION}=={version(_DISTRIBUTION)}"
    if wheel is not None:
        files[wheel.name] = _wheel(wheel)
        wanted = f"./{wheel.name}"
    files["requirements.txt"] = "".join(f"{each}\n" for each in [wanted, *_requirements(exercise)]).encode()
    return Autograder(f"{exercise.name}.zip", zipped(files, programs=PROGRAMS), _notes(exercise))


def _course_files(course: Course, exercise: Exercise) -> dict[str, bytes]:
    """A course of this exercise alone, as graded: public files, suite and support."""
    hidden = hidden_of(exercise)
    public, secret = f"{EXERCISES}/{exercise.name}", f"{SOLUTIONS}/{exercise.name}"
    rules = course.root / COURSE_FILE
    return {
        **({COURSE_FILE: rules.read_bytes()} if rules.is_file() else {}),
        **{f"{public}/{path}": content for path, content in read_tree(exercise.public).items()},
        **{f"{secret}/suite/{path}": content for path, content in hidden.suite.items()},
        **{f"{secret}/support/{path}": content for path, content in hidden.support.items()},
        f"{secret}/suite/{RECORD_NAME}": dump(hidden.record),
    }


def _wheel(wheel: Path) -> bytes:
    try:
        return wheel.read_bytes()
    except OSError as error:
        raise InputError(
            f"the wheel `{wheel}` cannot be read: {error.strerror}", hint="`python -m build --wheel` makes one."
        ) from error


def _requirements(exercise: Exercise) -> list[str]:
    """What else is installed: the packages and plugins of the exercise, by the names that the index knows."""
    known = packages_distributions()
    return sorted({known.get(name, [name])[0] for name in (*exercise.packages, *exercise.plugins)})


def _notes(exercise: Exercise) -> list[str]:
    limits = exercise.limits
    notes = []
    if limits.memory_mb + _OURS_MB > _MEMORY_MB:
        notes.append(
            f"`{exercise.name}` allows {limits.memory_mb} MB: choose a container with "
            f"{limits.memory_mb + _OURS_MB} MB or more."
        )
    if limits.submission_seconds > _SECONDS:
        notes.append(
            f"`{exercise.name}` allows {limits.submission_seconds:g} seconds: set a longer timeout at Gradescope, and "
            "AUTOGRADER_SECONDS in `run_autograder`."
        )
    return notes
