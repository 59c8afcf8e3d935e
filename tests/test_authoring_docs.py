"""`docs/authoring.md`: its commands are run one after the other, and its markers make what it shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.markers import unmarked
from grader.authoring.scaffold import unwritten
from grader.box.bubblewrap import why_not

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ grade (.*)$", TEXT, re.MULTILINE)


def write_the_rest(course: Path) -> None:
    """What an author does between two runs of `grade check`."""
    for file in {place.file for place in unwritten(course)}:
        file.write_text(file.read_text().replace("WRITE:", "Written:"))
    alternatives = course / "solutions/ex01_words/alternatives"
    for name, signature in (("typed", "(text: str)"), ("renamed", "(text, /)")):
        shutil.copytree(alternatives / "verbose", alternatives / name)
        (alternatives / name / "words.py").write_text(
            (alternatives / name / "words.py").read_text().replace("(text)", signature)
        )


FASTER = [word for gate in ("solution", "record", "written") for word in ("--gate", gate)]


def test_the_commands_lead_from_an_empty_folder_to_a_sealed_release(tmp_path: Path) -> None:
    """Each ends as an author expects: 1 where something is left to write, 1 for a skeleton, else 0."""
    if why_not():
        pytest.skip(f"no real box: {why_not()}")
    course = tmp_path / "course"
    course.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    codes = {}
    for command in COMMANDS:
        if "--write" in command:
            write_the_rest(course)
        faster = FASTER if command.startswith("check") else []  # test_scaffold.py asks every gate
        line = [sys.executable, "-m", "grader", *shlex.split(command), *faster]
        done = subprocess.run(line, cwd=course, env=environment, capture_output=True, text=True, check=False)
        codes[command] = done.returncode

    assert codes == {
        "new ex01_words": 0,
        "check ex01": 1,
        "check ex01 --write": 0,
        "release ../student": 0,
        "release ../student --seal --new-key ../course.key": 0,
        "release ../student --seal --key ../course.key": 0,
        "ex01 ../student/exercises/ex01_words --course ../student --key ../course.key": 1,
    }
    assert (tmp_path / "student/sealed/ex01_words.sealed").is_file()


def test_the_markers_make_the_skeleton_that_is_shown() -> None:
    solution, skeleton = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)

    assert unmarked(solution, "solution.py") == skeleton
