"""What other graders' set-ups become: round trips from their files to the points of right and wrong answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.authoring.adopting.adopted import Adopted, place, told
from grader.authoring.adopting.assertions import Body, Refused, body_of, known_names
from grader.authoring.adopting.classroom import adopt_classroom, repository_of
from grader.authoring.adopting.commands import Script, Suite, Unrunnable, understood
from grader.authoring.adopting.notebooks import adopt_notebook
from grader.authoring.check import check
from grader.authoring.evidence import Gathering
from grader.course import Course, Exercise
from grader.errors import InputError
from grader.files import read_tree
from grader.runner import Grader

ROOT = Path(__file__).parent.parent
NEEDED = ("solution", "skeleton", "source")  # gates that an exercise passes before its author has written a word

STARTER = 'def greeting(name):\n    """Return a greeting."""\n'
ANSWER = """
def greeting(name):
    return f"Hello, {name}!"


if __name__ == "__main__":
    print(greeting(input("Who? ")))
"""
WRONG = ANSWER.replace("!", "?")  # the text that is compared
OWN_TESTS = """
from hello import greeting


def test_greeting():
    assert greeting("Ada") == "Hello, Ada!"


class TestMore:
    def test_type(self):
        assert isinstance(greeting("Bo"), str)
"""


def write(folder: Path, **files: str) -> Path:
    """A folder with Python files of these names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def one_setup(file: Path, *tests: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"tests": tests}))
    return file


def old_test(**settings: Any) -> dict[str, Any]:
    """A test of an `autograding.json`, as the classroom wrote them."""
    plain = {"name": "Test", "setup": "", "run": "python3 hello.py", "input": "", "output": "", "timeout": 10}
    return {**plain, "comparison": "included", "points": 1, **settings}


def points_of(exercise: Exercise, *answers: Path) -> list[float]:
    """What a real judge gives for each of these folders."""
    with Grader(exercise) as grader:
        return [grader.grade(answer).result.points for answer in answers]


def placed(adopted: Adopted, root: Path, name: str = "ex01_hello") -> Exercise:
    place(adopted, name, root)
    return Course.load(root).find(name)


def missed(exercise: Exercise, *gates: str) -> list[str]:
    """The gates among these that an exercise does not pass."""
    checked = check(exercise, Gathering(gates=gates, mutants=False))
    assert checked.trouble is None
    return [gate for gate, ruling in checked.rulings.items() if ruling.flaws]


@pytest.fixture(scope="module")
def odd_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a starter, for set-ups that are written over and over."""
    place = tmp_path_factory.mktemp("odd")
    write(place / "old", hello=STARTER, test_hello=OWN_TESTS)
    return place


def lost(adopted: Adopted) -> list[tuple[str, float]]:
    """The names and points of what was left out."""
    return [(each.name, float(each.points)) for each in adopted.left_out]


def test_an_autograding_json_becomes_an_exercise_that_grades(tmp_path: Path) -> None:
    starter = write(tmp_path / "old", hello=STARTER, test_hello=OWN_TESTS)
    right, wrong = write(tmp_path / "right", hello=ANSWER), write(tmp_path / "wrong", hello=WRONG)
    setup = one_setup(
        starter / ".github" / "classroom" / "autograding.json",
        old_test(
            name='Greets "Ada"\n::error::x', input="Ada\n", output="Who? Hello, Ada!\r\n", comparison="exact", points=3
        ),
        old_test(name="Größe", input="Bo", output="H.l+o, Bo", comparison="regex"),
        old_test(name="Runs", input="Bo", output="Hello", points=0.5),
        old_test(name="All", setup="sudo -H pip3 install pytest", run="pytest -q", points=5),
        old_test(name="Make", run="make test", points=2),
    )

    adopted = adopt_classroom(setup, starter, right, "ex01_hello")
    exercise = placed(adopted, tmp_path)

    assert [(title, str(points)) for title, points in adopted.checks] == [
        ('Greets "Ada" ::error::x', "3"),
        ("Größe", "1"),
        ("Runs", "1/2"),
        ("test_hello.py::test_greeting", "5/2"),
        ("test_hello.py::TestMore::test_type", "5/2"),
    ]
    assert lost(adopted) == [("Make", 2.0)]
    assert missed(exercise, *NEEDED) == []
    assert points_of(exercise, right, wrong, exercise.public) == [9.5, 4.0, 0.0]


WORKFLOW = """
on: [push]
jobs:
  run-autograding-tests:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Prepare
        run: sudo apt-get install cowsay
      - name: Adds
        id: adds
        uses: classroom-resources/autograding-io-grader@v1
        with:
          test-name: Adds
          command: python sums.py 2 3
          expected-output: "5"
          comparison-method: exact
          timeout: 1
          max-score: 4
      - name: Fails well
        uses: classroom-resources/autograding-command-grader@v1
        with: {test-name: Runs, command: python3 -m sums 1 1, timeout: 2, max-score: 1}
      - uses: classroom-resources/autograding-python-grader@v1
        with: {timeout: 10, max-score: 3, setup-command: "pip install pytest"}
      - name: Greeting
        uses: someone/else-grader@v2
        with: {max-score: 7}
      - uses: classroom-resources/autograding-grading-reporter@v1
        with: {runners: adds}
