"""Suites written for one process: across the wall each passes and fails what it passes and fails there.

A case is a folder of `idioms/`: a `suite`, a right `solution`, and answers that are `wrong`, as files that differ from
the solution. None of the suites knows of this grader. Plain pytest says what is right; `docs/suites.md` has the table.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.box.bubblewrap import why_not
from grader.course import Limits
from grader.result import Outcome
from grader.worker.client import Worker
from grader.worker.orders import Judged, Order, Post

ROOT = Path(__file__).parent.parent
IDIOMS = Path(__file__).parent / "idioms"
CASES = sorted(path.name for path in IDIOMS.iterdir())
# Without fork, and without a solution, other code holds a suite's names together; these lean on it most.
ALSO_OTHERWISE = ["fixtures", "packages", "scripts", "unittest_classes"]
LIMITS = Limits(seconds=10.0, submission_seconds=120.0)

Files = dict[str, bytes]


def files_of(folder: Path) -> Files:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def answers(case: str) -> dict[str, Files]:
    """The right answer and the wrong ones, by the names of their folders."""
    right = files_of(IDIOMS / case / "solution")
    wrong = {path.name: right | files_of(path) for path in sorted((IDIOMS / case).glob("wrong*"))}
    return {"solution": right} | wrong


def in_one_process(case: str, files: Files, folder: Path) -> set[str]:
    """The tests that pass in a plain pytest, with suite and answer in one folder."""
    shutil.copytree(IDIOMS / case / "suite", folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    options = ["-q", "-rpf", "--tb=no", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(folder)]
    run = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", *options, "-W", "ignore::pytest.PytestWarning"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    passed = set(re.findall(r"^PASSED (\S+)", run.stdout, re.MULTILINE))
    return passed - set(re.findall(r"^SUB\w+(?:[(\[].*?[)\]])* (\S+)", run.stdout, re.MULTILINE))


def post_for(case: str, *, solution: bool = True, fork: bool = True) -> Post:
    right = files_of(IDIOMS / case / "solution")
    return Post(
        suite=str(IDIOMS / case / "suite"),
        solution=right if solution else {},
        roots=sorted({name.split("/")[0].removesuffix(".py") for name in right}),
        limits=LIMITS,
        box="process" if why_not() else "bubblewrap",
        fork=fork,
    )


def grade(worker: Worker, files: Files) -> tuple[set[str], list[str]]:
    """The tests that pass across the wall, and those the grader could not judge."""
    verdicts = [word.verdict for word in worker.grade(Order(files=files)) if isinstance(word, Judged)]
    passed = {verdict.case for verdict in verdicts if verdict.outcome is Outcome.PASSED}
    return passed, [verdict.case for verdict in verdicts if verdict.outcome is Outcome.ERRORED]


@pytest.mark.parametrize("case", CASES)
def test_the_wall_changes_no_verdict(case: str, tmp_path: Path) -> None:
    """A right answer passes all that it passes in one process; a wrong one passes nothing that it fails there."""
    expected = {name: in_one_process(case, files, tmp_path / name) for name, files in answers(case).items()}
    assert expected["solution"]

    with Worker(post_for(case)) as worker:
        graded = {name: grade(worker, files) for name, files in answers(case).items()}

    assert graded["solution"] == (expected["solution"], [])
    for name in expected.keys() - {"solution"}:
        passed, errored = graded[name]
        assert expected["solution"] - expected[name], f"`{name}` breaks nothing"
        assert (passed - expected[name], errored) == (set(), [])


@pytest.mark.parametrize("case", ALSO_OTHERWISE)
def test_without_fork_the_verdicts_are_the_same(case: str) -> None:
    with Worker(post_for(case)) as worker:
        forked = {name: grade(worker, files) for name, files in answers(case).items()}

    alone = {}
    for name, files in answers(case).items():
        with Worker(post_for(case, fork=False)) as worker:
            alone[name] = grade(worker, files)

    assert alone == forked


@pytest.mark.parametrize("case", ALSO_OTHERWISE)
def test_without_a_solution_a_right_answer_passes_too(case: str, tmp_path: Path) -> None:
    """The suite is then collected against the submission itself."""
    files = answers(case)["solution"]

    with Worker(post_for(case, solution=False)) as worker:
        passed, errored = grade(worker, files)

    assert (passed, errored) == (in_one_process(case, files, tmp_path / "plain"), [])


@pytest.mark.parametrize("case", CASES)
def test_every_idiom_stands_in_the_table(case: str) -> None:
    """An author finds the test that shows an idiom by the table, and the idiom by the test."""
    assert f"`{case}" in (ROOT / "docs" / "suites.md").read_text(encoding="utf-8")
