"""The class of 30 in every shape that it is handed in: each student's points reach their own line in each table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from class_of_30 import LAYOUTS, MISSING, STUDENTS, written
from made_up import book, entry

from grader.course import Course
from grader.gradebook.book import Book
from grader.gradebook.filling import Wish, fill
from grader.gradebook.marking import TOTAL, Override
from grader.intake.lms.placed import Placed
from grader.intake.lms.roll import rolled

ROOT = Path(__file__).parents[2]
EX03 = "ex03_calculator"
POINTS = {student.name: index / 2 for index, student in enumerate(STUDENTS)}  # other ones for each student

CANVAS = [["Student", "ID", "SIS Login ID", "Section", "ex03 (1)"], ["    Points Possible", "", "", "", "20"]]
CANVAS += [[each.sortable, str(each.number), each.user, "S1", ""] for each in STUDENTS]
MOODLE = [["Identifier", "Full name", "Email address", "Grade", "Maximum Grade"]]
MOODLE += [[f"Participant {each.number}", each.name, f"{each.user}@example.org", "", "20.00"] for each in STUDENTS]
GRADESCOPE = [["Name", "SID", "Email", "Total Score", "Max Points"]]
GRADESCOPE += [[each.name, str(each.number), f"{each.user}@example.org", "", "20.0"] for each in STUDENTS]
TABLES = {"Canvas": (CANVAS, 4), "Moodle": (MOODLE, 3), "Gradescope": (GRADESCOPE, 3)}

EVERYBODY = frozenset(range(MISSING))
# Who can be told by nothing that shape and table have in common. Canvas's table has user names, the others do not.
STRANGERS = {
    "Canvas": frozenset({20}),  # handed in without a name
    "GitHub Classroom": EVERYBODY,
    "Classroom 50": EVERYBODY,
    "nbgrader": EVERYBODY,
}


@pytest.fixture(scope="module", params=LAYOUTS)
def shaped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Book]:
    """The class as one shape tells it, with points that tell its students apart."""
    made = LAYOUTS[request.param]()
    folder = written(made, tmp_path_factory.mktemp("class"))
    course = Course.load(ROOT)
    with rolled(folder, course.exercises, only=course.find("ex03")) as roll:
        placed = [each for each in roll if isinstance(each, Placed)]
    entries = [entry(each.student.id, name=each.student.name, where=each.where, late=each.late) for each in placed]
    whose = {id_: STUDENTS[index].name for index, id_ in made.ids.items()}
    said = {(id_, EX03): [Override(TOTAL, POINTS[name], "to be known by")] for id_, name in whose.items()}
    return request.param, book(entries, overrides=said)


@pytest.mark.parametrize("platform", TABLES)
def test_everybody_gets_their_own_points(shaped: tuple[str, Book], platform: str, tmp_path: Path) -> None:
    """Whoever cannot be told apart is left out, and listed; nobody gets another's."""
    shape, made = shaped
    lines, column = TABLES[platform]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    table = tmp_path / "table.csv"
    table.write_bytes(text.getvalue().encode())

    done = fill(table, made, Wish())

    filled = list(csv.reader(io.StringIO(done.content.decode(), newline="")))
    got = {
        index: float(line[column]) for index, line in enumerate(filled[len(lines) - len(STUDENTS) :]) if line[column]
    }
    strangers = STRANGERS.get(shape, frozenset())
    if platform == "Canvas" and strangers == EVERYBODY:
        strangers = frozenset()
    assert got == {index: index / 2 for index in EVERYBODY - strangers}
    assert done.platform == platform