"""
SUMS = "import sys\n\n\ndef add(a, b):\n    return a + b\n\n\n"
MAIN = "if __name__ == '__main__':\n    print(add(*map(int, sys.argv[1:])))\n"
UNITTEST = """
import unittest

from sums import add


class Adding(unittest.TestCase):
    def setUp(self):
        self.two = 2

    def test_small(self):
        self.assertEqual(add(self.two, 2), 4)

    def test_texts(self):
        self.assertEqual(add("a", "b"), "ab")

    def test_lists(self):
        self.assertEqual(add([1], [2]), [1, 2])
"""


def test_a_workflow_with_the_classrooms_actions_and_unittest_grades(tmp_path: Path) -> None:
    """The python grader collects `*_test.py`; its points are divided among three methods of a TestCase."""
    starter = write(
        tmp_path / "old", sums="def add(a, b):\n    pass\n", sums_test=UNITTEST, test_mine="def test_mine(): pass\n"
    )
    right = write(tmp_path / "right", sums=SUMS + MAIN)
    wrong = write(tmp_path / "wrong", sums=SUMS.replace("a + b", "int(a) + int(b)") + MAIN)
    setup = starter / "classroom.yml"
    setup.write_text(WORKFLOW)

    adopted = adopt_classroom(setup, starter, right, "ex01_sums")
    exercise = placed(adopted, tmp_path, "ex01_sums")

    assert lost(adopted) == [("Prepare", 0), ("Greeting", 7)]
    assert "`someone/else-grader`" in adopted.left_out[1].why
    assert points_of(exercise, right, wrong, exercise.public) == [8.0, 6.0, 1.0]  # an empty file runs


def test_classroom_50s_tests_keep_their_seconds_and_exit_codes(tmp_path: Path) -> None:
    starter = write(tmp_path / "old", ask="")
    (starter / "wanted.txt").write_text("odd")
    tests = [
        {"name": "Odd", "type": "io", "run": "python ask.py", "input": "3", "expected-file": "wanted.txt", "points": 2},
        {
            "name": "Refuses",
            "type": "run",
            "run": "python ask.py",
            "input": "x",
            "exit-code": 3,
            "timeout": 2,
            "points": 1,
        },
        {"name": "Strange", "type": "visual", "run": "python ask.py", "points": 5},
    ]
    setup = starter / "tests.json"
    setup.write_text(json.dumps({"schema": "classroom50/tests/v1", "tests": tests}))

    adopted = adopt_classroom(setup, starter, None, "ex01_ask")

    suite = str(adopted.secret["suite/test_imported.py"])
    assert 'submission.run("ask.py", stdin="3")' in suite
    assert 'assert "odd" in done.stdout' in suite
    assert 'submission.run("ask.py", stdin="x", timeout=2)' in suite
    assert "assert done.exit_code == 3" in suite
    assert "wanted.txt" not in adopted.public
    assert lost(adopted) == [("Strange", 5)]


def test_plain_pytest_and_unittest_files_are_a_suite_as_they_are(tmp_path: Path) -> None:
    """Two lines of `exercise.toml`, a folder with the tests: one point each, and nothing is written into them."""
    exercise = tmp_path / "exercises" / "ex01_hello"
    write(exercise, hello=STARTER, sums="")
    (exercise / "exercise.toml").write_text('title = "Hello"\nfiles = ["hello.py", "sums.py"]\n')
    solution = write(tmp_path / "solutions" / "ex01_hello" / "solution", hello=ANSWER, sums=SUMS)
    write(tmp_path / "solutions" / "ex01_hello" / "suite", test_hello=OWN_TESTS, sums_test=UNITTEST)
    wrong = write(tmp_path / "wrong", hello=WRONG, sums=SUMS)

    assert points_of(Course.load(tmp_path).find("ex01"), solution, wrong, exercise) == [5.0, 4.0, 0.0]


def test_a_command_for_each_test_gives_each_its_own_points(tmp_path: Path) -> None:
    """What no command ran, or ran for nothing, is a test no more: it would ask for points that nobody had."""
    tests = OWN_TESTS + "\n    def test_more(self):\n        assert False\n"
    starter = write(tmp_path / "old", hello=STARTER, test_hello=tests)
    write(starter / "tests", ask="print(1)", test_nothing="")
    setup = one_setup(
        tmp_path / "autograding.json",
        old_test(run="pytest test_hello.py::test_greeting", points=2),
        old_test(run="pytest test_hello.py -k type", points=3, setup="pip install -r requirements.txt pytest"),
        old_test(run="pytest", points=0),
        old_test(name="Nowhere", run="pytest other_test.py"),
        old_test(name="Wrong", run="pytest", output="3 passed", points=4),
        old_test(name="Script", run="python tests/ask.py"),
        old_test(name="Prepared", run="pytest", setup="touch data.txt", points=5),
    )

    adopted = adopt_classroom(setup, starter, None, "ex01_hello")

    suite = str(adopted.secret["suite/test_hello.py"])
    worth = [(title.rpartition("::")[2], float(points)) for title, points in adopted.checks]
    assert worth == [("test_greeting", 2.0), ("test_type", 3.0)]
    assert 'points=3, hint="WRITE:' in suite
    assert "def unused_test_more(self):" in suite
    assert lost(adopted) == [("Wrong", 4.0), ("Script", 1.0), ("Prepared", 5.0), ("Nowhere", 1.0)]
    assert any("`requirements.txt`" in remark for remark in adopted.remarks)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("python3 hello.py 'a b' --x", Script("hello.py", ("a b", "--x"), module=False)),
        ("python3.12 -u ./src//hello.py", Script("src/hello.py", (), module=False)),
        ("python -m tools.count -v", Script("tools.count", ("-v",), module=True)),
        ("PYTHONPATH=. pytest -q tests/ -k adds", Suite(("tests",), "adds")),
        ("python -m pytest --tb=short test_a.py::TestB::test_c", Suite(("test_a.py::TestB::test_c",))),
        ("python -m unittest tests.test_a.TestB.test_c -v", Suite(("tests/test_a.py::TestB::test_c",), cases=True)),
        ("python -m unittest discover -s tests", Suite(("tests",), cases=True)),
        ("python -m unittest", Suite((), cases=True)),
    ],
)
def test_lines_that_run_python_are_understood(line: str, meant: Script | Suite) -> None:
    assert understood(line) == meant


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("make test", "it runs `make`"),
        ("node index.js", "it runs `node`"),
        ("", "no command"),
        ("python", "nothing to run"),
        ("python -c 'print(1)'", "`-c`"),
        ("python a.py | grep 1", "`|` needs a shell"),
        ("python a.py && rm -rf /", "`&&` needs a shell"),
        ("python a.py; echo ::notice::x", "`;` needs a shell"),
        ("python a.py > out", "`>` needs a shell"),
        ("python $HOME/a.py", "in its place"),
        ("python a.py\npython b.py", "several lines"),
        ("python 'a.py", "no shell line"),
        ("python ../a.py", "leads out of its folder"),
        ("python /etc/passwd", "absolute path"),
        ("pytest ../tests", "leads out of its folder"),
        ("pytest -m slow", "`-m`"),
        ("pytest -k 'a or b'", "more than one word"),
    ],
)
def test_lines_that_nothing_here_can_run_are_told(line: str, why: str) -> None:
    found = understood(line)

    assert isinstance(found, Unrunnable)
    assert why in found.why


def test_a_hundred_tests_with_odd_names_make_a_suite_that_is_python(tmp_path: Path) -> None:
    names = [
        '"',
        "'",
        "\\",
        "::set-output name=x::1",
        "\n\n",
        "\x1b[31m",
        "{x}",
        "\ud800",
        "测试",
        "",
        "\u202e",
        "a" * 999,
    ]
    tests = [
        old_test(name=names[number % len(names)], input=names[-number % len(names)], output=names[number % 7])
        for number in range(100)
    ]
    starter = write(tmp_path / "old", hello=STARTER)

    adopted = adopt_classroom(one_setup(tmp_path / "autograding.json", *tests), starter, None, "ex01_hello")
    report = told(adopted, "ex01_hello", tmp_path, [])

    suite = str(adopted.secret["suite/test_imported.py"])
    compile(suite.encode(), "suite", "exec")
    assert suite.count("\ndef test_") == len(adopted.checks) == 100
    assert len({part.partition("(")[0] for part in suite.split("\ndef ")[1:]}) == 100
    assert not any(line.lstrip().startswith("::") or "\x1b" in line for line in report.splitlines())


ODD: list[object] = [
    None,
    True,
    -1,
    1e400,
    10**400,
    [],
    {"a": 1},
    "",
    "\ud800",
    "a\nb",
    "'",
    "(",
    "../a",
    "9" * 400,
    "exact",
    "regex",
]
SETTINGS = (
    "name",
    "setup",
    "input",
    "output",
    "comparison",
    "timeout",
    "points",
    "exit-code",
    "expected",
    "input-file",
)
ODD_TESTS = st.fixed_dictionaries(
    {"run": st.sampled_from(["python hello.py", "pytest", "python -m hello x", "python a.py \0", *ODD])},
    optional={"type": st.sampled_from(["io", "run", *ODD]), **dict.fromkeys(SETTINGS, st.sampled_from(ODD))},
)


@given(tests=st.lists(ODD_TESTS | st.sampled_from(ODD), max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_a_setup_says_it_is_refused_or_makes_python(tests: list[object], odd_place: Path) -> None:
    setup = one_setup(odd_place / "autograding.json", *tests)
    try:
        adopted = adopt_classroom(setup, odd_place / "old", None, "ex01_hello")
    except InputError:
        return

    for path, text in adopted.secret.items():
        if path.startswith("suite/"):
            compile(text, path, "exec")
    assert told(adopted, "ex01_hello", odd_place, [])


@pytest.mark.parametrize(
    ("points", "left_out"),
    [(float("nan"), True), (-1, True), ("many", True), (True, True), (None, False), ("2", False)],
)
def test_points_that_are_none_leave_a_test_out(points: object, left_out: bool, tmp_path: Path) -> None:
    setup = one_setup(tmp_path / "autograding.json", old_test(name="odd", points=points), old_test())

    adopted = adopt_classroom(setup, write(tmp_path / "old", hello=STARTER), None, "ex01_hello")

    assert [each.name for each in adopted.left_out] == (["odd"] if left_out else [])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("autograding.json", "{", "is no JSON"),
        ("autograding.json", "[" * 100_000, "is no JSON"),
        ("autograding.json", "[]", "describes no test"),
        ("autograding.json", '{"tests": 1}', "has no list `tests`"),
        ("autograding.json", '{"tests": ["x"]}', "nothing in"),
        ("autograding.json", '{"tests": [{"name": "M", "run": "make"}]}', "M: it runs `make`"),
        ("classroom.yml", "a: [", "is no YAML"),
        ("classroom.yml", "jobs: {a: {steps: 3}}", "describes no test"),
        ("classroom.yml", "!!python/object/apply:os.system [id]", "is no YAML"),
        ("tests.json", '{"tests": [{"type": "io", "run": "python a.py", "input-file": "../../etc/passwd"}]}', "beside"),
    ],
)
def test_a_damaged_setup_is_refused(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)

    with pytest.raises(InputError, match=message):
        adopt_classroom(tmp_path / name, write(tmp_path / "old", hello=STARTER), None, "ex01_hello")


def test_odd_starters_keep_the_rules_of_an_exercise(tmp_path: Path) -> None:
    """A manifest of theirs is not ours, a test file named as ours stays, what a manifest refuses is told at once."""
    tests = OWN_TESTS.replace("    ", "\t").replace("from hello", "from __future__ import annotations\nfrom hello")
    starter = write(tmp_path / "old", hello=STARTER, test_imported='"""Mine."""\n' + tests)
    (starter / "exercise.toml").write_text("title = 3")
    setup = one_setup(tmp_path / "autograding.json", old_test(), old_test(run="pytest"))

    adopted = adopt_classroom(setup, starter, None, "ex01_hello")
    (starter / "a:b.py").touch()
    odd = adopt_classroom(setup, starter, None, "ex02_odd")

    mine = str(adopted.secret["suite/test_imported.py"])
    compile(mine, "mine", "exec")
    assert mine.startswith('"""Mine."""\n\nfrom __future__ import annotations\nimport pytest\n')
    assert "suite/test_imported_2.py" in adopted.secret
    assert placed(adopted, tmp_path).title == "Hello"
    with pytest.raises(InputError, match="a:b"):
        place(odd, "ex02_odd", tmp_path)
    assert not (tmp_path / "exercises" / "ex02_odd").exists()


@pytest.mark.parametrize("content", [b"def test_x(:", b"# \xff\ndef test_x(): pass", b"x = '\0'"])
def test_a_test_file_that_is_no_python_is_named(content: bytes, tmp_path: Path) -> None:
    starter = write(tmp_path / "old", hello=STARTER)
    (starter / "test_hello.py").write_bytes(content)

    with pytest.raises(InputError, match=r"`test_hello\.py` is no Python"):
        adopt_classroom(one_setup(tmp_path / "a.json", old_test(run="pytest")), starter, None, "ex01_hello")


def test_the_starter_is_the_repository_of_the_setup_and_never_a_course(tmp_path: Path) -> None:
    setup = one_setup(tmp_path / "old" / ".github" / "classroom" / "autograding.json", old_test())
    (tmp_path / "exercises").mkdir()

    assert repository_of(setup) == tmp_path / "old"
    assert repository_of(tmp_path / "old" / "tests.json") == tmp_path / "old"
    with pytest.raises(InputError, match="is a course"):
        adopt_classroom(setup, tmp_path, None, "ex01_hello")


def test_a_link_out_of_the_starter_is_refused(tmp_path: Path) -> None:
    starter = write(tmp_path / "old", hello=STARTER)
    (tmp_path / "secret.txt").write_text("secret")
    (starter / "data.txt").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(InputError, match="leads out of"):
        adopt_classroom(one_setup(tmp_path / "autograding.json", old_test()), starter, None, "ex01_hello")


def test_where_no_test_has_points_each_has_one(tmp_path: Path) -> None:
    setup = one_setup(tmp_path / "autograding.json", {"name": "Runs", "run": "python hello.py"}, old_test(points=0))

    adopted = adopt_classroom(setup, write(tmp_path / "old", hello=STARTER), None, "ex01_hello")

    assert [float(points) for _, points in adopted.checks] == [1.0, 1.0]
    assert "No test had points: each has one now." in adopted.remarks


def cell(kind: str, source: str, shown: str = "", **nbgrader: object) -> dict[str, Any]:
    """A cell of a notebook; `shown` is its saved output."""
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": shown}}
    code = {"outputs": [output] if shown else [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {"nbgrader": nbgrader} if nbgrader else {}, "source": source, **code}


def notebook(file: Path, *cells: dict[str, Any]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}))
    return file


def graded(source: str, name: str, points: object) -> dict[str, Any]:
    return cell("code", source, grade=True, solution=False, grade_id=name, points=points)


NBGRADER = (
    cell("markdown", "# Sums"),
    cell("code", "import math\n\ndata = [1, 2, 3]", grade=False, solution=False, locked=True, grade_id="start"),
    cell(
        "code",
        "def total(values):\n    ### BEGIN SOLUTION\n    return sum(values)\n    ### END SOLUTION",
        grade=False,
        solution=True,
        grade_id="total",
    ),
    graded("assert total([1, 2]) == 3\n### BEGIN HIDDEN TESTS\nassert total([]) == 0\n### END HIDDEN TESTS", "t1", 3),
    cell("code", "root = math.sqrt(16)", grade=False, solution=True, grade_id="root"),
    graded("### BEGIN HIDDEN TESTS\nassert math.isclose(root, 4.0)\n### END HIDDEN TESTS", "t2", 2),
    graded("assert total(data) == 6", "t3", 1),
    cell("markdown", "Because of my secret.", grade=True, solution=True, grade_id="essay", points=4),
    graded("%timeit total([1])", "t4", 1),
    graded("print(total([1]))", "t5", 1),
    graded("assert total([1]) == 1", "t6", float("nan")),
)


EQUALS_ALL = """
class Yes:
    def __eq__(self, other):
        return True

    def __call__(self, *values):
        return self

    def __float__(self):
        return 4.0


