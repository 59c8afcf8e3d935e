"""`grade new`: what it writes, what it refuses, and that an exercise filled in passes the author's gate."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.check import Checked, check
from grader.authoring.evidence import Gathering
from grader.authoring.scaffold import author_root, scaffold, unwritten
from grader.course import Course
from grader.errors import InputError
from grader.files import read_tree

ROOT = Path(__file__).parent.parent


def flaws(found: Checked) -> dict[str, list[str]]:
    """What came, by gate, where one is not passed."""
    assert found.trouble is None
    return {
        gate: [line for flaw in ruling.flaws for line in flaw.came]
        for gate, ruling in found.rulings.items()
        if ruling.flaws
    }


def fill_in(root: Path, name: str) -> None:
    """Do what an author does: write where a line says so, and two more right answers."""
    for place in [*unwritten(root / "exercises" / name), *unwritten(root / "solutions" / name)]:
        lines = place.file.read_text().splitlines()
        lines[place.line - 1] = lines[place.line - 1].partition("WRITE:")[0] + "Words of a workshop."
        place.file.write_text("\n".join(lines) + "\n")
    alternatives = root / "solutions" / name / "alternatives"
    for other, old, new in [("clever", "count = count + 1", "count += 1"), ("typed", "(text)", "(text: str)")]:
        shutil.copytree(alternatives / "verbose", alternatives / other)
        for file in (alternatives / other).iterdir():
            file.write_text(file.read_text().replace(old, new))


def test_a_new_exercise_says_what_is_to_be_written_and_passes_when_it_is(tmp_path: Path) -> None:
    scaffold("ex01_words", tmp_path)
    some = Gathering(gates=("alternatives", "record", "written"))
    as_written = flaws(check(Course.load(tmp_path).find("ex01"), some))
    left = sum(1 for folder in ("exercises", "solutions") for _ in unwritten(tmp_path / folder))

    fill_in(tmp_path, "ex01_words")
    filled_in = check(Course.load(tmp_path).find("ex01"), Gathering(write=True))

    assert {"alternatives", "record", "written"} <= set(as_written)
    assert as_written["alternatives"] == ["there is 1"]
    assert len(as_written["written"]) == left > 0
    assert flaws(filled_in) == {}


def test_it_writes_into_a_course_and_changes_nothing_there(tmp_path: Path) -> None:
    scaffold("ex01_words", tmp_path)
    before = read_tree(tmp_path)

    made = scaffold("ex02_lines", tmp_path)

    after = read_tree(tmp_path)
    assert "course.toml" not in made.files
    assert {path: after[path] for path in before} == before
    assert sorted(after) == sorted([*before, *made.files])
    assert Course.load(tmp_path).names == ("ex01_words", "ex02_lines")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("words", "cannot be the name of an exercise"),
        ("ex2-My Words", "Did you mean `ex02_my_words`?"),
        ("ex02", "cannot be the name"),
        ("ex02_Ünicode", "cannot be the name"),
        ("../ex02_words", "cannot be the name"),
        ("ex02_", "cannot be the name"),
        ("", "cannot be the name"),
        ("ex01_words", "is there already; nothing was written"),
        ("ex01_lines", "the number 1 is taken by `ex01_words`"),
        ("ex02_words", "the name `words` is taken by `ex01_words`"),
    ],
)
def test_a_wrong_name_is_refused_before_anything_is_written(name: str, message: str, tmp_path: Path) -> None:
    scaffold("ex01_words", tmp_path)
    before = read_tree(tmp_path)

    with pytest.raises(InputError) as refusal:
        scaffold(name, tmp_path)

    assert message in str(refusal.value)
    assert refusal.value.hint
    assert read_tree(tmp_path) == before


def test_a_folder_of_half_an_exercise_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "solutions" / "ex01_words").mkdir(parents=True)

    with pytest.raises(InputError, match="is there already"):
        scaffold("ex01_words", tmp_path)

    assert not (tmp_path / "exercises").exists()


@pytest.mark.parametrize("slug", ["random", "class", "len"])
def test_no_module_hides_one_of_pythons(slug: str, tmp_path: Path) -> None:
    made = scaffold(f"ex01_{slug}", tmp_path)

    assert f"exercises/ex01_{slug}/my_{slug}.py" in made.files
    assert f"import my_{slug}\n" in (tmp_path / f"solutions/ex01_{slug}/suite/test_my_{slug}.py").read_text()


def test_where_a_new_exercise_goes(tmp_path: Path) -> None:
    """The course around, else an empty folder; not among other things, and not into a student's copy."""
    empty, course, copy, other = (tmp_path / name for name in ("empty", "course", "copy", "other"))
    for folder in (empty / ".git", course / "exercises/ex01_a", course / "solutions", copy / "exercises/ex01_a", other):
        folder.mkdir(parents=True)
    (other / "holiday.txt").touch()

    assert author_root(None, empty, {}) == empty
    assert author_root(None, course / "exercises/ex01_a", {}) == course
    assert author_root(None, other, {"GRADE_COURSE": str(course)}) == course
    assert author_root(other, empty, {}) == other
    with pytest.raises(InputError, match="it holds `holiday.txt`"):
        author_root(None, other, {})
    with pytest.raises(InputError, match="it is a student's copy"):
        author_root(None, copy, {})


def test_the_command_writes_and_says_what_comes_next(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", "grader", "new", "ex07_maps"]

    done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "  solutions/ex07_maps/suite/test_maps.py\n" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("then `grade check ex07 --write`.")
    assert (tmp_path / "course.toml").is_file()
