"""Whole submissions through the whole path: right, empty, broken; with fork and without, in both boxes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.box.bubblewrap import why_not
from grader.course import Course, Exercise
from grader.errors import InputError
from grader.intake.folder import take
from grader.judging import record_of
from grader.post import post_for
from grader.record import dump, suite_digest
from grader.result import CheckResult, Location, Outcome, Problem, Result, Status
from grader.runner import Grader, grade
from grader.worker.client import Worker

ROOT = Path(__file__).parent.parent
COURSE = Course.load(ROOT)
CALCULATOR = COURSE.find("ex03")
MORE = ("ex03_calculator", "ex07_lab", "ex12_mytools")  # a module, a notebook, a package: compared more closely


def solution(exercise: Exercise) -> Path:
    assert exercise.solution is not None
    return exercise.solution


def graded(folder: Path, exercise: Exercise = CALCULATOR, box: str = "auto") -> Result:
    return grade(folder, exercise, COURSE, box=box)


def by_title(result: Result) -> dict[str, CheckResult]:
    return {check.title: check for check in result.checks}


def test_solution_and_skeleton_get_the_same_with_fork_and_without_in_either_box(
    each_exercise: Exercise, each_grader: Grader
) -> None:
    """The path without fork serves one `grade`, the plain process systems that have no box: the points are the same."""
    exercise = each_exercise
    more = [exercise.core, exercise.alternatives[0]] if exercise.name in MORE else []
    folders = [folder for folder in (solution(exercise), exercise.public, *more) if folder]

    alone = [graded(folder, exercise) for folder in folders]

    assert (alone[0].status, alone[0].points, alone[0].max_points) == (Status.PASSED, 20, 20)
    assert alone[1].points <= 2
    assert all(check.hint for check in alone[1].checks if check.outcome is not Outcome.PASSED)
    forked = [each_grader.grade(folder).result for folder in folders]
    assert [summary(result) for result in forked] == [summary(result) for result in alone]
    if more:
        with Grader(exercise, fork=True) as grader:
            forked = [grader.grade(folder).result for folder in folders]
        assert [summary(result) for result in forked] == [summary(result) for result in alone]


def summary(result: Result) -> list[str]:
    """The checks and findings without what differs from run to run: times, and the folder that each run has."""
    told = [*(replace(check, seconds=0.0) for check in result.checks), *result.findings]
    return [re.sub(r"/[^' ]*/box/\d+/", "/box/", repr(each)) for each in told]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """ex03 with one judge for what differs in the submission only."""
    with Grader(CALCULATOR) as one:
        yield one


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A copy of the solution of ex03, to be spoilt."""
    return Path(shutil.copytree(solution(CALCULATOR), tmp_path / "work"))


def test_a_missing_file_costs_only_the_checks_that_use_it(work: Path, grader: Grader) -> None:
    (work / "receipt.py").unlink()

    result = grader.grade(work).result

    assert by_title(result)["add works for ints, floats and negatives"].outcome is Outcome.PASSED
    assert "No module named 'receipt'" in by_title(result)["total adds up a list, also an empty one"].message
    assert 0 < result.points < 20