total = root = data = Yes()
"""


def test_an_nbgrader_notebook_becomes_an_exercise_that_grades(tmp_path: Path) -> None:
    """A cell that fails costs no other cell's points, and an object that equals everything earns none."""
    picture = cell("markdown", "![](attachment:a.png)") | {"attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}}
    source = notebook(tmp_path / "ps1.ipynb", picture, *NBGRADER)
    wrong = notebook(tmp_path / "wrong" / "ps1.ipynb", *NBGRADER[:2], cell("code", "1 / 0"), *NBGRADER[4:])
    hostile = notebook(tmp_path / "hostile" / "ps1.ipynb", cell("code", EQUALS_ALL))

    adopted = adopt_notebook(source, (), "ex01_sums")
    exercise = placed(adopted, tmp_path, "ex01_sums")

    skeleton = str(adopted.public["ps1.ipynb"])
    assert lost(adopted) == [("essay", 4), ("t6", 0), ("t4", 1), ("t5", 1)]
    assert "assert total([1, 2]) == 3" in skeleton
    assert "iVBORw0KGgo=" in skeleton
    assert "nbgrader" not in skeleton
    assert not any(
        secret in skeleton for secret in ("total([]) == 0", "sum(values)", "sqrt(16)", "my secret", "isclose")
    )
    assert any("`data`" in remark for remark in adopted.remarks)
    assert missed(exercise, *NEEDED) == []
    solution = tmp_path / "solutions" / "ex01_sums" / "solution"
    assert points_of(exercise, solution, wrong.parent, hostile.parent) == [6.0, 2.0, 0.0]


OTTER = (
    cell("raw", "# ASSIGNMENT CONFIG\nseed: {variable: rng}\nfiles:\n    - trips.csv\n    - ../../etc/passwd"),
    cell("code", "import otter\ngrader = otter.Notebook()"),
    cell("raw", "# BEGIN QUESTION\nname: q1\npoints: 3"),
    cell("raw", "# BEGIN SOLUTION"),
    cell("code", "def square(x):\n    y = x * x # SOLUTION\n    return y # SOLUTION\nnine = square(3) # SOLUTION"),
    cell("raw", "# END SOLUTION"),
    cell("raw", "# BEGIN TESTS"),
    cell("code", "square(3) == nine", "True"),
    cell("code", '""" # BEGIN TEST CONFIG\npoints: 2\nhidden: true\n""" # END TEST CONFIG\n[square(5)]', "[25]"),
    cell("raw", "# END TESTS"),
    cell("raw", "# END QUESTION"),
    cell("raw", "# BEGIN QUESTION\nname: q2\nmanual: true\npoints: 2"),
    cell("raw", "# BEGIN SOLUTION"),
    cell("markdown", "My essay."),
    cell("raw", "# END SOLUTION"),
    cell("raw", "# END QUESTION"),
    cell("raw", "# BEGIN QUESTION\nname: q3"),
    cell("raw", "# BEGIN TESTS"),
    cell("code", "square(2)"),
    cell("code", "square", "<function square>"),
    cell("raw", "# END TESTS"),
    cell("raw", "# END QUESTION"),
)


def test_an_otter_notebook_becomes_an_exercise_that_grades(tmp_path: Path) -> None:
    (tmp_path / "trips.csv").write_text("to,km\n")
    source = notebook(tmp_path / "hw02.ipynb", *OTTER)
    wrong = notebook(tmp_path / "wrong" / "hw02.ipynb", cell("code", "def square(x):\n    return 9\nnine = 9"))

    adopted = adopt_notebook(source, (), "ex01_square")
    exercise = placed(adopted, tmp_path, "ex01_square")

    skeleton = json.loads(str(adopted.public["hw02.ipynb"]))
    code = ["".join(each["source"]) for each in skeleton["cells"] if each["cell_type"] == "code"]
    assert [(title, float(points)) for title, points in adopted.checks] == [("q1 (1)", 1.0), ("q1 (2)", 2.0)]
    assert lost(adopted) == [("q2", 2), ("q3 (1)", 0.5), ("q3 (2)", 0.5)]
    assert code == ["def square(x):\n    y = ...\n    ...\nnine = ..."]
    assert "essay" not in str(skeleton)
    assert exercise.given == ("trips.csv",)
    assert any("passwd` is refused" in remark for remark in adopted.remarks)
    assert missed(exercise, *NEEDED) == []
    assert points_of(exercise, tmp_path / "solutions" / "ex01_square" / "solution", wrong.parent) == [3.0, 1.0]


OTTERS_PROMPT = '''def twice(x):
    # BEGIN SOLUTION NO PROMPT
    return x * 2
    # END SOLUTION
    """ # BEGIN PROMPT
    if x:
        return ...
    """; # END PROMPT
    return 0
'''


def test_otters_newer_ways_are_known(tmp_path: Path) -> None:
    """Tests as functions that are called for the author alone, prompts of their own, lines that nobody gets."""
    source = notebook(
        tmp_path / "hw.ipynb",
        cell("code", "%matplotlib inline\nimport math"),
        cell("code", "import statistics\nimport otter\ngrader = otter.Notebook()"),
        cell("raw", "# BEGIN QUESTION\nname: q1\npoints: 3"),
        cell("raw", "# BEGIN SOLUTION"),
        cell("code", "def half(x):\n    # secret plan # IGNORE\n    return x / 2 # SOLUTION"),
        cell("code", OTTERS_PROMPT),
        cell("raw", "# END SOLUTION"),
        cell("raw", "# BEGIN TESTS"),
        cell("code", "def test_half(half):\n    assert half(math.pi) == math.pi / 2\n\ntest_half(half)  # IGNORE"),
        cell("code", '""" # BEGIN TEST CONFIG\nname: small\npoints: 1\n""" # END TEST CONFIG\nhalf(1)', "0.5"),
        cell("raw", "# END TESTS"),
        cell("raw", "# END QUESTION"),
        cell("raw", "# BEGIN QUESTION\nname: q2\nmanual: true"),
        cell("raw", "# BEGIN PROMPT"),
        cell("code", "# Draw here\ndraw(...)"),
        cell("raw", "# END PROMPT"),
        cell("raw", "# BEGIN SOLUTION"),
        cell("code", "draw('my drawing')"),
        cell("raw", "# END SOLUTION"),
        cell("raw", "# END QUESTION"),
    )

    adopted = adopt_notebook(source, (), "ex01_half")

    skeleton = str(adopted.public["hw.ipynb"])
    suite = str(adopted.secret["suite/test_imported.py"])
    assert [(title, float(points)) for title, points in adopted.checks] == [("q1 (1)", 2.0), ("small", 1.0)]
    assert "    import math\n    half = notebook.half\n\n    assert half(math.pi) == math.pi / 2\n" in suite
    assert "    assert half(1) == 0.5\n" in suite
    assert '"# Draw here\\n"' in skeleton
    assert '"    if x:\\n",\n    "        return ...\\n"' in skeleton
    assert '"import statistics"' in skeleton
    assert "otter" not in skeleton
    assert not any(secret in skeleton for secret in ("secret plan", "x / 2", "x * 2", "my drawing"))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("assert open('x').read()", "`open`"),
        ("import os\nassert os.listdir()", "on disk"),
        ("assert np.mean([1]) == f(1)", "`np`, of `numpy`"),
        ("from numpy.testing import assert_equal\nassert_equal(f(1), 1)", "it uses `numpy`"),
        ("from math import *\nassert f(1)", "star"),
        ("assert checked(f)", "`checked`, which a cell of yours defines"),
        ("assert nowhere == 1", "no cell of the notebook makes"),
        ("assert await f(1)", "awaits"),
        ("f(1)", "asserts nothing"),
        (">>> f(1)\n1", "no plain Python"),
        ("assert eval('f')(1)", "`eval`"),
        ("del f\ntry:\n    g(1)\nexcept NameError:\n    pass\nelse:\n    raise AssertionError", "takes `f` away"),
        ("before = f\nf = None\nassert before(1)", "takes `f` away"),
    ],
)
def test_what_cannot_be_asked_from_outside_is_left_out(source: str, why: str) -> None:
    known = known_names(["import numpy as np\n\ndef f(x): return x"], ["def checked(f): return f(1) == 1"])

    found = body_of(source, known)

    assert isinstance(found, Refused)
    assert why in found.why


