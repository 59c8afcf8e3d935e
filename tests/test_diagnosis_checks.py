"""What is told of a check where its answer or its traceback shows more than the files do."""

from __future__ import annotations

import pytest

from grader.diagnosis.diagnose import STEPS, diagnose
from grader.diagnosis.evidence import Called, Evidence, Frame, Raised, Ran
from grader.diagnosis.found import Found

CLI = b"import sys\nimport calc\n\n\ndef main(argv):\n    return calc.add(argv[0], 2)\n\n\nmain(sys.argv[1:])\n"
UNSUPPORTED = "unsupported operand type(s) for +: 'int' and 'str'"


def told(files: dict[str, bytes], run: Ran) -> list[tuple[str, str, int]]:
    return [(each.id, each.file, each.line) for each in found_in(files, run)]


def found_in(files: dict[str, bytes], run: Ran) -> list[Found]:
    return diagnose(Evidence(files, required=tuple(files), run=run), STEPS)


def answered(call: str, *args: str, expected: str, got: str) -> Ran:
    called = Called(call, f"{call.rpartition('.')[2]}(...)", args, {}, got)
    return Ran(calls=(called,), expected=expected, got=got, is_check=True)


@pytest.mark.parametrize(
    ("line", "text", "is_told"),
    [
        ("first + second", UNSUPPORTED, True),
        ("first < second", "'<' not supported between instances of 'int' and 'str'", True),
        ("first + 'x'", UNSUPPORTED, False),  # the fault is its own
        ("len(first, second)", "descriptor takes one argument, str given", False),
        ("first()", "'str' object is not callable", False),
    ],
)
def test_a_text_is_told_where_it_was_handed_on(line: str, text: str, is_told: bool) -> None:
    files = {"cli.py": CLI, "calc.py": f"def add(first, second):\n    return {line}\n".encode()}
    frames = (Frame("cli.py", 9, "<module>"), Frame("cli.py", 6, "main"), Frame("calc.py", 2, "add"))
    run = Ran(script="cli.py", exit_code=1, raised=Raised("TypeError", text, frames), expected="5", is_check=True)

    assert told(files, run) == ([("G09", "cli.py", 6)] if is_told else [])


@pytest.mark.parametrize(
    ("body", "got", "is_told"),
    [
        ("sin(90)", "0.8939966636005579", True),
        ("sin(pi / 2)", "1.0", False),
        ("sin(1.5)", "0.9974949866040544", False),
        ("sin(90) + 1", "1.8939966636005579", False),
    ],
)
def test_degrees_that_are_typed_in_are_told(body: str, got: str, is_told: bool) -> None:
    files = {"wave.py": f"from math import pi, sin\ndef peak():\n    return {body}\n".encode()}

    assert told(files, answered("wave.peak", expected="1.0", got=got)) == ([("G05", "wave.py", 3)] if is_told else [])


def test_a_sum_that_grows_and_is_forgotten_is_told_where_it_grew_last() -> None:
    files = {"a.py": b"def total(prices):\n    found = 0\n    for each in prices:\n        found += each\n"}

    assert told(files, answered("a.total", expected="3", got="None")) == [("G02", "a.py", 4)]


@pytest.mark.parametrize(("got", "is_told"), [("'shedjuly'", True), ("'july'", False), ("None", False)])
def test_a_glued_path_that_a_check_got_is_told(got: str, is_told: bool) -> None:
    files = {"ws.py": b"import os\ndef make(base, name):\n    box = base + name\n    os.mkdir(box)\n    return box\n"}
    run = answered("ws.make", "shed", "july", expected="'shed/july'", got=got)

    assert told(files, run) == ([("I07", "ws.py", 3)] if is_told else [])


@pytest.mark.parametrize(
    ("asked", "expected", "is_told"),
    [
        ("exists", "['pump']", True),
        ("isdir", "['pump']", True),
        ("exists", "[]", False),
        ("exists", "3", False),
        ("exists", "[(", False),
        ("basename", "['pump']", False),
    ],
)
def test_names_that_a_check_missed_are_told(asked: str, expected: str, is_told: bool) -> None:
    files = {
        "ws.py": f"import os\ndef names(at):\n    return [n for n in os.listdir(at) if os.path.{asked}(n)]\n".encode()
    }
    run = answered("ws.names", "shed", expected=expected, got="[]")

    assert told(files, run) == ([("I08", "ws.py", 3)] if is_told else [])
    assert all(each.values["value"] == "pump" for each in found_in(files, run))


GUARD = b'def price(x):\n    return str(x)\n\n\nif __name__ == "main":\n    print(price(1))\n'


@pytest.mark.parametrize(
    ("run", "is_told"),
    [
        (Ran(said="price(1) is 1.0", expected="1.0", got="'1'", is_check=True), False),
        (Ran(said="Running tag.py prints", script="tag.py", expected="['1']", got="[]", is_check=True), True),
        (Ran(said="The guard compares", about=frozenset({"F01"}), is_check=True), True),
    ],
)
def test_a_guard_explains_only_what_a_guard_can_cost(run: Ran, is_told: bool) -> None:
    assert told({"tag.py": GUARD}, run) == ([("F01", "tag.py", 5)] if is_told else [])


@pytest.mark.parametrize(
    ("run", "is_told"),
    [
        (Ran(said="VERSION is the text 1.0", expected="'1.0'", got="1.0", is_check=True), False),
        (Ran(said="`import *`", raised=Raised("TypeError", "Item in t.__all__ must be str"), is_check=True), True),
        (Ran(said="A list of texts", about=frozenset({"E01"}), is_check=True), True),
    ],
)
def test_a_list_of_objects_explains_only_what_is_about_the_list(run: Ran, is_told: bool) -> None:
    files = {"t/__init__.py": b"from .s import shout\n__all__ = [shout]\n", "t/s.py": b"def shout():\n    pass\n"}

    assert told(files, run) == ([("E01", "t/__init__.py", 2)] if is_told else [])


@pytest.mark.parametrize(
    ("said", "is_told"), [("The module has a docstring", True), ("`add` in `tool.py` has no docstring", False)]
)
def test_a_late_docstring_of_the_file_does_not_explain_a_functions(said: str, is_told: bool) -> None:
    run = Ran(said=said, about=frozenset({"J01"}), is_check=True)

    found = told({"tool.py": b'import os\n"""A tool."""\n\n\ndef add():\n    pass\n'}, run)

    assert found == ([("J01", "tool.py", 2)] if is_told else [])


@pytest.mark.parametrize(
    ("line", "name", "is_told"), [("dice.roll()", "dice", True), ("texts.framed()", "texts", False)]
)
def test_a_file_named_like_the_librarys_explains_only_lines_that_use_it(line: str, name: str, is_told: bool) -> None:
    files = {"random.py": b"def roll():\n    return 1\n", "report.py": f"import random as dice\n\n{line}\n".encode()}
    raised = Raised("NameError", f"name '{name}' is not defined", (Frame("report.py", 3, "<module>"),))

    found = told(files, Ran(script="report.py", exit_code=1, raised=raised, is_check=True))

    assert (("B01", "report.py", 3) in found) is is_told
