"""What grading costs: one `grade` against one pytest run, and one submission among many through one judge.

    python benchmarks/grading.py [--pairs N] [--submissions N] [--box KIND]

Runs are interleaved, so that a change of the machine's speed meets all sides. All figures are milliseconds of wall
time: median, and the middle half as spread. The eight-check calculator is the submission. `pytest --json-report` with
no plugin but its own is the yardstick from one machine to another: 142 ms on the one of the design, where 12 ms for
one submission among many were asked for, 0.085 of it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from grader.course import Course, Exercise
from grader.post import post_for
from grader.worker.client import Worker
from grader.worker.orders import Order

COURSE = Path(__file__).resolve().parent.parent / "tests" / "courses" / "calculator8"
TITLES = {
    "report": "one `pytest --json-report` (no box)",
    "pytest": "one `python -m pytest` (no box)",
    "grade": "one `grade ex01` (box)",
    "many": "one among many (box)",
}


def main() -> None:
    """Measure and print."""
    options = read_options()
    exercise = Course.load(COURSE).find("ex01")
    times: dict[str, list[float]] = {"report": [], "pytest": [], "grade": []}
    with tempfile.TemporaryDirectory() as folder:
        plain = plain_folder(exercise, Path(folder))
        for _ in range(options.pairs + 1):
            times["report"].append(timed(lambda: run_report(plain)))
            times["pytest"].append(timed(lambda: run_pytest(plain)))
            times["grade"].append(timed(lambda: run_grade(options.box)))
    times = {name: values[1:] for name, values in times.items()}  # the first of each warms the file cache
    times["many"] = many(exercise, options.submissions, options.box)
    yardstick, baseline = (statistics.median(times[name]) for name in ("report", "pytest"))
    for name, values in times.items():
        low, middle, high = statistics.quantiles(values, n=4)
        ratio = f"{middle / baseline:6.3f} x pytest {middle / yardstick:6.3f} x report"
        print(f"{TITLES[name]:34} {middle:8.1f} ms  ({low:.1f} to {high:.1f})  {ratio}  n={len(values)}")


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=10, help="runs of each side")
    parser.add_argument("--submissions", type=int, default=200, help="submissions through one judge")
    parser.add_argument("--box", default="auto", choices=["auto", "bubblewrap", "process"])
    return parser.parse_args()


def plain_folder(exercise: Exercise, folder: Path) -> Path:
    """The suite and the solution side by side, as one process wants them."""
    for part in (exercise.suite, exercise.solution):
        assert part is not None, "the course holds both"  # noqa: S101
        shutil.copytree(part, folder, dirs_exist_ok=True)
    return folder


def timed(run: Callable[[], None]) -> float:
    """Milliseconds of wall time."""
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def run_report(folder: Path) -> None:
    """The yardstick: pytest with a report and nothing else, as in an environment that holds only these."""
    line = [sys.executable, "-m", "pytest", "-q", "-p", "pytest_metadata.plugin", "-p", "pytest_jsonreport.plugin"]
    line += ["--json-report", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    subprocess.run(line, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment)


def run_pytest(folder: Path) -> None:
    """The baseline: the same suite and files in one process, without a box."""
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:fakefs"]
    subprocess.run(line, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def run_grade(box: str) -> None:
    """The command a student runs."""
    solution = COURSE / "solutions" / "ex01_calculator" / "solution"
    line = [sys.executable, "-m", "grader", "ex01", str(solution), "--course", str(COURSE), "--box", box]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def many(exercise: Exercise, count: int, box: str) -> list[float]:
    """Milliseconds from one of `count` submissions to the next, through one judge in one box, after ten to warm up."""
    files = {"calculator.py": (COURSE / "solutions/ex01_calculator/solution/calculator.py").read_bytes()}
    with Worker(post_for(exercise, box, fork=True, alone=True)) as worker:
        worker.collected()
        orders = (Order(files=files) for _ in range(count + 11))
        done = [time.perf_counter() for _ in worker.grade_all(orders)]
    return [(later - earlier) * 1000 for earlier, later in pairwise(done[10:])]


if __name__ == "__main__":
    main()
