"""The visible examples: found in the task, run in the box, told with what was expected and what came."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import Course, Exercise
from grader.examples.reading import examples_in
from grader.examples.running import Shown, run_examples
from grader.reporters.examples import report

ROOT = Path(__file__).parent.parent
COURSE = Course.load(ROOT)
TASKS = [*COURSE.exercises, *Course.load(ROOT / "tests" / "courses" / "larch_hut").exercises]
TASK = """\
# Task

```pycon
>>> import tool
>>> tool.half(8)
4.0
>>> tool.half('x')
Traceback (most recent call last):
  ...
TypeError: no number
>>> tool.show()
one
two
>>> for i in range(2):
...     print(i)
0
1
```

```console
$ python tool.py 3
1.5
$ echo $?
0
$ echo 5 | python -c "import tool; print(tool.half(int(input())))"
2.5
$ python -m tool 1
0.5
$ ls
tool.py
```

```python
half = 1  # no example
```
"""
TOOL = """\
import sys


def half(number):
    if isinstance(number, str):
        raise TypeError("no number")
    return number / 2


def show():
    print("one")
    print("two")


if __name__ == "__main__":
    print(half(int(sys.argv[1])))
"""


def make(top: Path, task: str, files: list[str]) -> Exercise:
    folder = top / "exercises" / "ex01_tool"
    folder.mkdir(parents=True)
    (top / "solutions" / "ex01_tool" / "suite").mkdir(parents=True)
    (folder / "exercise.toml").write_text(f'title = "Tool"\nfiles = {files}\n[limits]\nseconds = 1.0\n')
    (folder / "README.md").write_text(task)
    return Course.load(top).find("ex01")


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return make(tmp_path, TASK, ["tool.py"])


def answers(exercise: Exercise, source: str) -> list[Shown]:
    work = exercise.public.parent.parent / "work"
    work.mkdir(exist_ok=True)
    (work / "tool.py").write_text(source)
    return run_examples(exercise, work)


def test_examples_are_found_block_by_block() -> None:
    session, commands = examples_in(TASK)

    assert [each.source for each in session][:2] == ["import tool", "tool.half(8)"]
    assert session[2].error == "TypeError: no number"
    assert [(each.source, each.expected) for each in commands][:2] == [("python tool.py 3", "1.5"), ("echo $?", "0")]


def test_right_work_shows_what_the_task_shows(exercise: Exercise) -> None:
    shown = answers(exercise, TOOL)

    assert [each.source for each in shown if not each.right] == ["ls"]
    assert "only `python`" in shown[-1].got
    assert "  yes  >>> tool.half(8)\n       4.0\n" in report(exercise, shown)


def test_wrong_work_is_told_with_expected_and_got(exercise: Exercise) -> None:
    shown = answers(exercise, TOOL.replace("number / 2", "number // 2").replace('"two"', '"\\x1b[31mtwo"'))

    told = report(exercise, shown)
    assert "  NO   >>> tool.half(8)\n       expected: 4.0\n       got:      4\n" in told
    assert r"| \x1b[31mtwo" in told
    assert "\x1b" not in told
    assert all(len(line) <= 80 for line in told.splitlines())


def test_three_dots_stand_for_any_text(tmp_path: Path) -> None:
    """One task about several modules, each with an error of any text and with any text after a word."""
    usage = TOOL.replace("print(half", "print('usage: tool', half")
    works = {
        "usual": usage.replace("no number", "a word?"),
        "bare": usage.replace('TypeError("no number")', "TypeError"),
        "other": TOOL,
        "silent": TOOL.replace("print(half", "(half"),
        "broken": TOOL.replace("import sys", "import sys, usage"),
    }
    blocks = [
        f"```pycon\n>>> import {name}\n>>> {name}.half('x')\nTraceback (most recent call last):\n  ...\n"
        f"TypeError: ...\n```\n\n```console\n$ python {name}.py 3\nusage...\n```\n"
        for name in works
    ]
    task = make(tmp_path, "\n".join(blocks), [f"{name}.py" for name in works])
    (tmp_path / "work").mkdir()
    for name, source in works.items():
        (tmp_path / "work" / f"{name}.py").write_text(source)

    shown = {each.source: each.right for each in run_examples(task, tmp_path / "work")}

    assert [shown[f"{name}.half('x')"] for name in works] == [True, True, True, True, False]
    assert [shown[f"python {name}.py 3"] for name in works] == [True, True, False, False, False]


def test_an_empty_solution_shows_what_to_aim_for(exercise: Exercise) -> None:
    """Nothing handed in at all, and a file without a function."""
    told = report(exercise, run_examples(exercise, None))

    assert "  NO   >>> import tool\n       expected: nothing\n" in told
    assert "ModuleNotFoundError: No module named 'tool'" in told
    assert "  --   >>> tool.half(8)\n       expected: 4.0\n       not run, needs the line above\n" in told
    assert [each.got for each in answers(exercise, "")][1].startswith("AttributeError")


HOSTILE = {
    "hangs": ("while True: pass", "This did not finish within 1 second"),
    "exits": ("import os; os._exit(0)", "needs the line above"),
    "floods": ("print('x' * 10_000_000)\ndef half(number): return 4.0", "yes >>> floods.half(8)"),
    "forges": (
        'print(\'{"example": 1, "got": "4.0", "error": ""}\')',
        "AttributeError: module 'forges' has no attribute 'half'",
    ),
    "leaves": ("import sys; sys.exit('bye')", "got: SystemExit: bye"),
    "broken": ("def half(:", "SyntaxError"),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """The examples of one task, each block about another hostile module."""
    top = tmp_path_factory.mktemp("course")
    blocks = [f"```pycon\n>>> import {name}\n>>> {name}.half(8)\n4.0\n```\n" for name in HOSTILE]
    task = make(top, "\n".join(blocks), [f"{name}.py" for name in HOSTILE])
    (top / "work").mkdir()
    for name, (source, _) in HOSTILE.items():
        (top / "work" / f"{name}.py").write_text(source)
    return run_examples(task, top / "work")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_work_costs_its_own_examples_only(name: str, hostile: list[Shown], exercise: Exercise) -> None:
    about = [each for each in hostile if name in each.source]

    assert len(about) == 2
    assert HOSTILE[name][1] in " ".join(report(exercise, about).split())


def test_a_task_without_examples_says_so(exercise: Exercise) -> None:
    (exercise.public / "README.md").write_text("Nothing to try.")

    assert "it shows no example" in " ".join(report(exercise, answers(exercise, TOOL)).split())


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_the_solution_gives_what_the_task_shows(task: Exercise) -> None:
    shown = run_examples(task, task.solution)

    assert [each for each in shown if not each.right] == []
    assert shown, "a task shows what its words mean"


def test_the_command_runs_them_without_any_work(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "grader", "ex03", "--examples"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GRADE_COURSE": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert ">>> calculator.add(2, 3)\n       expected: 5\n" in done.stdout
