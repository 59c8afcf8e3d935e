"""The `console` blocks of the pages about formats do what the pages say, and so do the programs in them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.reporters.registry import FORMATS

ROOT = Path(__file__).parent.parent
PLATFORMS = ROOT / "docs" / "platforms"
PAGES = {
    "formats": ROOT / "docs" / "formats.md",
    **{name: PLATFORMS / f"{name}.md" for name in ("gradescope", "prairielearn", "exercism", "junit-and-ctrf")},
}
BASH = shutil.which("bash") or "bash"


def blocks(name: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```\n", PAGES[name].read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A student's copy with a right answer for ex03."""
    shutil.copytree(ROOT / "solutions" / "ex03_calculator" / "solution", tmp_path / "work/exercises/ex03_calculator")
    shutil.copy(ROOT / "course.toml", tmp_path / "work")
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "grade").write_text(f'#!/bin/bash\nexec "{sys.executable}" -P -m grader "$@"\n')
    (programs / "grade").chmod(0o755)
    return tmp_path / "work"


def run(script: str, work: Path, *words: str, **variables: str) -> str:
    """What the lines print, in bash, up to the first that fails; with `grade` on the path."""
    done = subprocess.run(
        [BASH, "-e", "-c", script, "bash", *words],
        cwd=work,
        env={
            **os.environ,
            "PATH": f"{work.parent / 'programs'}:{os.environ['PATH']}",
            "VIRTUAL_ENV": sys.prefix,
            "TMPDIR": str(work.parent),
            **variables,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("formats", "**Next step:** this exercise is done; go on with another.\n"),
        ("gradescope", "\n20\n"),
        ("prairielearn", '  "gradable": true,\n  "score": 1.0,\n  "message": "Next step: this exercise is done; go on'),
        ("exercism", '{\n  "version": 3,\n  "status": "pass",\n'),
        ("junit-and-ctrf", "Next step: go on with ex04: `grade start ex04`.\n"),
    ],
)
def test_the_lines_of_a_page_run_and_end_as_it_says(name: str, ends: str, work: Path) -> None:
    printed = run("".join(blocks(name, "console")), work)

    assert ends in printed[-len(ends) - 40 :]


def test_the_files_that_are_named_are_written(work: Path) -> None:
    run("".join([*blocks("junit-and-ctrf", "console"), *blocks("formats", "console")]), work)

    assert {file.name for file in work.iterdir() if file.is_file()} == {
        ".report.json",
        "course.toml",
        "ctrf-report.json",
        "junit.xml",
        "report.html",
    }


def test_prairielearns_program_leaves_the_results_alone(work: Path) -> None:
    """What the student put in the place of the results is gone."""
    folder = work / "grade"
    shutil.copytree(work / "exercises" / "ex03_calculator", folder / "student")
    (folder / "results").mkdir()
    (folder / "results" / "results.json").write_text("forged")
    program = next(each for each in blocks("prairielearn", "sh") if each.startswith("#!"))

    run(program, work, EXERCISE="ex03", GRADE_FOLDER=str(folder))

    assert json.loads((folder / "results" / "results.json").read_text())["score"] == 1.0


@pytest.mark.parametrize(("answer", "status"), [("a + b", "pass"), ("a - b", "fail")])
def test_exercisms_program_ends_well_whatever_the_answer(work: Path, answer: str, status: str) -> None:
    folder = work / "exercises" / "ex03_calculator"
    text = (folder / "calculator.py").read_text()
    (folder / "calculator.py").write_text(text.replace("a + b", answer))
    (work / "out").mkdir()

    run(blocks("exercism", "sh")[0], work, "calculator", str(folder), str(work / "out"))

    assert json.loads((work / "out" / "results.json").read_text())["status"] == status


def test_the_table_names_every_format_and_its_file() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| `([^`]+)` \|", PAGES["formats"].read_text(encoding="utf-8"), re.MULTILINE)

    assert dict(rows) == {name: each.file for name, each in FORMATS.items()}


@pytest.mark.parametrize("name", PAGES)
def test_every_file_a_page_links_to_is_there(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGES[name].read_text(encoding="utf-8")):
        assert (PAGES[name].parent / target).exists(), target