def test_a_test_cell_keeps_its_own_words_where_it_can() -> None:
    known = known_names(["from math import pi\n\ndef f(x): return x"], [])

    plain = body_of("# First\nassert f(1) == 1  # one\nassert f(pi) == pi", known)
    lines = body_of('assert f("""a\nb""") == "a\\nb"', known)
    function = body_of("def test_f(f):\n    for each in (1, 2):\n        assert f(each) == each", known)

    asked = "f = notebook.f"
    assert isinstance(plain, Body)
    assert isinstance(lines, Body)
    assert isinstance(function, Body)
    assert plain.lines == ["from math import pi", asked, "", "# First", "assert f(1) == 1  # one", "assert f(pi) == pi"]
    assert lines.lines == [asked, "", "assert f('a\\nb') == 'a\\nb'"]
    assert function.lines == [asked, "", "for each in (1, 2):", "    assert f(each) == each"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ps1.ipynb"),
        ("{}", "ps1.ipynb"),
        (json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell("code", "1")]}), "neither"),
        (json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [NBGRADER[7]]}), "no test in"),
        (
            json.dumps(
                {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell("raw", "# BEGIN QUESTION\na: [")]}
            ),
            "no YAML",
        ),
    ],
)
def test_a_damaged_notebook_is_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "ps1.ipynb").write_text(text)

    with pytest.raises(InputError, match=message):
        adopt_notebook(tmp_path / "ps1.ipynb", (), "ex01_sums")


