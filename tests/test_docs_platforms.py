"""The `console` blocks of the pages about workflows do what the pages say; `sh` blocks are for elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "docs" / "platforms" / f"{name}.md" for name in ("github", "classroom50", "github-classroom")]
BASH = shutil.which("bash") or "bash"
SIGNING = ROOT / "docs" / "signing.md"


def commands(page: Path) -> list[str]:
    return re.findall(r"```console\n(.*?)```\n", page.read_text(encoding="utf-8"), re.DOTALL)


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The lines in bash, up to the first that fails, with `grade` on the path."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    (programs / "grade").write_text(f'#!/bin/bash\nexec "{sys.executable}" -P -m grader "$@"\n')
    (programs / "grade").chmod(0o755)
    return subprocess.run(
        [BASH, "-eo", "pipefail", "-c", script],
        cwd=folder / "work",
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "TMPDIR": str(folder), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A student's copy with a right answer for ex03."""
    work = tmp_path / "work" / "exercises" / "ex03_calculator"
    shutil.copytree(ROOT / "solutions" / "ex03_calculator" / "solution", work)
    return tmp_path


@pytest.mark.parametrize(
    ("page", "ends"),
    [
        (PAGES[0], "points=20\n## ex03: calculator.py: 20 / 20\n"),
        (PAGES[1], "11\nstatus=success\nsummary=20 of 20 points\n"),
    ],
    ids=["github", "classroom50"],
)
def test_the_lines_of_a_page_run_and_end_as_it_says(page: Path, ends: str, copy: Path) -> None:
    done = run("".join(commands(page)), copy)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith(ends)


def test_the_classrooms_notices_and_payload_are_shown(copy: Path) -> None:
    done = run("".join(commands(PAGES[2])), copy)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(
        "::notice title=Autograding complete::Points 20/20\n"
        '::notice title=Autograding report::{"totalPoints":20,"maxPoints":20}\n'
        '{"version":1,"status":"pass","max_score":20,'
    )


def test_results_are_signed_and_checked_as_the_page_says(copy: Path) -> None:
    """The page's own lines, with the key put where each of its readers puts it by hand."""
    make, check = commands(SIGNING)
    course = copy / "course"
    shutil.copytree(ROOT / "solutions" / "ex03_calculator", course / "solutions" / "ex03_calculator")
    shutil.copytree(ROOT / "exercises" / "ex03_calculator", course / "exercises" / "ex03_calculator")
    made = run(make, copy)
    (course / "course.toml").write_text(f'name = "work"\n{made.stdout}')
    secret = (copy / "work" / "signing.key").read_text()
    line = re.search(r"- run: (grade ci .*)\n", SIGNING.read_text(encoding="utf-8"))
    assert line is not None
    signed = run(line[1], copy, GRADE_SIGNING_KEY=secret, GRADE_COURSE=str(course))
    checked = run(check, copy, GRADE_COURSE=str(course))

    assert signed.returncode == 0, signed.stdout + signed.stderr
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("good, as the grader signed it") == 2
    assert "the submission in `exercises/ex03_calculator` is the one that was graded" in checked.stdout


@pytest.mark.parametrize("page", [*PAGES, SIGNING], ids=lambda page: page.stem)
def test_every_file_a_page_links_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
