"""The work of a class in every shape: whose it is, what is taken, and what is not placed."""

from __future__ import annotations

from pathlib import Path

import pytest
from class_of_30 import LAYOUTS, Made, case_of, written, zipped

from grader.course import Course, Exercise
from grader.intake.lms.listing import Unplaced
from grader.intake.lms.placed import Placed
from grader.intake.lms.roll import rolled

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def course() -> Course:
    return Course.load(ROOT)


@pytest.fixture(scope="module")
def exercises(course: Course) -> tuple[Exercise, ...]:
    return course.exercises


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
@pytest.mark.parametrize("shape", LAYOUTS)
def test_every_case_of_a_class_is_placed_as_the_table_says(
    shape: str, packed: bool, tmp_path: Path, course: Course, exercises: tuple[Exercise, ...]
) -> None:
    made = LAYOUTS[shape]()
    path = handed_over(made, tmp_path, packed=packed)
    with rolled(path, exercises, only=course.find("ex03")) as roll:
        assert roll.shape == shape.partition(",")[0]
        assert roll.why
        found = list(roll)
        placed = {each.student.id: each for each in found if isinstance(each, Placed)}
        wanted = {id_: case_of(index) for index, id_ in made.ids.items()}
        assert placed.keys() == {id_ for id_ in wanted if not (packed and id_ in made.folders)}
        for id_, each in placed.items():
            submission = each.take()
            case = wanted[id_]
            taken = submission.problem.kind if submission.problem else frozenset(submission.files)
            assert (id_, taken) == (id_, case.taken)
            assert OLD_MARK not in submission.files.get("calculator.py", b"")
            assert (submission.student, submission.late) == (id_, each.late)
            if shape in TELL_LATE:
                assert (id_, each.late) == (id_, case.late)
        unplaced = {each.path: each.reason for each in found if isinstance(each, Unplaced)}
        assert unplaced.keys() == made.unplaced.keys()
        for name, reason in made.unplaced.items():
            assert reason in unplaced[name]


@pytest.mark.parametrize("shape", LAYOUTS)
def test_folders_around_everything_change_nothing(shape: str, exercises: tuple[Exercise, ...], tmp_path: Path) -> None:
    made = LAYOUTS[shape]()
    around = "Downloads/hw 3 - all/"
    wrapped = {f"{around}{path}": content for path, content in made.files.items()}
    (tmp_path / "bare.zip").write_bytes(zipped(made.files))
    (tmp_path / "wrapped.zip").write_bytes(zipped({**wrapped, "__MACOSX/Downloads/._x": b"", ".DS_Store": b""}))

    with rolled(tmp_path / "bare.zip", exercises) as bare, rolled(tmp_path / "wrapped.zip", exercises) as roll:
        assert (roll.shape, roll.why, roll.students) == (bare.shape, bare.why, bare.students)
        unplaced = {each.path for each in bare if isinstance(each, Unplaced)}
        assert {each.path for each in roll if isinstance(each, Unplaced)} == {f"{around}{path}" for path in unplaced}
        wheres = [each.where for each in bare if isinstance(each, Placed)]
        assert [each.where for each in roll if isinstance(each, Placed)] == [f"{around}{where}" for where in wheres]


OLD_MARK = b"an earlier attempt"
TELL_LATE = {"Canvas", "Classroom 50", "student folders", "single files"}


def handed_over(made: Made, folder: Path, *, packed: bool) -> Path:
    if packed:
        (folder / "class.zip").write_bytes(zipped(made.files))
        return folder / "class.zip"
    return written(made, folder / "class")