def test_an_empty_folder_is_a_problem_with_every_check_present(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    result = graded(tmp_path / "empty")

    assert result.problem is not None
    assert (result.points, len(result.checks)) == (0, 11)
    assert "calculator.py" in result.problem.message


BROKEN = [
    pytest.param("def add(a, b)\n    return a + b\n", "line 1", id="a-syntax-error"),
    pytest.param("import receipt\nreceipt.total([1])\n", "circular import", id="an-import-cycle"),
    pytest.param("import sys\nsys.exit(0)\n", "ends the whole program", id="an-exit-at-import"),
    pytest.param("import os\nos._exit(0)\n", "ended the whole program (exit code 0)", id="a-hard-exit-at-import"),
    pytest.param("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\nos.abort()", "ended", id="a-crash"),
    pytest.param("raise KeyboardInterrupt\n", "KeyboardInterrupt", id="a-keyboard-interrupt"),
    pytest.param("x = 1 / 0\n", "ZeroDivisionError", id="an-error-at-import"),
]


@pytest.mark.parametrize(("source", "message"), BROKEN)
def test_a_broken_module_gets_a_clear_message_and_costs_only_its_checks(
    work: Path, source: str, message: str, grader: Grader
) -> None:
    (work / "calculator.py").write_text(source)

    result = grader.grade(work).result

    failed = by_title(result)["add works for ints, floats and negatives"]
    assert failed.outcome is Outcome.CRASHED
    assert message in failed.message
    assert by_title(result)["calculator.py is in the exercise folder"].outcome is Outcome.PASSED
    assert "grader" not in failed.traceback
    assert result.status is Status.FAILED


ENDLESS = [
    pytest.param("while True: pass\n", "import calculator", 1, id="at-import"),
    pytest.param("def add(a, b):\n    while True: pass\n", "calculator.add(", 2, id="in-a-function"),
    pytest.param("import time\ndef add(a, b):\n    time.sleep(99)\n", "calculator.add(", 3, id="asleep"),
    pytest.param(
        "def add(a, b):\n    if a > 70:\n        while True: pass\n    add(a + 1, b)\nadd(0, 0)\n",
        "import calculator",
        3,
        id="deep-down",
    ),
]


@pytest.mark.parametrize(("source", "call", "line"), ENDLESS)
def test_an_endless_loop_ends_as_one_message_that_names_its_line(
    tmp_path: Path, source: str, call: str, line: int
) -> None:
    course = short_course(tmp_path, seconds=0.5)
    work = tmp_path / "work"
    work.mkdir()
    (work / "calculator.py").write_text(source)

    result = grade(work, course.find("ex01"), course)

    failed = result.checks[0]
    assert failed.outcome is Outcome.TIMED_OUT
    assert call in failed.message
    assert "0.5 seconds" in failed.message
    assert failed.location == Location("calculator.py", line)
    assert f"line {line} of `calculator.py`" in failed.message
    assert failed.output == ""


LIMITS = [
    pytest.param("def add(a, b):\n    return len('x' * 10**9)\n", "256 MB of memory", id="memory"),
    pytest.param("def add(a, b):\n    open('f', 'wb').write(b'x' * (9 << 20))\n", "4 MB", id="a-file"),
    pytest.param(
        "def add(a, b):\n    for i in range(40):\n        open(f'f{i}', 'wb').write(b'x' * (1 << 20))\n",
        "4 MB",
        id="disk",
    ),
    pytest.param("import os\ndef add(a, b):\n    while True: os.fork()\n", "4 processes", id="processes"),
]


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """The eight-check calculator with little of everything."""
    course = short_course(tmp_path_factory.mktemp("limited"), seconds=5)
    manifest = course.find("ex01").public / "exercise.toml"
    manifest.write_text(manifest.read_text() + "memory_mb = 256\nfiles_mb = 4\nprocesses = 4\n")
    with Grader(course.find("ex01")) as grader:
        yield grader


@pytest.mark.skipif(bool(why_not()), reason="the plain process has no such limits")
@pytest.mark.parametrize(("source", "message"), LIMITS)
def test_a_limit_that_is_reached_is_named(tmp_path: Path, source: str, message: str, limited: Grader) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "calculator.py").write_text(source + "\ndef subtract(a, b): return a - b\n")

    checks = {check.id.partition("::")[2]: check for check in limited.grade(work).result.checks}

    assert checks["test_add"].outcome is Outcome.CRASHED
    assert message in checks["test_add"].message
    assert checks["test_subtract"].outcome is Outcome.PASSED


def short_course(tmp_path: Path, seconds: float) -> Course:
    """The eight-check calculator with a time limit."""
    folder = Path(shutil.copytree(ROOT / "tests" / "courses" / "calculator8", tmp_path / "course"))
    manifest = folder / "exercises" / "ex01_calculator" / "exercise.toml"
    manifest.write_text(manifest.read_text() + f"[limits]\nseconds = {seconds}\n")
    return Course.load(folder)


def test_a_judge_that_hangs_on_a_students_answer_is_killed(tmp_path: Path) -> None:
    """`sum(range(10**12))` in the suite holds no bytecode boundary at which a timer could fire."""
    course = short_course(tmp_path, seconds=0.5)
    suite = course.find("ex01").suite
    assert suite is not None
    (suite / "test_sum.py").write_text("import calculator\n\ndef test_sum():\n    sum(range(calculator.add(1, 1)))\n")
    work = tmp_path / "work"
    work.mkdir()
    (work / "calculator.py").write_text("def add(a, b):\n    return 10**12\n")

    result = grade(work, course.find("ex01"), course)

    outcomes = {check.id: check.outcome for check in result.checks}
    assert outcomes["test_sum.py::test_sum"] is Outcome.TIMED_OUT
    assert outcomes["test_calculator.py::test_add"] is Outcome.FAILED


