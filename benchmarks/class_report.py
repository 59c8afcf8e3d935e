"""What the report of a large class costs: to write, and to open in Chromium.

    python benchmarks/class_report.py [--students N] [--checks N] [--opened N]

Every student fails a third of the checks, each with transcript and output of their own, so that nothing is shared. All
times are milliseconds of wall time: median, and the middle half as spread. `shown` is when the browser has painted the
page and run its script, from then on it can be used; `whole` is when the table has all its rows, at most the 3,000
that come by themselves. Sorting, filtering and a student's page are timed until they are laid out.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from selenium import webdriver

from grader.bulk.entries import Entry, Run
from grader.classreport.page import page
from grader.gradebook.book import Book, Mark, Row
from grader.result import Call, CheckResult, Outcome, Result, Status

EXERCISE = "ex01_many"
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run --window-size=1280,900"
)
WHOLE = """
const done = arguments[0];
const count = Math.min(JSON.parse(document.getElementById("book").textContent).students.length, 3000);
const look = () => document.querySelectorAll("#matrix tbody tr").length < count ? setTimeout(look, 5)
  : done(document.body.offsetHeight && performance.now());
look();
"""
SHOWN = """
const [loaded] = performance.getEntriesByType("navigation");
return Math.max(loaded.loadEventEnd, ...performance.getEntriesByType("paint").map((each) => each.startTime));
"""
STEPS = {
    "sort": "document.querySelectorAll('#matrix thead button')[3].click()",
    "filter": "text.value = 'prints 7'; text.dispatchEvent(new Event('input'))",
    "all again": "text.value = ''; text.dispatchEvent(new Event('input'))",
    "student": "location.hash = '#student=student0007'; dispatchEvent(new Event('hashchange'))",
    "back": "location.hash = '#students'; dispatchEvent(new Event('hashchange'))",
}
TIMED = """
const text = document.getElementById("text"), began = performance.now();
%s;
return document.body.offsetHeight && performance.now() - began;
"""


def main() -> None:
    """Measure and print."""
    options = read_options()
    book = make_book(options.students, options.checks)
    page(make_book(2, 2))  # matplotlib is imported once
    began = time.perf_counter()
    text = page(book)
    print(f"{options.students:,} students, {options.checks} checks: {len(text) / 1e6:.1f} MB")
    print(f"{'written':10} {(time.perf_counter() - began) * 1000:8.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.html")
        file.write_text(text, encoding="utf-8")
        with browser(folder) as started:
            runs = [measure(started, file.as_uri()) for _ in range(options.opened + 1)][1:]  # the first warms up
    for name in runs[0]:
        low, middle, high = statistics.quantiles([run[name] for run in runs], n=4)
        print(f"{name:10} {middle:8.0f} ms  ({low:.0f} to {high:.0f})  n={len(runs)}")


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--students", type=int, default=2000)
    parser.add_argument("--checks", type=int, default=11)
    parser.add_argument("--opened", type=int, default=7, help="how often the page is opened")
    return parser.parse_args()


def make_book(students: int, checks: int) -> Book:
    """A class of which no two fail alike."""
    return Book(
        title="A large class",
        exercises=(EXERCISE,),
        max_points={EXERCISE: float(checks)},
        rows=tuple(make_row(f"student{number:04}", number, checks) for number in range(students)),
        run=Run(number=1, source="", course="", version="0", python="3", began="2026-01-01T00:00:00Z"),
    )


def make_row(student: str, number: int, checks: int) -> Row:
    """One student, who fails every third check."""
    made = [make_check(student, each, passed=(number + each) % 3 > 0) for each in range(checks)]
    points = sum(check.points for check in made)
    result = Result(
        exercise=EXERCISE,
        title="many.py",
        status=Status.FAILED,
        points=points,
        max_points=checks,
        core_points=checks,
        checks=made,
        seconds=number / 1000,
    )
    entry = Entry(student=student, name=f"Name {number}", exercise=EXERCISE, run=1, key="", result=result)
    mark = Mark(entry=entry, points=points, max_points=checks, checks={check.id: check.points for check in made})
    return Row(student=student, name=entry.name, marks={EXERCISE: mark}, total=points, max_total=checks)


def make_check(student: str, number: int, *, passed: bool) -> CheckResult:
    """One check; a failed one with everything that a report tells of it."""
    start = CheckResult(
        id=f"test_many.py::test_{number}",
        title=f"function number {number} adds up its numbers",
        outcome=Outcome.PASSED if passed else Outcome.FAILED,
        points=float(passed),
        max_points=1.0,
    )
    if passed:
        return start
    return CheckResult(
        id=start.id,
        title=start.title,
        outcome=start.outcome,
        points=0.0,
        max_points=1.0,
        message=f"function_{number} gives back something else.",
        transcript=[Call(f"many.function_{number}({each}, 3)", f"'{student}'") for each in range(4)],
        expected="5",
        got=f"'{student}'",
        output=f"{student} prints {number}\n" * 10,
    )


def browser(folder: str) -> webdriver.Chrome:
    """Debian's Chromium with its driver."""
    programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(programs):
        raise SystemExit("chromium with chromedriver is absent")
    options = webdriver.ChromeOptions()
    for flag in [*FLAGS.split(), f"--user-data-dir={folder}/profile"]:
        options.add_argument(flag)
    options.binary_location = str(programs[0])
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(programs[1])))
    started.set_script_timeout(300)
    return started


def measure(started: webdriver.Chrome, address: str) -> dict[str, float]:
    """Open the page once, and use it."""
    started.get("about:blank")
    started.get(address)
    whole: Any = started.execute_async_script(WHOLE)
    times: dict[str, float] = {"shown": started.execute_script(SHOWN), "whole": whole}
    for name, step in STEPS.items():
        times[name] = started.execute_script(TIMED % step)
    return times


if __name__ == "__main__":
    main()
