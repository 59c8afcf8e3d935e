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
from collections.abc import Iterator
from functools import cache
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


# Plain pytest, loaded once with what suites import most: each line is a folder, tested in a child that has nothing of
# another.
PLAIN_PYTEST = """
import contextlib, io, os, subprocess, sys, unittest.mock, pytest
with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(said):
    pytest.main([*sys.argv[1:], os.devnull])
for folder in map(str.strip, sys.stdin):
    if os.fork() == 0:
        os.chdir(folder)
        sys.path.insert(0, folder)
        os.environ["PYTHONPATH"] = folder
        for name in os.listdir(folder):
            sys.modules.pop(name.removesuffix(".py"), None)
        for fd in 1, 2:
            os.dup2(os.open(f"{folder}.txt", os.O_WRONLY | os.O_CREAT, 0o644), fd)
        pytest.main([*sys.argv[1:], "--rootdir", folder, "--confcutdir", folder])
        sys.stdout.flush()
        os._exit(0)
    os.wait()
    print("done", flush=True)
"""


@pytest.fixture(scope="module")
def plain_pytest() -> Iterator[subprocess.Popen[str]]:
    options = ["-q", "-rpf", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "-c", os.devnull]
    process = subprocess.Popen(
        [sys.executable, "-B", "-c", PLAIN_PYTEST, *options, "-W", "ignore::pytest.PytestWarning"],
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process


def in_one_process(pytest_process: subprocess.Popen[str], case: str, files: Files, folder: Path) -> set[str]:
    """The tests that pass in a plain pytest, with suite and answer in one folder."""
    shutil.copytree(IDIOMS / case / "suite", folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    assert pytest_process.stdin is not None
    assert pytest_process.stdout is not None
    pytest_process.stdin.write(f"{folder}\n")
    pytest_process.stdin.flush()
    assert pytest_process.stdout.readline() == "done\n"
    said = Path(f"{folder}.txt").read_text()
    passed = set(re.findall(r"^PASSED (\S+)", said, re.MULTILINE))
    return passed - set(re.findall(r"^SUB\w+(?:[(\[].*?[)\]])* (\S+)", said, re.MULTILINE))


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


@cache
def across_the_wall(case: str) -> dict[str, tuple[set[str], list[str]]]:
    """What one worker says of every answer, one after the other."""
    with Worker(post_for(case)) as worker:
        return {name: grade(worker, files) for name, files in answers(case).items()}


@pytest.mark.parametrize("case", CASES)
def test_the_wall_changes_no_verdict(case: str, tmp_path: Path, plain_pytest: subprocess.Popen[str]) -> None:
    """A right answer passes all that it passes in one process; a wrong one passes nothing that it fails there."""
    expected = {
        name: in_one_process(plain_pytest, case, files, tmp_path / name) for name, files in answers(case).items()
    }
    assert expected["solution"]

    graded = across_the_wall(case)

    assert graded["solution"] == (expected["solution"], [])
    for name in expected.keys() - {"solution"}:
        passed, errored = graded[name]
        assert expected["solution"] - expected[name], f"`{name}` breaks nothing"
        assert (passed - expected[name], errored) == (set(), [])


@pytest.mark.parametrize("case", ALSO_OTHERWISE)
def test_without_fork_the_verdicts_are_the_same(case: str) -> None:
    alone = {}
    for name, files in answers(case).items():
        with Worker(post_for(case, fork=False)) as worker:
            alone[name] = grade(worker, files)

    assert alone == across_the_wall(case)


@pytest.mark.parametrize("case", ALSO_OTHERWISE)
def test_without_a_solution_a_right_answer_passes_too(
    case: str, tmp_path: Path, plain_pytest: subprocess.Popen[str]
) -> None:
    """The suite is then collected against the submission itself."""
    files = answers(case)["solution"]

    with Worker(post_for(case, solution=False)) as worker:
        passed, errored = grade(worker, files)

    assert (passed, errored) == (in_one_process(plain_pytest, case, files, tmp_path / "plain"), [])


@pytest.mark.parametrize("case", CASES)
def test_every_idiom_stands_in_the_table(case: str) -> None:
    """An author finds the test that shows an idiom by the table, and the idiom by the test."""
    assert f"`{case}" in (ROOT / "docs" / "suites.md").read_text(encoding="utf-8")
