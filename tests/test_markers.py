"""Single-source authoring: what markers in a solution make of it, and what is said of markers that are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Ruling
from grader.authoring.gates.source import skeletons_follow
from grader.authoring.markers import unmarked
from grader.authoring.skeletons import skeletons, write_skeletons
from grader.course import Course
from grader.errors import InputError

ROOT = Path(__file__).parent.parent

# Solution, skeleton. By what the case shows.
MADE = {
    "in a function": (
        "def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n",
        "def f():\n    raise NotImplementedError\n",
    ),
    "at the margin, where an error would break the import": ("# BEGIN SOLUTION\nA = 1\n# END SOLUTION\n", "...\n"),
    "with a text of the author's": (
        "# BEGIN SOLUTION: answer = ...\nanswer = 6 * 7\n# END SOLUTION\n",
        "answer = ...\n",
    ),
    "as in nbgrader, with three signs": ("### BEGIN SOLUTION\nA = 1\n### END SOLUTION\n", "...\n"),
    "nothing is left, and one gap of the two": (
        '"""Doc."""\n\n# BEGIN SOLUTION:\nimport math\n# END SOLUTION\n\n\ndef f():\n    pass\n',
        '"""Doc."""\n\n\ndef f():\n    pass\n',
    ),
    "nothing is left at the end": ("A = 1\n\n\n# BEGIN SOLUTION:\nB = 2\n# END SOLUTION\n", "A = 1\n"),
    "nothing is left at the start": ("# BEGIN SOLUTION:\nimport math\n# END SOLUTION\n\nA = 1\n", "A = 1\n"),
    "a text that only the skeleton has": (
        "# BEGIN PROMPT\n# # Loop.\n#\n# for i in ...:\n#     pass\n# END PROMPT\n",
        "# Loop.\n\nfor i in ...:\n    pass\n",
    ),
    "a text in quotes may reach out to the margin": (
        'def f():\n    # BEGIN SOLUTION\n    return """\nx\n"""\n    # END SOLUTION\n',
        "def f():\n    raise NotImplementedError\n",
    ),
    "lines that ended as on Windows": (
        "def f():\r\n    # BEGIN SOLUTION: pass\r\n    return 1\r\n    # END SOLUTION\r\n",
        "def f():\n    pass\n",
    ),
    "no marker": ("# the solution begins here\nA = 1", "# the solution begins here\nA = 1"),
    "no line": ("", ""),
}


@pytest.mark.parametrize("case", MADE)
def test_markers_make_the_skeleton(case: str) -> None:
    solution, skeleton = MADE[case]

    assert unmarked(solution, "f.py") == skeleton


WRONG = {
    "never closed": ("A = 1\n# BEGIN SOLUTION\nB = 2\n", "line 2: `BEGIN SOLUTION` is never closed"),
    "never opened": ("A = 1\n# END SOLUTION\n", "line 2: `END SOLUTION` closes nothing"),
    "nested": ("# BEGIN SOLUTION\n# BEGIN PROMPT\n", "line 2: `BEGIN PROMPT` stands inside the block of line 1"),
    "closed as another": ("# BEGIN PROMPT\n# x\n# END SOLUTION\n", "line 3: `END SOLUTION` cannot close"),
    "deeper than its lines": ("  # BEGIN SOLUTION\nA = 1\n", "line 1: the marker must stand as deep as the line below"),
    "not as deep as its lines": ("# BEGIN SOLUTION\n  A = 1\n", "line 1: the marker must stand as deep"),
    "closed at another depth": (
        "def f():\n    # BEGIN SOLUTION\n    return 1\n# END SOLUTION\n",
        "line 4: `END SOLUTION` must stand as deep as its `BEGIN` in line 2",
    ),
    "misspelt": ("A = 1\n\n#BEGIN SOLUTIONS\n", "line 3: `#BEGIN SOLUTIONS` is nearly a marker"),
    "in small letters": (
        "# end solution\n",
        "line 1: `# end solution` is nearly a marker; one is written `# END SOLUTION`",
    ),
    "a text at the end": ("# BEGIN SOLUTION\n# END SOLUTION: pass\n", "line 2: `END SOLUTION` takes no text"),
    "a prompt with a text": ("# BEGIN PROMPT: x\n", "line 1: `BEGIN PROMPT` takes no text"),
    "a prompt that is code": ("# BEGIN PROMPT\nA = 1\n# END PROMPT\n", "line 2: a line of a prompt is a comment"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_marker_is_named_with_file_and_line(case: str) -> None:
    """Whatever is left of it in a skeleton would show the answer."""
    text, message = WRONG[case]

    with pytest.raises(InputError) as refusal:
        unmarked(text, "`f.py`")

    assert str(refusal.value).startswith(f"`f.py`, {message}")
    assert "BEGIN SOLUTION" in refusal.value.hint


def make_course(root: Path, solution: dict[str, str]) -> Course:
    for path, text in {"exercise.toml": 'title = "One"\nfiles = ["*.py"]\n'}.items():
        (root / "exercises/ex01_one").mkdir(parents=True, exist_ok=True)
        (root / "exercises/ex01_one" / path).write_text(text)
    for path, text in solution.items():
        file = root / "solutions/ex01_one/solution" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return Course.load(root)


def test_only_marked_files_are_made_and_written_once(tmp_path: Path) -> None:
    solution = {"pkg/a.py": MADE["in a function"][0], "b.py": "A = 1\n", "broken.py": "import a from b\n"}
    exercise = make_course(tmp_path, solution).find("ex01")

    written = write_skeletons(exercise)

    assert written == [exercise.public / "pkg/a.py"]
    assert written[0].read_text() == MADE["in a function"][1]
    assert write_skeletons(exercise) == []


def test_markers_that_leave_no_python_are_refused(tmp_path: Path) -> None:
    """The student's first run would end with an error of the author's."""
    text = "def f():\n    # BEGIN SOLUTION:\n    return 1\n    # END SOLUTION\n\n\nA = 1\n"
    exercise = make_course(tmp_path, {"a.py": text}).find("ex01")

    with pytest.raises(InputError, match=r"solution/a.py`: without what is marked it is no Python any more"):
        skeletons(exercise)


def notebook(*cells: dict[str, object]) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_cells_of_a_notebook_are_made_and_their_outputs_removed(tmp_path: Path) -> None:
    code = {"cell_type": "code", "outputs": [{"text": "9"}], "execution_count": 3, "metadata": {}}
    solution = notebook(
        code | {"source": ["# BEGIN SOLUTION: root = ...\n", "root = 3\n", "# END SOLUTION"]},
        code | {"source": "print(root)"},
        {"cell_type": "markdown", "source": "<!-- BEGIN SOLUTION: *Why?* -->\nBecause.\n<!-- END SOLUTION -->"},
    )
    exercise = make_course(tmp_path, {"lab.ipynb": solution}).find("ex01")

    cells = json.loads(skeletons(exercise)["lab.ipynb"])["cells"]

    assert cells[0] == code | {"source": ["root = ..."], "outputs": [], "execution_count": None}
    assert cells[1] == code | {"source": "print(root)"}
    assert cells[2]["source"] == ["*Why?*"]


def test_a_wrong_marker_in_a_notebook_is_named_with_its_cell(tmp_path: Path) -> None:
    text = notebook({"cell_type": "markdown", "source": "x"}, {"cell_type": "code", "source": "a\n# END SOLUTION"})
    exercise = make_course(tmp_path, {"lab.ipynb": text}).find("ex01")

    with pytest.raises(InputError, match=r"lab.ipynb`, cell 2, line 2: `END SOLUTION` closes nothing"):
        skeletons(exercise)


@pytest.mark.parametrize("text", ["", "[]", '{"cells": 3}', '{"cells": [{}]}', '{"cells": [{"source": 3}]}'])
def test_a_notebook_that_is_none_makes_nothing(text: str, tmp_path: Path) -> None:
    """Damaged ones are the subject of some exercises."""
    assert skeletons(make_course(tmp_path, {"lab.ipynb": text}).find("ex01")) == {}


@pytest.mark.parametrize(("name", "path"), [("ex01", "wheels.py"), ("ex07", "lab.ipynb")])
def test_the_course_makes_skeletons_of_its_solutions(name: str, path: str) -> None:
    exercise = Course.load(ROOT).find(name)

    assert skeletons(exercise)[path] == (exercise.public / path).read_text()


def ruled(course: Course) -> Ruling:
    """What the gate says; of the evidence it looks at the exercise only."""
    return skeletons_follow(cast(Evidence, SimpleNamespace(exercise=course.find("ex01"))))


def test_the_gate_holds_the_skeleton_to_the_solution(tmp_path: Path) -> None:
    course = make_course(tmp_path, {"a.py": MADE["in a function"][0], "b.py": "A = 1\n"})
    missing = ruled(course)
    (skeleton,) = write_skeletons(course.find("ex01"))
    right = ruled(course)
    skeleton.write_text("def f():\n    return 1\n")

    stale = ruled(course)

    assert [missing.shown, right.shown, stale.shown] == ["0 / 1", "1 / 1", "0 / 1"]
    assert [flaw.came for flaw in missing.flaws] == [["there is no such file"]]
    assert right.flaws == []
    assert [(flaw.file, flaw.came) for flaw in stale.flaws] == [
        (skeleton, ["-    return 1", "+    raise NotImplementedError"])
    ]
    assert "`grade check ex01_one --write`" in stale.flaws[0].remedy


def test_the_gate_names_a_wrong_marker(tmp_path: Path) -> None:
    course = make_course(tmp_path, {"a.py": "# BEGIN SOLUTION\nA = 1\n"})

    found = ruled(course)

    assert found.shown == "wrong"
    assert (
        found.flaws[0].came[0].endswith("a.py`, line 1: `BEGIN SOLUTION` is never closed; `END SOLUTION` is missing.")
    )


def test_skeletons_may_be_written_by_hand(tmp_path: Path) -> None:
    found = ruled(make_course(tmp_path, {"a.py": "A = 1\n"}))

    assert (found.shown, found.flaws) == ("by hand", [])
