"""What a class has handed in, ready to be graded: by exercise, and what of it cannot be graded, and why."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from platform import python_version

from msgspec import Struct

from grader.authored import did_you_mean
from grader.bulk.entries import Left
from grader.course import Exercise
from grader.errors import InputError
from grader.intake.lms.handed import folded
from grader.intake.lms.placed import Placed
from grader.intake.lms.roll import Roll, Student, Unplaced
from grader.record import RECORD_NAME, suite_digest
from grader.seal import unlocked

_MOST_NAMED = 3


class Work(Struct, frozen=True, kw_only=True):
    """What is to be graded, one exercise after the other; what is not; and who of the roster handed in nothing.

    `student` is the id of the only student who was asked for, empty for the whole class.
    """

    placed: tuple[Placed, ...]
    left: tuple[Left, ...]
    missing: dict[str, str]
    student: str = ""

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises of what is placed, in their order."""
        return tuple({each.exercise.name: each.exercise for each in self.placed}.values())


def find_work(roll: Roll, *, only: str = "") -> Work:
    """Place what a class has handed in, or with `only` what one student has; no file's content is kept.

    Raises `InputError` where the student is not there, and where nothing can be placed.
    """
    student = _student(roll, only) if only else None
    placed: list[Placed] = []
    left: list[Left] = []
    for each in roll if student is None else roll.of(student):
        if isinstance(each, Unplaced):
            left.append(Left(path=each.path, reason=each.reason, student=each.student))
        else:
            placed.append(each)
    if not placed:
        raise _nothing(left)
    placed.sort(
        key=lambda each: (each.exercise.number, each.exercise.name)
    )  # a change of exercise costs a judge's start
    missing = {} if student else {each.id: each.name for each in roll.missing}
    return Work(placed=tuple(placed), left=tuple(left), missing=missing, student=student.id if student else "")


def check_gradable(exercise: Exercise) -> None:
    """Raise `InputError` where an exercise cannot be graded here, or each submission would choose what is scored."""
    if exercise.suite is None and exercise.hidden is None:
        unlocked(exercise)  # which says so where it is sealed
        raise InputError(
            f"`{exercise.name}` has no suite here: there is nothing to grade it with.",
            hint="Install the course's package, or name the full course with --course.",
        )
    suite = exercise.suite
    if exercise.hidden is None and exercise.solution is None and suite and not (suite / RECORD_NAME).exists():
        raise InputError(
            f"`{exercise.name}` has neither a solution nor a record of its checks: each submission would choose what "
            "is scored.",
            hint="Write the record with `grade check --write` where the solution is.",
        )


def suites_of(exercises: Iterable[Exercise]) -> dict[str, str]:
    """The digest of each exercise's suite by the exercise's name."""
    return {
        each.name: each.hidden.record.suite if each.hidden else suite_digest(each.suite) if each.suite else ""
        for each in exercises
    }


def own_versions() -> tuple[str, str]:
    """The versions of the grader and of Python."""
    return version("gradebox"), python_version()


def _student(roll: Roll, only: str) -> Student:
    found = [each for each in roll.students if folded(only) in (folded(each.id), folded(each.name))]
    if len(found) == 1:
        return found[0]
    ids = [each.id for each in found or roll.students]
    if found:
        raise InputError(f"several students are named `{only}`: {_named(ids)}", hint="Name the one you mean by the id.")
    near = did_you_mean(only, [*ids, *(each.name for each in roll.students)])
    raise InputError(f"nothing was handed in of a student `{only}`.{near}", hint=f"Those there are: {_named(ids)}.")


def _named(ids: list[str]) -> str:
    more = f" and {len(ids) - _MOST_NAMED:,} more" if len(ids) > _MOST_NAMED else ""
    return ", ".join(f"`{each}`" for each in ids[:_MOST_NAMED]) + more


def _nothing(left: list[Left]) -> InputError:
    if not left:
        return InputError("nothing was handed in there", hint="Name the folder or the archive with the class's work.")
    first = "\n".join(f"`{each.path}`: {each.reason}" for each in left[:_MOST_NAMED])
    return InputError(
        f"nothing that was handed in can be placed, {len(left):,} files are left over:\n{first}",
        hint="Name the exercise with `--exercise`, or the folder above or below.",
    )
