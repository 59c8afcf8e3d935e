"""A second course, on other subjects, passes the same gate: nothing in the engine knows the one of this repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.check import check_all
from grader.authoring.coursemap import compare, made_wrong, taught
from grader.authoring.report import report
from grader.course import Course
from grader.diagnosis.catalogue import load

ROOT = Path(__file__).parent.parent
COURSE = Course.load(ROOT)
LARCH_HUT = Path(__file__).parent / "courses" / "larch_hut"
SUITE = """
import pytest
import kit


@pytest.mark.check("half is half, a | b", points=2, hint="Which operator divides?", concepts="K1")
def test_half():
    assert kit.half(6) == 3
    assert kit.half(5) == 2.5
"""


def test_a_course_on_files_classes_and_recursion_passes_the_gate() -> None:
    """`.ci/run` asks all gates; these take little."""
    course = Course.load(LARCH_HUT)
    gates = ("solution", "alternatives", "core", "record", "source", "written")

    checked = check_all(course.exercises, jobs=2, write=False, gates=gates, say=lambda _: None)

    assert [each.exit_code for each in checked] == [0, 0, 0], report(checked, course.root)


def test_a_course_names_messages_that_there_are() -> None:
    assert COURSE.messages
    assert sorted(COURSE.messages.keys() - load().entries.keys()) == []


# The map of a course


def test_the_map_says_what_the_course_teaches() -> None:
    """What mutants there are only `grade check --map` can tell, which `.ci/run` asks."""
    document = (ROOT / "docs" / "course.md").read_text(encoding="utf-8")

    assert document.partition("\n## Mutants\n")[0] == taught(COURSE), (
        "write it with `python -m grader.authoring.coursemap docs/course.md`"
    )


def test_the_map_counts_mutants_by_operator() -> None:
    counts = {"family": "hand-back", "starred": True, "made": 3, "killed": 2, "equivalent": 1}
    other = {**counts, "made": 2, "killed": 2, "equivalent": 0}

    text = made_wrong({"ex01_a": {"return-none": counts}, "ex02_b": {"return-none": other}, "ex03_c": {}})

    assert "| hand-back | return-none ★ | 5 | 1 | 4 | ex01 3, ex02 2 |\n" in text
    assert "| os | drop-sorted | 0 | 0 | 0 |  |\n" in text
    assert text.startswith("## Mutants\n\n5 copies of the solutions with one thing wrong each, by what was done; 1 of ")
    assert "Of the other 4, some check notices 4.\n" in text


def test_a_map_that_is_not_current_is_told_with_its_first_line(tmp_path: Path) -> None:
    file = tmp_path / "course.md"
    assert compare(file, "a\nb\n").endswith("from line 1 on.")
    file.write_text("a\nb\n")
    assert compare(file, "a\nb\n") == ""
    assert compare(file, "a\nc\n").endswith("from line 2 on.")
    assert compare(file, "a\nb\nc\n").endswith("from line 3 on.")


@pytest.mark.parametrize("others", [["ex01"], ["--no-mutants"], ["--gate", "texts"]])
def test_a_map_is_of_the_whole_course_and_of_its_mutants(others: list[str], tmp_path: Path) -> None:
    words = ["check", "--course", str(LARCH_HUT), "--map", str(tmp_path / "map.md"), *others]

    done = subprocess.run([sys.executable, "-m", "grader", *words], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "The map is of the whole course" in done.stderr


def test_the_command_writes_the_map_and_compares_it(tmp_path: Path) -> None:
    public, secret = tmp_path / "exercises" / "ex01_kit", tmp_path / "solutions" / "ex01_kit"
    files = {
        tmp_path / "course.toml": 'name = "kit"\ntitle = "A kit"\n\n[concepts]\nK1 = "A half"\n',
        public / "exercise.toml": 'title = "The kit"\nfiles = ["kit.py"]\n',
        secret / "solution" / "kit.py": "def half(n):\n    return n / 2\n",
        secret / "suite" / "test_kit.py": SUITE,
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    words = [sys.executable, "-m", "grader", "check", "--course", str(tmp_path), "--map", str(tmp_path / "map.md")]

    written = subprocess.run([*words, "--write"], capture_output=True, text=True, check=False)

    text = (tmp_path / "map.md").read_text()
    assert written.returncode == 1  # it has no alternatives
    assert text.startswith("# A kit\n")
    assert "| K1 | A half | ex01: `test_half` |\n" in text
    assert "| `test_half` | half is half, a \\| b | 2 | K1 |\n" in text
    assert "| hand-back | return-none ★ | 1 | 0 | 1 | ex01 1 |\n" in text
