"""A second course, on other subjects, passes the same gate: nothing in the engine knows the one of this repository."""

from __future__ import annotations

from pathlib import Path

from grader.authoring.check import check_all
from grader.authoring.report import report
from grader.course import Course
from grader.diagnosis.catalogue import load

COURSE = Course.load(Path(__file__).parent.parent)
LARCH_HUT = Path(__file__).parent / "courses" / "larch_hut"


def test_a_course_on_files_classes_and_recursion_passes_the_gate() -> None:
    """Without mutants, which `.ci/run` makes of it."""
    course = Course.load(LARCH_HUT)

    checked = check_all(course.exercises, jobs=2, write=False, mutants=False, say=lambda _: None)

    assert [each.exit_code for each in checked] == [0, 0, 0], report(checked, course.root)


def test_a_course_names_messages_that_there_are() -> None:
    assert COURSE.messages
    assert sorted(COURSE.messages.keys() - load().entries.keys()) == []
