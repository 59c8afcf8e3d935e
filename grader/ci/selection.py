"""Which exercises are graded, by whose rules, and where in the repository their work lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from grader.ci.changes import Changes, changed
from grader.ci.place import Place
from grader.course import COURSE_FILE, EXERCISES, SEALED, SOLUTIONS, Course, Exercise
from grader.errors import InputError
from grader.lookup import COURSE_VARIABLE, find_course, find_submission, installed_course, numbered_folder
from grader.seal import KEY_VARIABLE, find_key

_NO_KEY = f"Its own rules are sealed: give the key, by the secret `{KEY_VARIABLE}` or with `--key FILE`."


class Task(NamedTuple):
    """One exercise and the folder or file that holds the work for it."""

    exercise: Exercise
    path: Path


class Selection(NamedTuple):
    """What is graded, in the order of the course. `notices` say what the reader would not expect."""

    tasks: tuple[Task, ...]
    notices: tuple[str, ...] = ()


def trusted_course(
    explicit: Path | None, place: Place, environ: Mapping[str, str], *, key: Path | None = None
) -> Course:
    """The course whose rules hold: the one that is named, else the repository's sealed one, else the installed one.

    Rules that lie open in the repository are never taken: they may be the student's own. Sealed ones are taken where
    there is a key, `key` or a variable of the place's; without it nobody can have made them. Raises `InputError` where
    there is no course, or where the repository says that it is another's copy.
    """
    if explicit is not None or environ.get(COURSE_VARIABLE):
        course = find_course(explicit, Path.cwd(), environ)
    elif (place.work / SEALED).is_dir() and find_key(key, place.keys) is not None:
        return _sealed_course(place.work)
    else:
        installed = installed_course()
        if installed is None:
            hint = f"Name the course with `--course DIR` or the variable `{COURSE_VARIABLE}`."
            raise InputError("No course is installed beside the grader, and none was named.", hint=hint)
        course = installed
    if (place.work / COURSE_FILE).is_file() and (place.work / EXERCISES).is_dir():
        name = Course.load(place.work).name
        if name != course.name:
            message = (
                f"the repository is a copy of the course `{name}`, and the rules here are those of `{course.name}`."
            )
            sealed = (place.work / SEALED).is_dir()
            raise InputError(
                message,
                hint=_NO_KEY if sealed else "Install the grader of that course, or name it with `--course DIR`.",
            )
    return replace(course, work=place.work)


def _sealed_course(root: Path) -> Course:
    if (root / SOLUTIONS).exists():
        message = f"the repository has a `{SOLUTIONS}/`, and no copy that was released for students has one."
        raise InputError(message, hint=f"Delete `{SOLUTIONS}/`, or name the course with `--course DIR`.")
    return Course.load(root)


def select(names: Sequence[str], course: Course, place: Place, *, everything: bool) -> Selection:
    """The exercises that are named, else the classroom's assignment, else those that the push changed.

    `everything`, or a place that records one total, asks for all that lie in the repository. Raises `InputError` for a
    name that no exercise has, and where the repository holds none.
    """
    assignment = place.variables.get("ASSIGNMENT", "")
    if not names and assignment and (meant := _named(course, assignment)):
        names = [meant]
    if names:
        exercises = {exercise.name: exercise for exercise in map(course.find, names)}.values()
        return Selection(tuple(_asked_for(exercise, course, place) for exercise in exercises))
    present, notices = _present(course, place)
    if not present:
        raise InputError(
            f"`{place.work}` holds no exercise of the course `{course.name}`: no `{EXERCISES}/ex01_…/`, no `ex01_…/`.",
            hint="Name the exercise that the repository is for: `grade ci ex03`.",
        )
    if everything or place.records_a_total or place.event is None:
        return Selection(present, notices)
    return _touched(present, changed(place.root, place.event), place.root, notices)


def _touched(present: tuple[Task, ...], changes: Changes, root: Path, notices: tuple[str, ...]) -> Selection:
    if changes.paths is None:
        return Selection(present, (*notices, f"All exercises are graded: {changes.reason}."))
    paths = changes.paths
    touched = tuple(task for task in present if _holds_one(task.path.relative_to(root).as_posix(), paths))
    if not touched:
        notices = (*notices, "No exercise was changed, so none was graded.")
    return Selection(touched, notices)


def _holds_one(folder: str, paths: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for path in paths)


def _named(course: Course, assignment: str) -> str:
    """The exercise that an assignment is for; empty where it is for several."""
    try:
        return course.find(assignment).name
    except InputError:
        return ""


def _asked_for(exercise: Exercise, course: Course, place: Place) -> Task:
    """Where nothing is there, the repository itself is graded: the result says which files are missing."""
    try:
        found = find_submission(exercise, course, None, place.work)[0]
    except InputError:
        found = place.work
    return Task(exercise, found if _is_own(found, place) else place.work)


def _is_own(folder: Path, place: Place) -> bool:
    """Whether the folder lies in the repository: a link in it could lead to the course's solution."""
    return folder.resolve().is_relative_to(place.root.resolve())


def _present(course: Course, place: Place) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """The exercises whose folders lie in the repository, and what is said of those that cannot be told.

    Where several folders may be one exercise's work, none is graded for it: the repository stands for it, which says
    that its files are missing. An exercise that a copy's own manifest makes unreadable is left out.
    """
    tasks, notices = [], []
    for name in course.names:
        try:
            exercise = course.find(name)
        except InputError as error:
            notices.append(f"{name} was not graded: {error}")
            continue
        try:
            folders = (numbered_folder(exercise, top) for top in (place.work / EXERCISES, place.work))
            folder = next((found for found in folders if found is not None), None)
        except InputError as error:
            notices.append(f"{name}: {error}")
            folder = place.work
        if folder is not None and not _is_own(folder, place):
            notices.append(f"{name}: its folder is a link that leads out of the repository.")
            folder = place.work
        if folder is not None:
            tasks.append(Task(exercise, folder))
    return tuple(tasks), tuple(notices)
