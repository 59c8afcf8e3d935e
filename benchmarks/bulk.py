"""How many submissions a second `grade bulk` grades, against what others take for one.

    python benchmarks/bulk.py [--sizes N …] [--jobs N …] [--per-child N …] [--rounds N] [--baseline N] [--course DIR …]

Each submission is a right one and differs from the others, so that none is graded for another. The baselines are
`pytest --json-report` with no other plugin and `unittest` in the manner of gradescope-utils, both without a box and
with a warm file cache; they run in between, so that a change of the machine's speed meets all. A round is a whole
class through the same code as the command, with its store on disk. Printed are submissions a second (median, least and
most of the rounds), the milliseconds of one core that a submission takes (cores used by wall time), how many times
faster per core that is than the two baselines, seconds until the first result, and the most memory of all processes
together (proportional set size, once a second).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from grader.box.kernel import name_process
from grader.bulk.desk import Rules
from grader.bulk.grading import Wish, grade_class
from grader.bulk.ledger import Tally
from grader.bulk.local import Pool, own_cores
from grader.bulk.trial import check_class
from grader.course import Course, Exercise

ROOT = Path(__file__).resolve().parent.parent
CALCULATOR = ROOT / "tests" / "courses" / "calculator8"
LOOK = 1.0  # seconds between two looks at the memory
UNITTEST = """
import io, json, unittest
import calculator


class Checks(unittest.TestCase):
{methods}

class Marked(unittest.TextTestResult):
    def __init__(self, *args):
        super().__init__(*args)
        self.tests = []

    def stopTest(self, test):
        super().stopTest(test)
        failed = any(test is each for each, _ in self.failures + self.errors)
        self.tests.append({{"name": test.id(), "score": 0 if failed else 1, "max_score": 1}})


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Checks)
result = unittest.TextTestRunner(io.StringIO(), resultclass=Marked).run(suite)
json.dump({{"score": sum(each["score"] for each in result.tests), "tests": result.tests}}, open("results.json", "w"))
"""
METHODS = {
    "add": "self.assertEqual(calculator.add(2, 3), 5)",
    "add_negative": "self.assertEqual(calculator.add(-7, 3), -4)",
    "subtract": "self.assertEqual(calculator.subtract(10, 4), 6)",
    "multiply": "self.assertEqual(calculator.multiply(6, 7), 42)",
    "multiply_fraction": "self.assertAlmostEqual(calculator.multiply(0.1, 3), 0.3)",
    "divide": "self.assertEqual(calculator.divide(9, 3), 3)",
    "divide_fraction": "self.assertEqual(calculator.divide(1, 4), 0.25)",
    "divide_by_zero": "self.assertRaises(ValueError, calculator.divide, 1, 0)",
}


class Setting(NamedTuple):
    """One way to grade a class."""

    course: Path
    size: int
    jobs: int
    per_child: int


class Measured(NamedTuple):
    """What one class took: seconds in all and until the first result, and the most MiB of memory."""

    seconds: float
    first: float
    memory: float


def main() -> None:
    """Measure and print."""
    options = read_options()
    settings = [
        Setting(course, size, jobs, per_child)
        for course in options.course
        for size in options.sizes
        for jobs in options.jobs
        for per_child in options.per_child
    ]
    found: dict[Setting, list[Measured]] = defaultdict(list)
    baselines: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for course in options.course:
            check_isolation(course, max(options.per_child), Path(folder))
        plain = plain_folder(Path(folder, "plain"))
        steps = max(1, options.rounds * len(settings))
        for number in range(options.rounds):
            for place, setting in enumerate(settings):
                wanted = options.baseline * (number * len(settings) + place + 1) // steps
                while len(baselines["pytest"]) < wanted:
                    run_baselines(plain, baselines)
                with made_class(setting, Path(folder)) as work:
                    found[setting].append(graded(setting, work))
                print_one(setting, found[setting], baselines)
    print()
    print_baselines(baselines)
    for setting in settings:
        print_one(setting, found[setting], baselines)


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], help="submissions in a class")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="workers")
    parser.add_argument("--per-child", type=int, nargs="+", default=[1, 16], help="submissions a judge's child grades")
    parser.add_argument("--rounds", type=int, default=3, help="classes of each kind")
    parser.add_argument("--baseline", type=int, default=40, help="runs of each baseline")
    parser.add_argument("--course", type=Path, nargs="+", default=[CALCULATOR], help="its first exercise, or DIR:ex03")
    return parser.parse_args()


def exercise_of(setting: Setting) -> tuple[Course, Exercise]:
    """The course, and the exercise that is named behind a colon, else its first."""
    place, _, name = str(setting.course).partition(":")
    course = Course.load(Path(place))
    return course, course.find(name or course.names[0])


@contextmanager
def made_class(setting: Setting, folder: Path) -> Iterator[Path]:
    """A folder with a class's submissions, a folder for each student."""
    _, exercise = exercise_of(setting)
    assert exercise.solution is not None  # noqa: S101 - a course that is whole
    work = folder / "class"
    given = {path.name for path in exercise.public.iterdir()} if exercise.given else set()
    for number in range(setting.size):
        student = work / f"student{number:06d}"
        shutil.copytree(exercise.solution, student, ignore=shutil.ignore_patterns("__pycache__"))
        for path in student.rglob("*.py"):
            if path.name not in given:
                path.write_text(f"{path.read_text()}\n# {number}\n")
    yield work
    shutil.rmtree(work)


