"""What is told of a notebook: the cells as they ran, the module that changed under them, a script in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.course import Course
from grader.diagnosis.diagnose import ON_DISK, STEPS, diagnose
from grader.diagnosis.evidence import Evidence, Frame, Raised, Ran
from grader.diagnosis.found import Found
from grader.judge.diagnosing import ran_of
from grader.result import Call, Outcome, Verdict
from grader.runner import grade

COURSE = Course.load(Path(__file__).parent.parent)
CHANGE = "open('rates.py', 'w').write('RATE = 22')"


def notebook(*cells: str) -> bytes:
    """A notebook with these code cells; the first was run as `In [3]`."""
    made = [{"cell_type": "code", "execution_count": place + 3, "source": text} for place, text in enumerate(cells)]
    return json.dumps({"cells": made, "nbformat": 4}).encode()


def told(run: Ran, *cells: str) -> list[Found]:
    files = {"lab.ipynb": notebook(*cells), "rates.py": b"RATE = 1\n"}
    return diagnose(Evidence(files, required=("lab.ipynb",), run=run), STEPS)


def undefined(name: str, label: str) -> Ran:
    raised = Raised("NameError", f"name '{name}' is not defined", (Frame(f"lab.ipynb {label}", 1),))
    return Ran(notebook="lab.ipynb", raised=raised, is_check=True)


def wrong(expected: str, got: str) -> Ran:
    return Ran(notebook="lab.ipynb", name="after", expected=expected, got=got, is_check=True)


@pytest.mark.parametrize(
    "below",
    ["area = 3", "import area", "def area():\n    return 3", "%matplotlib inline\nfrom shapes import x as area"],
)
def test_a_name_that_a_later_cell_makes_is_told_with_its_cell(below: str) -> None:
    (found,) = told(undefined("area", "cell 2 (In [4])"), "x = 1", "print(area)", below)

    assert (found.id, found.file, found.values["cell"]) == ("K04", "lab.ipynb", "2")


@pytest.mark.parametrize("cells", [("x = 1", "print(area)"), ("area = 1", "del area\narea", "area = 2")])
def test_a_name_that_no_later_cell_makes_first_is_not_told(cells: tuple[str, ...]) -> None:
    assert told(undefined("area", "cell 2 (In [4])"), *cells) == []


@pytest.mark.parametrize(
    ("cells", "used"),
    [
        (("import rates", CHANGE, "import rates\nafter = rates.RATE"), "rates.RATE"),
        (("import rates as r", "%%writefile rates.py\nRATE = 22", "after = r.RATE"), "r.RATE"),
        (("import rates", CHANGE, "from rates import RATE", "after = RATE"), "RATE"),
        (("import rates", f"import importlib\nimportlib.reload(rates)\n{CHANGE}", "after = rates.RATE"), "rates.RATE"),
    ],
)
def test_a_module_that_nothing_read_again_is_told(cells: tuple[str, ...], used: str) -> None:
    (found,) = told(wrong("22", "1"), *cells)

    assert (found.id, found.file) == ("K01", "lab.ipynb")
    assert found.values == {"used": used, "value": "1", "found": "rates.py"}


def test_a_name_of_a_from_import_that_is_older_than_the_reload_is_told() -> None:
    reload = "import importlib, rates\nimportlib.reload(rates)"
    (found,) = told(wrong("22", "1"), "from rates import RATE as rate", CHANGE, reload, "after = rate")

    assert (found.id, found.file) == ("K02", "lab.ipynb")
    assert found.values == {"name": "rate", "used": "rates.RATE", "cell": "1", "found": "rates.py"}


@pytest.mark.parametrize(
    ("run", "cells"),
    [
        (wrong("1", "22"), ("import rates", CHANGE, "import importlib\nimportlib.reload(rates)\nafter = rates.RATE")),
        (wrong("22", "1"), ("import rates", "after = rates.RATE", CHANGE)),
        (wrong("22", "1"), ("import rates", CHANGE, "after = 1")),
        (wrong("22", "1"), ("import rates, math", CHANGE, "after = math.floor(1.5)")),
        (wrong("22", "1"), ("import rates", "after = rates.RATE")),
        (wrong("22", "23"), ("import rates", "open('rates.py', 'w').write('RATE = 23')", "after = rates.RATE")),
        (wrong("22", "1"), ("import rates", CHANGE, "other = rates.RATE")),
        (wrong("22", "1"), ("after = (",)),
    ],
)
def test_another_reason_for_a_wrong_value_is_not_told_as_a_reload(run: Ran, cells: tuple[str, ...]) -> None:
    assert told(run, *cells) == []


def test_what_is_no_notebook_stops_nothing() -> None:
    for content in (b"", b"{", b"[" * 100_000, b"[]", b'{"cells": [{"cell_type": "code", "source": "\\u0000"}]}'):
        files = {"lab.ipynb": content, "rates.py": b"RATE = 1\n"}
        assert diagnose(Evidence(files, required=("lab.ipynb",), run=wrong("22", "1")), STEPS) == []


def test_a_check_knows_its_notebook_and_the_name_it_asked_for() -> None:
    calls = [Call("# all cells of lab.ipynb, from top to bottom", ""), Call("after", "1")]
    verdict = Verdict(case="a", outcome=Outcome.FAILED, transcript=calls, expected="22", got="1")

    run = ran_of(verdict, [], "/", {})

    assert (run.notebook, run.name, run.expected, run.got) == ("lab.ipynb", "after", "22", "1")


@pytest.mark.parametrize(
    ("script", "line"),
    [
        (b"%load_ext autoreload\nimport math\n", 1),
        (b"import math\n\n!ls\n", 3),
        (b"a = 7\nb = (a\n% 2)\ntext = '''\n%time\n!ls\n'''\n", 0),
        (b'{"cells": [], "nbformat": 4,\n"x": "\n%time"}', 0),
        (b"\xff\xfe\x00", 0),
    ],
)
def test_a_command_in_a_script_for_a_notebook_is_told(script: bytes, line: int) -> None:
    evidence = Evidence({"lab.py": script}, required=("lab.ipynb",))

    lines = [each.line for each in diagnose(evidence, ON_DISK) if each.id == "K05"]

    assert lines == ([line] if line else [])
    assert diagnose(Evidence({"lab.py": script, "lab.ipynb": b""}, required=("lab.ipynb",)), ON_DISK[2:3]) == []


@pytest.mark.parametrize(
    ("script", "message"), [(notebook("x = 1"), "A14"), (b"%time\n", "K05"), (b"import math\n", "")]
)
def test_a_script_handed_in_for_the_notebook_is_told_before_its_name(
    tmp_path: Path, script: bytes, message: str
) -> None:
    (tmp_path / "lab.py").write_bytes(script)

    result = grade(tmp_path, COURSE.find("ex07"), COURSE)

    assert [(each.id, each.file) for each in result.findings] == ([(message, "lab.py")] if message else [])
    assert result.problem is not None
    assert result.problem.message.endswith("`lab.py` is there: hand in the notebook itself, `lab.ipynb`.")
