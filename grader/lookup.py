"""Which course holds, and which folder or file is to be graded, when the caller names neither or either."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec.structs import replace

from grader.course import COURSE_FILE, EXERCISES, SEALED, SOLUTIONS, Course, Exercise
from grader.errors import InputError

COURSE_VARIABLE = "GRADE_COURSE"

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = "_course"
_NUMBERED = re.compile(r"ex(\d{1,9})(?:[_-].*)?", re.ASCII | re.IGNORECASE | re.DOTALL)


def find_course(explicit: Path | None, cwd: Path, environ: Mapping[str, str], *, package: Path = _PACKAGE) -> Course:
    """Return the course named by `explicit`, else by `GRADE_COURSE`, else the one around `cwd`, else the installed one.

    A course without `solutions/` is a student's copy: it gives the files to grade (`Course.work`). Its rules are those
    that lie sealed in it, else those of the installed course of the same name. `package` is the installed package.
    Raises `InputError` if there is no course or no rules for it, `ManifestError` if a `course.toml` is wrong.
    """
    named = explicit or (Path(environ[COURSE_VARIABLE]) if environ.get(COURSE_VARIABLE) else None)
    root = cwd / named if named else course_around(cwd)
    if root is None:
        installed = installed_course(package)
        if installed is None:
            raise InputError(
                f"No course was found: `{cwd}` and its parent folders hold no `{EXERCISES}/`, none is installed.",
                hint=f"Name one with `--course DIR` or the variable `{COURSE_VARIABLE}`.",
            )
        return installed
    course = Course.load(root)
    ruled = any((root / name).is_dir() for name in (SOLUTIONS, SEALED))
    return course if ruled else _under_installed_rules(course, package)


def installed_course(package: Path = _PACKAGE) -> Course | None:
    """Return the course that the installed package carries, or the one of the checkout that the package lies in.

    It has no files to grade (`Course.work` is `None`). `None` if the package came without a course.
    """
    checkout = package.parent
    if (package / _IN_WHEEL / EXERCISES).is_dir():
        root = package / _IN_WHEEL
    elif all((checkout / name).exists() for name in (EXERCISES, SOLUTIONS, COURSE_FILE)):
        root = checkout
    else:
        return None
    return replace(Course.load(root), work=None)


def find_submission(exercise: Exercise, course: Course, path: Path | None, cwd: Path) -> tuple[Path, str]:
    """Return the folder or file to grade, and the sentence that says which it is.

    Taken is `path`, else `cwd` if it holds a listed file, else the exercise's folder in `cwd`, else `cwd` if that has
    the exercise's name, else the folder beside another exercise's, else the one in the student's course. Raises
    `InputError` if `path` is not there, or if none of them is.
    """
    if path is not None:
        if not os.path.lexists(cwd / path):
            raise InputError(
                f"`{path}` is not there.", hint=f"Name the folder or file with your work: `grade {exercise.name} PATH`."
            )
        return cwd / path, f"Grading {path}"
    if not is_of_another(exercise, cwd, course) and _holds_listed(exercise, cwd):
        return cwd, "Grading the current folder"
    places = [cwd, *([cwd.parent] if is_of_another(exercise, cwd, course) else [])]
    places += [course.work / EXERCISES] if course.work else []
    for place in places:
        folder = numbered_folder(exercise, place)
        if folder:
            return folder, f"Grading {_shown(folder, cwd)}"
        if cwd.name.replace("-", "_") == exercise.name:  # begun, and nothing written yet
            return cwd, "Grading the current folder"
    looked = " and ".join(f"`{place}`" for place in dict.fromkeys(places))
    message = f"There is nothing to grade for `{exercise.name}`: no `{exercise.name}/` folder in {looked}."
    begin = f"grade start {exercise.name.partition('_')[0]}"
    raise InputError(
        message, hint=f"Name the folder with your work, `grade {exercise.name} PATH`, or begin with `{begin}`."
    )


def is_of_another(exercise: Exercise, folder: Path, course: Course) -> bool:
    """Say that `folder` is plainly another exercise's, whose given files may have the names of this one's."""
    name = folder.name.replace("-", "_")
    return name != exercise.name and name in course.names


def course_around(cwd: Path) -> Path | None:
    """Return the nearest folder, `cwd` or a parent, that is a course; any `exercises/` alone may be something else."""
    for folder in (cwd, *cwd.parents):
        exercises = folder / EXERCISES
        if exercises.is_dir() and ((folder / COURSE_FILE).is_file() or any(map(_number_of, _names_in(exercises)))):
            return folder
    return None


def _under_installed_rules(copy: Course, package: Path) -> Course:
    installed = installed_course(package)
    if installed and installed.name == copy.name:
        return replace(installed, work=copy.root)
    found = f"the installed course is `{installed.name}`" if installed else "no course is installed"
    message = (
        f"`{copy.root}` has no `{SOLUTIONS}/`, so the rules of the course `{copy.name}` must come from an installed "
        f"course of that name, and {found}."
    )
    raise InputError(message, hint=f"Install the grader of that course, or correct `name` in `{COURSE_FILE}`.")


def _holds_listed(exercise: Exercise, folder: Path) -> bool:
    """Say whether a listed file, or one that differs in upper and lower case only, lies in `folder`."""
    return any(_holds(folder, pattern.casefold().split("/")) for pattern in exercise.files)


def _holds(folder: Path, parts: Sequence[str]) -> bool:
    if parts[0] == "**":
        # Looking deeper could mean reading a whole home folder.
        return len(parts) > 1 and _holds(folder, parts[1:])
    found = [name for name in _names_in(folder) if fnmatchcase(name.casefold(), parts[0])]
    return any(len(parts) == 1 or _holds(folder / name, parts[1:]) for name in found)


def numbered_folder(exercise: Exercise, place: Path) -> Path | None:
    """Return the folder in `place` with the exercise's name, else the only one with its number.

    Raises `InputError` if several have it.
    """
    names = [name for name in _names_in(place) if _number_of(name) == exercise.number and (place / name).is_dir()]
    exact = [name for name in names if name.replace("-", "_") == exercise.name]
    found = exact or names
    if len(found) > 1:
        several = " and ".join(f"`{name}`" for name in found)
        raise InputError(
            f"Several folders in `{place}` may be the work for `{exercise.name}`: {several}.",
            hint=f"Name the right one: `grade {exercise.name} PATH`.",
        )
    return place / found[0] if found else None


def _number_of(name: str) -> int | None:
    numbered = _NUMBERED.fullmatch(name)
    return int(numbered[1]) if numbered else None


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return []


def _shown(folder: Path, cwd: Path) -> str:
    if folder.is_relative_to(cwd):
        return f"./{folder.relative_to(cwd).as_posix()}"
    return f"../{folder.name}" if folder.parent == cwd.parent else str(folder)