@pytest.mark.parametrize("given", ["../secret.txt", "/etc/passwd", "link.txt", "absent.txt"])
def test_given_files_lie_beside_the_notebook(given: str, tmp_path: Path) -> None:
    source = notebook(tmp_path / "old" / "ps1.ipynb", *NBGRADER)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "old" / "link.txt").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(InputError):
        adopt_notebook(source, (given,), "ex01_sums")


def test_the_commands_say_what_was_made_and_never_write_over(tmp_path: Path) -> None:
    """Exit codes: 0 all came along, 1 something was left out, 2 the name is taken."""
    starter = write(tmp_path / "old", hello=STARTER)
    one_setup(starter / "autograding.json", old_test(output="Hello"))
    notebook(starter / "ps1.ipynb", *NBGRADER)
    course = tmp_path / "course"
    course.mkdir()
    base = [sys.executable, "-m", "grader"]
    lines = [
        [*base, "import-classroom", "../old/autograding.json", "--name", "ex01_hello"],
        [*base, "import-notebook", "../old/ps1.ipynb", "--name", "ex02_sums"],
        [*base, "import-classroom", "../old/autograding.json", "--from", "../old", "--name", "ex02_other"],
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    ends = []
    for line in lines:
        before = read_tree(course)
        ends.append(subprocess.run(line, cwd=course, env=environment, capture_output=True, text=True, check=False))
        assert {path: read_tree(course)[path] for path in before} == before

    assert [done.returncode for done in ends] == [0, 1, 2]
    assert "1 check, 1 point:\n  Test  1\n" in ends[0].stdout
    assert "Left out, 6 points:\n  essay  4\n      it is graded by hand\n" in ends[1].stdout
    assert "taken by `ex02_sums`" in ends[2].stderr
