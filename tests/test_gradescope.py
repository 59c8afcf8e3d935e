"""Gradescope's autograder: the archive, and what it leaves for a submission, run in a folder laid out like theirs."""

from __future__ import annotations

import getpass
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from grader.authoring.gradescope import PROGRAMS, autograder
from grader.authoring.gradescope_run import main as run
from grader.cli.main import main
from grader.course import Course, Limits
from grader.errors import InputError

COURSE = Course.load(Path(__file__).parent.parent)
EXERCISE = COURSE.find("ex03")
BUILT = autograder(COURSE, EXERCISE)
METADATA = {
    "id": 1,
    "created_at": "2026-05-02T10:00:00.000000-07:00",
    "assignment": {
        "due_date": "2026-05-01T10:00:00.000000-07:00",
        "group_size": None,
        "id": 2,
        "late_due_date": None,
        "title": "Calculator",
        "total_points": "25.0",
    },
    "submission_method": "upload",
    "users": [{"email": "ada@example.org", "id": 3, "name": "Ada"}],
    "previous_submissions": [],
}


class Run(NamedTuple):
    """What a run left: the document, and what instructors alone see."""

    results: dict[str, Any]
    printed: str


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A folder like `/autograder`, with the archive unpacked as the platform does."""
    for name in ("source", "submission", "results"):
        (tmp_path / name).mkdir()
    with zipfile.ZipFile(io.BytesIO(BUILT.archive)) as archive:
        archive.extractall(tmp_path / "source")
        for member in archive.infolist():
            (tmp_path / "source" / member.filename).chmod(member.external_attr >> 16)
    (tmp_path / "submission_metadata.json").write_text(json.dumps(METADATA))
    yield tmp_path
    (tmp_path / "source").chmod(0o700)


@pytest.fixture
def hand_in(root: Path) -> Callable[..., Run]:
    def graded(files: dict[str, bytes], **settings: str) -> Run:
        for path, content in files.items():
            (root / "submission" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "submission" / path).write_bytes(content)
        ours = {
            "AUTOGRADER_ROOT": str(root),
            "AUTOGRADER_ENVIRONMENT": sys.prefix,
            "AUTOGRADER_USER": getpass.getuser(),
        }
        done = subprocess.run(
            [root / "source" / "run_autograder"],
            env={**os.environ, **ours, **settings},
            cwd=root,
            check=True,
            capture_output=True,
            text=True,
        )
        assert [file.name for file in (root / "results").iterdir()] == ["results.json"]
        return Run(json.loads((root / "results" / "results.json").read_text()), done.stdout + done.stderr)

    return graded


def solution() -> dict[str, bytes]:
    assert EXERCISE.solution is not None
    return {path.name: path.read_bytes() for path in EXERCISE.solution.glob("*.py")}


def test_the_archive_is_the_same_each_time_and_holds_no_solution() -> None:
    with zipfile.ZipFile(io.BytesIO(BUILT.archive)) as archive:
        names = archive.namelist()
        programs = {each.filename for each in archive.infolist() if each.external_attr >> 16 & 0o111}

    assert autograder(COURSE, EXERCISE) == BUILT
    assert BUILT.name == "ex03_calculator.zip"
    assert programs == set(PROGRAMS)
    assert "course/solutions/ex03_calculator/suite/test_calculator.py" in names
    assert not [name for name in names if "/solution/" in name or "/mistakes/" in name or "ex04" in name]


def test_a_right_answer_earns_everything(hand_in: Callable[..., Run]) -> None:
    results, printed = hand_in(solution())

    assert results["score"] == 20
    assert {test["status"] for test in results["tests"]} == {"passed"}
    assert results["extra_data"]["late"] is True
    assert "worth 25.0 points on Gradescope, and its checks 20" in printed
    assert "leaderboard" not in results


def test_a_wrong_answer_in_a_folder_of_its_own_is_found(hand_in: Callable[..., Run]) -> None:
    wrong = {f"ex03_calculator/{name}": content.replace(b"a * b", b"a + b") for name, content in solution().items()}

    results, _ = hand_in(wrong)

    assert 0 < results["score"] < 20
    assert any(">>> calculator.multiply" in test["output"] for test in results["tests"])


HOSTILE = b"""
import glob, os
for path in ["results/results.json", *glob.glob("/proc/[0-9]*/fd/*"), *glob.glob("/**/results.json")]:
    try:
        open(path, "w").write('{"score": 20}')
    except OSError:
        pass