def test_nothing_is_left_on_the_machine(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No temporary folder and no process: everything ends with the worker."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    (work / "calculator.py").write_text(
        "import subprocess, sys\nsubprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(77)'])\n"
    )

    graded(work)

    assert list(scratch.iterdir()) == []
    lines = [cmdline(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    assert not [line for line in lines if "time.sleep(77)" in line]


def cmdline(entry: Path) -> str:
    try:
        return (entry / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def test_a_course_without_solutions_is_graded_by_its_record(tmp_path: Path) -> None:
    """The wheel carries suites and records, no solution; a missing name is the student's reason, not a lost file."""
    course = short_course(tmp_path, seconds=5)
    exercise = course.find("ex01")
    with Worker(post_for(exercise, "auto", fork=False)) as worker:
        assert exercise.suite is not None
        record = record_of(worker.collected(), exercise.suite)
    (exercise.suite / "checks.json").write_bytes(dump(record))
    shutil.rmtree(solution(exercise))
    work = tmp_path / "work"
    work.mkdir()
    (work / "calculator.py").write_text("def add(a, b):\n    return a + b\n")

    result = grade(work, Course.load(course.root).find("ex01"), course)

    assert result.checks_from == "record"
    assert (result.points, result.max_points) == (2, 8)
    assert {check.outcome for check in result.checks[2:]} <= {Outcome.FAILED, Outcome.CRASHED}


def test_a_caller_who_hides_what_it_makes_is_no_hindrance(work: Path) -> None:
    """Run by root, the worker becomes another user, who has to enter what root made."""
    line = [sys.executable, "-m", "grader", "ex03", str(work), "--course", str(ROOT)]

    assert subprocess.run(line, umask=0o077, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("content", ["raise OSError('broken')", "import os; os._exit(0)", None], ids=str)
def test_a_module_that_cannot_be_imported_costs_its_own_checks_only(
    content: str | None, tmp_path: Path, grader: Grader
) -> None:
    """By the record too, where the suite is collected against the submission: pytest looks at every import."""
    exercise = COURSE.find("ex03")
    by_record = Path(shutil.copytree(ROOT / "exercises" / exercise.name, tmp_path / "exercises" / exercise.name))
    assert exercise.suite is not None
    shutil.copytree(exercise.suite, tmp_path / "solutions" / exercise.name / "suite")
    work = Path(shutil.copytree(solution(exercise), tmp_path / "work"))
    (work / "calculator.py").unlink()
    if content is not None:
        (work / "calculator.py").write_text(content)

    course = Course.load(tmp_path)
    result = grade(work, course.find(by_record.name), course)
    full = grader.grade(work).result

    assert (result.checks_from, full.checks_from) == ("record", "solution")
    assert [(each.outcome, each.message) for each in result.checks] == [
        (each.outcome, each.message) for each in full.checks
    ]
    assert result.points > 0


def test_without_record_and_solution_the_result_says_so(tmp_path: Path) -> None:
    course = short_course(tmp_path, seconds=5)
    work = Path(shutil.copytree(solution(course.find("ex01")), tmp_path / "work"))
    shutil.rmtree(solution(course.find("ex01")))
    suite = course.find("ex01").suite
    assert suite is not None

    result = grade(work, course.find("ex01"), course)

    assert (result.checks_from, result.points) == ("submission", 8)
    assert result.suite.sha256 == suite_digest(suite)


@pytest.mark.parametrize("fork", [True, False])
def test_one_grader_serves_one_submission_after_the_other_without_a_solution_too(fork: bool, tmp_path: Path) -> None:
    """As watch mode does with the course of the wheel."""
    course = short_course(tmp_path, seconds=5)
    right = Path(shutil.copytree(solution(course.find("ex01")), tmp_path / "right"))
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "calculator.py").write_text("")
    shutil.rmtree(solution(course.find("ex01")))

    with Grader(course.find("ex01"), fork=fork) as grader:
        points = [grader.grade(work).result.points for work in (right, empty, right)]

    assert points == [8, 0, 8]


def test_a_class_is_graded_without_a_solution_too(tmp_path: Path) -> None:
    course = short_course(tmp_path, seconds=5)
    exercise = course.find("ex01")
    assert exercise.suite is not None
    right = take(Path(shutil.copytree(solution(exercise), tmp_path / "right")), exercise)
    with Grader(exercise) as grader:
        (exercise.suite / "checks.json").write_bytes(dump(grader.record()))
    shutil.rmtree(solution(exercise))
    wrong, nothing = replace(right, files={"calculator.py": b""}), replace(right, problem=Problem("missing files", "-"))

    with Grader(course.find("ex01")) as grader:
        results = [each.result for each in grader.grade_all([right, nothing, wrong, right])]

    assert [each.points for each in results] == [8, 0, 0, 8]
    assert {each.checks_from for each in results} == {"record"}


def test_works_of_any_size_are_graded_one_after_the_other(tmp_path: Path) -> None:
    """What is longer than a pipe holds is on its way while another is graded, and neither side waits for the other."""
    exercise = short_course(tmp_path, seconds=5).find("ex01")
    short = take(solution(exercise), exercise)
    content = short.files["calculator.py"]
    long = replace(short, files={"calculator.py": content + b"#" * (1 << 18) + b"\n"})
    wrong = replace(long, files={"calculator.py": long.files["calculator.py"] + b"add = subtract\n"})
    nothing = replace(short, problem=Problem("missing files", "-"))

    with Grader(exercise) as grader:
        results = [each.result for each in grader.grade_all([long, wrong, short, long, nothing, long, long, short])]

    assert [each.points for each in results] == [8, 6, 8, 8, 0, 8, 8, 8]


def test_a_folder_that_is_deleted_by_its_own_code_costs_nobody_else_anything(tmp_path: Path) -> None:
    """Each new start of its Python finds no folder to begin in."""
    course = short_course(tmp_path, seconds=5)
    right = solution(course.find("ex01"))
    work = Path(shutil.copytree(right, tmp_path / "work"))
    spoilt = "import os, shutil\nshutil.rmtree(os.path.dirname(__file__))\nos._exit(0)\n"
    (work / "calculator.py").write_text(spoilt)

    with Grader(course.find("ex01"), fork=True) as grader:
        results = [grader.grade(folder).result for folder in (work, right)]

    assert [(result.points, result.problem) for result in results] == [(0, None), (8, None)]


def test_what_is_printed_is_shown_with_fork_too_where_there_is_no_solution(tmp_path: Path) -> None:
    course = short_course(tmp_path, seconds=5)
    work = Path(shutil.copytree(solution(course.find("ex01")), tmp_path / "work"))
    source = (work / "calculator.py").read_text().replace("return a + b", 'print("adding")\n    return 7')
    (work / "calculator.py").write_text(source)
    shutil.rmtree(solution(course.find("ex01")))

    results = []
    for fork in (False, True):
        with Grader(course.find("ex01"), fork=fork) as grader:
            results.append(grader.grade(work).result)

    assert [check.output for check in results[0].checks][:3] == ["adding\n", "adding\n", ""]
    assert summary(results[1]) == summary(results[0])


def test_the_callers_environment_reaches_neither_judge_nor_box(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`PYTEST_ADDOPTS`, `CI` and the like would change verdicts; secrets would be there to be read."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    monkeypatch.setenv("SECRET_TOKEN", "s3cr3t")
    source = (work / "calculator.py").read_text()
    (work / "calculator.py").write_text(source + "\nimport os\nassert 'SECRET_TOKEN' not in os.environ\n")

    assert graded(work).points == 20
    assert os.environ["SECRET_TOKEN"] == "s3cr3t"  # noqa: S105 - the name of the game


@pytest.mark.parametrize("box", ["auto", "process"])
def test_the_box_shows_the_packages_of_the_manifest_and_no_others(tmp_path: Path, box: str) -> None:
    course = short_course(tmp_path, seconds=10)
    manifest = course.find("ex01").public / "exercise.toml"
    manifest.write_text('packages = ["iniconfig"]\n' + manifest.read_text())
    work = Path(shutil.copytree(solution(course.find("ex01")), tmp_path / "work"))
    source = (work / "calculator.py").read_text()
    (work / "calculator.py").write_text(source + "import iniconfig\niniconfig.IniConfig\n")

    assert grade(work, course.find("ex01"), course, box=box).points == 8
    (work / "calculator.py").write_text(source + "import msgspec\n")
    assert grade(work, course.find("ex01"), course, box=box).points == 0


def test_a_package_that_is_not_installed_is_named_with_the_remedy(tmp_path: Path) -> None:
    course = short_course(tmp_path, seconds=10)
    manifest = course.find("ex01").public / "exercise.toml"
    manifest.write_text('packages = ["no_such_package"]\n' + manifest.read_text())

    with pytest.raises(InputError, match="no_such_package"):
        grade(solution(course.find("ex01")), course.find("ex01"), course)