def graded(setting: Setting, work: Path) -> Measured:
    """Grade a class as the command does."""
    course, _ = exercise_of(setting)
    out = work.parent / "out"
    wish = wish_for(setting, work, out)
    first: list[float] = []

    def show(tally: Tally) -> None:
        if tally.judged and not first:
            first.append(time.perf_counter())

    with watched_memory() as most:
        name_process("grade-bulk")  # for `benchmarks/split.py`: neither what makes the class nor what watches memory
        began = time.perf_counter()
        summary = grade_class(wish, course, lambda some, rules: Pool(some, rules, jobs=setting.jobs), show)
        seconds = time.perf_counter() - began
        name_process("benchmark")
    assert summary.tally.judged == setting.size, summary.tally  # noqa: S101
    assert not summary.tally.errored, summary.tally  # noqa: S101
    for path in out.glob("grades.sqlite*"):
        path.unlink()
    return Measured(seconds, first[0] - began, most[0])


def wish_for(setting: Setting, work: Path, out: Path) -> Wish:
    """What the command would make of its options."""
    _, exercise = exercise_of(setting)
    out.mkdir(exist_ok=True)
    return Wish(
        submissions=work,
        store=out / "grades.sqlite",
        rules=Rules(per_child=setting.per_child),
        exercises=(exercise,),
        exercise=exercise,
        folder=out,
    )


def check_isolation(course: Path, per_child: int, folder: Path) -> None:
    """Do what `grade bulk` asks for before it grades several submissions per child, with a small class."""
    setting = Setting(course, 2 * per_child, 1, 1)
    if per_child > 1:
        with made_class(setting, folder) as work:
            wish = wish_for(setting, work, folder / "out")
            assert check_class(wish, per_child, folder / "out", lambda *_: None)  # noqa: S101


@contextmanager
def watched_memory() -> Iterator[list[float]]:
    """Give the most MiB that this process and all below it had together so far, in a list of one."""
    most = [0.0]
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK):
            most[0] = max(most[0], sum(map(memory_of, family(os.getpid()))))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def family(root: int) -> list[int]:
    """A process and all that it started, and those that they started."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children[parent].append(int(entry.name))
    found = [root]
    for each in found:
        found += children[each]
    return found


def memory_of(pid: int) -> float:
    """The MiB of one process, with its share of what it has in common with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def plain_folder(folder: Path) -> Path:
    """The calculator's suite and solution side by side, and the same checks for `unittest`."""
    exercise = Course.load(CALCULATOR).find("ex01")
    for part in (exercise.suite, exercise.solution):
        assert part is not None  # noqa: S101
        shutil.copytree(part, folder, dirs_exist_ok=True)
    methods = "".join(f"    def test_{name}(self):\n        {body}\n\n" for name, body in METHODS.items())
    (folder / "run_tests.py").write_text(UNITTEST.format(methods=methods))
    return folder


def run_baselines(folder: Path, times: dict[str, list[float]]) -> None:
    """One run of each baseline, in milliseconds."""
    python = [sys.executable, "-m", "pytest", "-q", "-p", "pytest_metadata.plugin", "-p", "pytest_jsonreport.plugin"]
    python += ["--json-report", "-p", "no:cacheprovider", "test_calculator.py"]
    for name, line in (("pytest", python), ("unittest", [sys.executable, "run_tests.py"])):
        environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        began = time.perf_counter()
        subprocess.run(line, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment)
        times[name].append((time.perf_counter() - began) * 1000)
    score: dict[str, Any] = json.loads((folder / "results.json").read_text())
    assert score["score"] == len(METHODS), score  # noqa: S101


def print_baselines(times: dict[str, list[float]]) -> None:
    """One line for each."""
    for name, title in (("pytest", "`pytest --json-report`"), ("unittest", "unittest")):
        low, middle, high = statistics.quantiles(times[name], n=4)
        print(f"{title:24} {middle:6.1f} ms ({low:.1f} to {high:.1f}), n={len(times[name])}")


def print_one(setting: Setting, found: list[Measured], baselines: dict[str, list[float]]) -> None:
    """One line for a way to grade."""
    rates = [setting.size / each.seconds for each in found]
    rate = statistics.median(rates)
    cores = min(len(own_cores()) or 1, setting.jobs * (2 if setting.jobs * 2 <= len(own_cores()) else 1))
    cost = cores / rate * 1000
    times = [f"{statistics.median(values) / cost:5.1f} x {name}" for name, values in baselines.items() if values]
    print(
        f"{exercise_of(setting)[1].name:16} {setting.size:6,} submissions {setting.jobs} workers"
        f" {setting.per_child:3} a child: {rate:6.1f} a second ({min(rates):.1f} to {max(rates):.1f}, n={len(rates)})"
        f" {cost:6.2f} core-ms  {'  '.join(times)}  first {statistics.median(each.first for each in found):.2f} s"
        f"  {max(each.memory for each in found):.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    main()