os._exit(0)
"""


def test_what_a_submission_writes_is_no_result(hand_in: Callable[..., Run]) -> None:
    results, _ = hand_in({"calculator.py": HOSTILE, "receipt.py": HOSTILE})

    assert results["score"] == 0
    assert len(results["tests"]) == 11


def test_links_are_not_followed(hand_in: Callable[..., Run], root: Path) -> None:
    (root / "submission" / "calculator.py").symlink_to(root / "source" / "run_autograder")

    results, _ = hand_in({"notes.txt": b""})

    assert results["score"] == 0
    assert "`calculator.py` is a link, which is not read" in results["output"]


def test_there_is_a_message_and_no_score_where_the_grader_fails(hand_in: Callable[..., Run], root: Path) -> None:
    shutil.rmtree(root / "source" / "course")

    results, printed = hand_in(solution())

    assert "The grader failed, not your code" in results["output"]
    assert not {"score", "tests"} & set(results)
    assert "Traceback" in printed


def test_there_is_a_message_and_no_score_where_time_runs_out(hand_in: Callable[..., Run]) -> None:
    results, _ = hand_in(solution(), AUTOGRADER_SECONDS="0.01")

    assert "did not come to an end" in results["output"]
    assert not {"score", "tests"} & set(results)


@pytest.mark.parametrize("metadata", ["", "[]", '{"users": 3}', '{"created_at": "yesterday"}'])
def test_odd_metadata_costs_no_points(root: Path, metadata: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without files nothing has to run."""
    (root / "submission_metadata.json").write_text(metadata)

    results = json.loads(run(root / "source" / "course", root / "submission", root / "submission_metadata.json"))

    assert results["score"] == 0
    assert "The folder is empty" in results["output"]
    assert "submission_metadata.json is not as expected" in capsys.readouterr().err


def test_the_author_is_told_what_gradescopes_container_lacks() -> None:
    hungry = replace(EXERCISE, limits=Limits(memory_mb=1024, submission_seconds=900.0))

    memory, seconds = autograder(COURSE, hungry).notes

    assert "allows 1024 MB: choose a container with 1224 MB" in memory
    assert "allows 900 seconds" in seconds


def test_a_wheel_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        autograder(COURSE, EXERCISE, tmp_path / "gradebox.whl")


def test_the_command_writes_one_for_each_exercise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheel = tmp_path / "gradebox-1-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")

    assert main(["release", str(tmp_path / "up"), "--gradescope", "--wheel", str(wheel)]) == 0

    assert {file.stem for file in (tmp_path / "up").glob("*.zip")} == set(COURSE.names)
    with zipfile.ZipFile(tmp_path / "up" / "ex03_calculator.zip") as archive:
        assert archive.read("requirements.txt") == b"./gradebox-1-py3-none-any.whl\n"
    assert "keep them from students" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["--gradescope", "--seal"], "hold the suites, and no student's copy"),
        (["--wheel", "x.whl"], "a wheel is for `--gradescope`"),
        (["--gradescope"], "holds exercises"),
    ],
)
def test_autograders_and_students_copies_are_kept_apart(
    words: list[str], fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "exercises").mkdir()

    assert main(["release", str(tmp_path), *words]) == 2

    assert fault in capsys.readouterr().err


@pytest.mark.parametrize("name", PROGRAMS)
def test_shellcheck_finds_nothing(name: str, root: Path) -> None:
    command = [Path(sys.prefix, "bin", "shellcheck"), root / "source" / name]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)

    assert checked.stdout == ""
