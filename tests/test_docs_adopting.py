"""`docs/adopting.md`: its files are written, and its commands run one after the other, as an author would."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from grader.authored import read_text

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "adopting.md"
TEXT = read_text(PAGE)
FILES = re.findall(r"^<!-- file: (\S+) -->\n```\w+\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^\$ (.*)$", TEXT, re.MULTILINE)

ANSWER = {"grade": False, "solution": True, "grade_id": "total"}
TEST = {"grade": True, "solution": False, "grade_id": "sums", "points": 2}
CELLS = [
    ("def total(values):\n    ### BEGIN SOLUTION\n    return sum(values)\n    ### END SOLUTION", ANSWER),
    ("assert total([1, 2]) == 3\n### BEGIN HIDDEN TESTS\nassert total([]) == 0\n### END HIDDEN TESTS", TEST),
]


def notebook() -> str:
    """A small notebook for nbgrader."""
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {"nbgrader": about}, "source": text, "outputs": [], "execution_count": None}
        for text, about in CELLS
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)
    program = [sys.executable, "-m", "grader"] if words[0] == "grade" else words[:1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = [*program, *words[1:]]
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_commands_of_the_page_import_and_grade(tmp_path: Path) -> None:
    """All end with 0 but the first import, which leaves a test out, as the page says."""
    course = tmp_path / "course"
    course.mkdir()
    for path, text in [*FILES, ("old/ps1.ipynb", notebook())]:
        if not path.startswith("course/"):
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(text)

    ends = {}
    for command in COMMANDS:
        if command.startswith("mkdir"):  # the page's own manifest comes before what lies beside it
            path, text = next(each for each in FILES if each[0].startswith("course/"))
            (tmp_path / path).parent.mkdir(parents=True)
            (tmp_path / path).write_text(text)
        ends[command] = run(command, course)

    codes = {command: done.returncode for command, done in ends.items() if done.returncode}
    assert codes == {COMMANDS[0]: 1}, "\n".join(ends[command].stdout + ends[command].stderr for command in codes)
    assert "Style  2\n" in ends[COMMANDS[0]].stdout
    assert "7 / 7" in ends["grade ex01 ../answer"].stdout
    assert "2 / 2" in ends["grade ex02 solutions/ex02_greet/solution"].stdout


def test_every_file_the_page_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)", TEXT):
        assert (PAGE.parent / target).exists(), target
