"""What is remembered of earlier runs, and that nothing about it can fail a run or lose a score."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.memory import Memory, Remembered, local_memory, with_hint, with_run
from grader.result import CheckResult, Outcome, Problem, Result, Status, SubmissionInfo, SuiteInfo

PASSED, FAILED = Outcome.PASSED, Outcome.FAILED


def run(*outcomes: Outcome, sha256: str = "s", suite: str = "x", problem: Problem | None = None) -> Result:
    checks = [
        CheckResult(id=f"t::{number}", title="t", outcome=outcome, points=float(outcome is PASSED), max_points=1.0)
        for number, outcome in enumerate(outcomes)
    ]
    return Result(
        exercise="ex01_a",
        title="a",
        status=Status.PASSED if set(outcomes) == {PASSED} else Status.FAILED,
        points=sum(check.points for check in checks),
        max_points=float(len(checks)),
        core_points=float(len(checks)),
        checks=checks,
        problem=problem,
        submission=SubmissionInfo(sha256=sha256),
        suite=SuiteInfo(suite),
    )


def runs(*results: Result) -> Remembered:
    known = Remembered()
    for result in results:
        known = with_run(known, result)
    return known


def test_the_best_score_stays() -> None:
    """No run makes it worse; what was passed once stays passed."""
    known = runs(run(PASSED, PASSED), run(PASSED, FAILED))

    assert (known.best, known.max_points, known.done) == (2.0, 2.0, True)
    assert known.passed == {0}


def test_the_same_failure_is_counted_and_another_starts_anew() -> None:
    assert runs(run(FAILED), run(FAILED, sha256="other"), run(FAILED)).times == 3
    assert runs(run(FAILED, FAILED), run(FAILED, FAILED), run(PASSED, FAILED)).times == 1
    assert with_run(runs(run(FAILED)), run(FAILED), counts=False).times == 1


def test_hints_go_up_with_the_failure_and_begin_again_with_the_next() -> None:
    known = with_hint(runs(run(FAILED, FAILED)), 2)

    assert with_run(known, run(FAILED, FAILED)).level == 2
    assert with_run(known, run(PASSED, FAILED)).level == 0
    assert with_hint(known, 1).level == 2


def test_another_suite_counts_from_the_start_where_its_points_are_others() -> None:
    known = runs(run(PASSED, PASSED), run(PASSED, PASSED, FAILED, suite="y"))

    assert (known.best, known.max_points, known.done) == (2.0, 3.0, False)


@pytest.mark.parametrize("result", [run(Outcome.ERRORED), run(FAILED, problem=Problem("missing files", "none"))])
def test_a_run_that_says_nothing_of_the_work_leaves_no_trace(result: Result) -> None:
    known = runs(run(PASSED))
    failed = Result(**{**{name: getattr(result, name) for name in result.__struct_fields__}, "status": Status.ERROR})

    assert with_run(known, result if result.problem else failed) == known


def test_memory_is_kept_by_course_exercise_and_work(tmp_path: Path) -> None:
    """The same folder by another name is the same work."""
    memory = Memory(tmp_path / "memory")
    (tmp_path / "link").symlink_to(tmp_path)
    memory.update("course", "ex01", tmp_path, lambda known: with_run(known, run(PASSED)))

    assert memory.recall("course", "ex01", tmp_path / "link") == runs(run(PASSED))
    assert memory.recall("other", "ex01", tmp_path) is None
    assert memory.recall("course", "ex02", tmp_path) is None
    assert memory.recall("course", "ex01", tmp_path / "sub") is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"best": "much"}', b"\xff" * 10, b"[" * 90_000, b'{"passed": [null]}']
)
def test_a_damaged_file_is_no_memory_and_no_error(content: bytes, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    memory.update("c", "e", tmp_path, lambda known: with_run(known, run(PASSED)))
    (file,) = (tmp_path / "memory").glob("*.json")
    file.write_bytes(content)

    assert memory.recall("c", "e", tmp_path) is None
    assert memory.update("c", "e", tmp_path, lambda known: with_run(known, run(FAILED))) == runs(run(FAILED))


def test_where_nothing_can_be_written_there_is_no_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for memory in (Memory(None), Memory(tmp_path / "file" / "memory"), Memory(Path("/proc/memory"))):
        assert memory.update("c", "e", tmp_path, lambda known: known) is None
        assert memory.recall("c", "e", tmp_path) is None


def test_it_lies_where_the_system_keeps_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    local_memory().update("c", "e", tmp_path, lambda known: known)

    assert [path.name for path in tmp_path.iterdir()] == ["gradebox"]


ADD_POINTS = """
import sys
from pathlib import Path
from grader.memory import Memory, Remembered
folder = Path(sys.argv[1])
for _ in range(50):
    Memory(folder).update("c", "e", folder, lambda known: Remembered(best=known.best + 1, max_points=1.0))
"""


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each update sees the one before it, whoever made it, and nothing but the memory itself is left."""
    runs_at_once = [subprocess.Popen([sys.executable, "-c", ADD_POINTS, str(tmp_path)]) for _ in range(3)]

    assert [each.wait() for each in runs_at_once] == [0, 0, 0]
    known = Memory(tmp_path).recall("c", "e", tmp_path)
    assert known is not None
    assert known.best == 149.0
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".lock"]


def test_a_lock_that_is_held_for_ever_costs_the_memory_only(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.update("c", "e", tmp_path, lambda known: with_run(known, run(PASSED)))
    (lock,) = tmp_path.glob("*.lock")
    held = os.open(lock, os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)

    assert memory.update("c", "e", tmp_path, lambda known: with_run(known, run(FAILED))) is None
    os.close(held)
    assert memory.recall("c", "e", tmp_path) == runs(run(PASSED))
