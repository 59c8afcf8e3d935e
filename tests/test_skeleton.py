"""`grade start`: the files of an exercise come here, and nothing that is here is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import InputError
from grader.skeleton import copy_skeleton

ROOT = Path(__file__).parent.parent
EX03 = Course.load(ROOT).find("ex03")
FILES = ["README.md", "calculator.py", "receipt.py"]


def test_a_new_folder_gets_all_but_the_rules_and_the_last_hint(tmp_path: Path) -> None:
    copied = copy_skeleton(EX03, tmp_path / "work")

    assert copied.added == FILES
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == FILES
    assert (tmp_path / "work" / "calculator.py").read_bytes() == (EX03.public / "calculator.py").read_bytes()


def test_a_half_made_copy_is_finished_and_work_is_kept(tmp_path: Path) -> None:
    (tmp_path / "calculator.py").write_text("my work")
    (tmp_path / "notes.txt").write_text("mine")

    assert copy_skeleton(EX03, tmp_path).added == ["README.md", "receipt.py"]
    assert copy_skeleton(EX03, tmp_path).kept == FILES
    assert (tmp_path / "calculator.py").read_text() == "my work"
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_what_cannot_be_put_there_is_refused_before_anything_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "taken" / "receipt.py").mkdir(parents=True)
    ex12 = Course.load(ROOT).find("ex12")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "mytools").symlink_to(tmp_path / "elsewhere")

    for exercise, folder, why in (
        (EX03, tmp_path / "file", "is no folder"),
        (EX03, tmp_path / "taken", "no file has its name"),
        (ex12, tmp_path / "linked", "a link to somewhere else"),
        (EX03, Path("/proc/work"), "cannot put"),
    ):
        with pytest.raises(InputError, match=why) as told:
            copy_skeleton(exercise, folder)
        assert told.value.hint
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["receipt.py"]
    assert not (tmp_path / "elsewhere").exists()


def start(cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "grader", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GRADE_COURSE": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_where_the_files_are_and_how_to_go_on(tmp_path: Path) -> None:
    """Again in the folder itself, where nothing is left to do."""
    first = start(tmp_path, "start", "ex03")
    again = start(tmp_path / "ex03_calculator", "start", "calculator")

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert first.stdout.startswith("Put into `ex03_calculator/`: README.md, calculator.py, receipt.py\nNext step: ")
    assert again.stdout.startswith("All files are in this folder already; nothing was changed.\nNext step: ")
    assert sorted(path.name for path in (tmp_path / "ex03_calculator").iterdir()) == FILES


def test_from_another_exercises_folder_the_new_one_is_made_beside_it(tmp_path: Path) -> None:
    work = tmp_path / "ex03_calculator"
    work.mkdir()

    told = start(work, "start", "ex04")

    assert told.stdout.startswith("Put into `../ex04_guard/`: ")
    assert "read ../ex04_guard/README.md" in told.stdout
    assert list(work.iterdir()) == []
    assert (tmp_path / "ex04_guard" / "price_tag.py").is_file()


def test_grade_alone_goes_from_start_to_done(tmp_path: Path) -> None:
    """What is next follows from what lies here and from the runs before."""
    assert "ex01" in start(tmp_path).stdout.split("Next step: ")[1]
    start(tmp_path, "start", "ex01")
    assert "read `ex01_wheels/README.md`" in start(tmp_path).stdout

    work = tmp_path / "ex01_wheels" / "wheels.py"
    work.write_text("import math\ndef circumference(diameter):\n    return math.pi * diameter\n")
    assert "`grade ex01` grades your work" in start(tmp_path).stdout
    start(tmp_path, "ex01")
    begun = start(tmp_path)
    assert "go on with ex01: `grade ex01`." in begun.stdout
    assert "/ 20  in progress" in begun.stdout

    work.write_text((ROOT / "solutions" / "ex01_wheels" / "solution" / "wheels.py").read_text())
    done = start(tmp_path, "ex01")
    assert "Next step: go on with ex02" in done.stdout
    assert "20 / 20  passed" in start(tmp_path, "list").stdout
    assert start(tmp_path).returncode == 2, "nothing was graded"
