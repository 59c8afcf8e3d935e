"""What a Dask cluster on this machine grades in a second, beside the local pool, and what its batches cost.

    python benchmarks/cluster.py [--submissions N] [--workers N ...] [--rounds N]

Starts a scheduler and workers of one thread each on the loopback, and ends them. The rounds are interleaved, so that a
change of the machine's speed meets all sides; figures are medians, with all values behind. Each submission is the
eight-check calculator with a line that makes it different. Judges are warm: the first batches are not timed.
`--rounds 0` measures only what batches cost, and what the client itself has to do.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import Raw

from grader.bulk.cluster import Cluster
from grader.bulk.desk import Rules
from grader.bulk.executor import Done, Executor, Ticket
from grader.bulk.grading import Wish, grade_class
from grader.bulk.link import Link
from grader.bulk.local import Pool
from grader.bulk.shipment import pack
from grader.bulk.station import encode_batch, grade_batch
from grader.course import Course, Exercise
from grader.submission import Submission

COURSE = Path(__file__).resolve().parent.parent / "tests" / "courses" / "calculator8"
RULES = Rules()
CALLS = 200


class Side(NamedTuple):
    """One way to grade: its processes but for desks by name, submissions in a second, seconds of CPU by process."""

    executor: Executor
    processes: dict[str, int]
    rates: list[float]
    spent: Counter[str]


def main() -> None:
    """Measure and print."""
    options = read_options()
    course = Course.load(COURSE)
    exercise = course.find("ex01")
    package = pack(course, [exercise], RULES)
    with ExitStack() as stack:
        sides: dict[str, Side] = {}
        for count in options.workers if options.rounds else ():
            pool = stack.enter_context(closing(Pool([exercise], RULES, jobs=count)))
            sides[f"local, {count} at a time"] = Side(pool, {}, [], Counter())
            address, processes = stack.enter_context(cluster_of(count))
            dask = stack.enter_context(closing(Cluster(Link(address), package)))
            sides[f"Dask, {count} worker{'' if count == 1 else 's'}"] = Side(dask, processes, [], Counter())
        for side in sides.values():
            grade(side.executor, exercise, 40 * max(options.workers))
        for _ in range(options.rounds):
            for side in sides.values():
                before = cpu_of(side.processes)
                side.rates.append(options.submissions / grade(side.executor, exercise, options.submissions))
                side.spent.update(cpu_of(side.processes))
                side.spent.subtract(before)
        for name, side in sides.items():
            print(f"{name:20} {statistics.median(side.rates):7.1f} a second   {shown(side.rates)}")
            for process, seconds in side.spent.items():
                each = seconds * 1000 / (options.submissions * options.rounds)
                print(f"  {process:18} {each:7.2f} ms of CPU for each submission, without its desks")
    with cluster_of(1) as (address, processes), closing(Link(address)) as link:
        print_overhead(link, processes, exercise)
    print_client(course, exercise, options.submissions)


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=1000, help="of each round")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


@contextmanager
def cluster_of(count: int) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of a scheduler with so many workers, and the processes of all."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    lines = [["dask_scheduler", "--port", f"{port}", "--no-show"]]
    lines += [["dask_worker", address, "--nthreads", "1", "--no-nanny", "--memory-limit", "0"]] * count
    with tempfile.TemporaryDirectory() as folder:
        started = [
            subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{name}", *options, "--host", "127.0.0.1", "--no-dashboard"],
                cwd=folder,
                stderr=subprocess.DEVNULL,
            )
            for name, *options in lines
        ]
        try:
            names = ["scheduler", *(f"worker {number}" for number in range(1, count + 1))]
            yield address, {name: process.pid for name, process in zip(names, started, strict=True)}
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def tickets(exercise: Exercise, count: int) -> Iterator[Ticket]:
    """So many submissions, no two alike."""
    right = (COURSE / "solutions/ex01_calculator/solution/calculator.py").read_bytes()
    for number in range(count):
        files = {"calculator.py": right + f"# {number}\n".encode()}
        submission = Submission(student=f"{number}", path="", files=files, given={})
        yield Ticket(number=number, exercise=exercise.name, submission=submission)


def grade(executor: Executor, exercise: Exercise, count: int) -> float:
    """Seconds for so many submissions."""
    began = time.perf_counter()
    given = sum(1 for _ in executor.run(tickets(exercise, count)))
    assert given == count  # noqa: S101 - each result is given once
    return time.perf_counter() - began


def print_overhead(link: Link, processes: dict[str, int], exercise: Exercise) -> None:
    """What a batch costs besides its grading: calls of a worker that has no course, one after the other."""
    while not link.workers():
        time.sleep(0.1)
    (worker,) = link.workers()
    for count in (0, 70):
        batch = encode_batch(list(tickets(exercise, count)))
        before = cpu_of(processes)
        values = [timed(partial(call, link, worker, batch)) for _ in range(CALLS)]
        spent = {name: (seconds - before[name]) * 1000 / CALLS for name, seconds in cpu_of(processes).items()}
        low, middle, high = statistics.quantiles(values, n=4)
        print(f"a call with {count:2} submissions, {len(batch):6,} bytes: {middle:.1f} ms  ({low:.1f} to {high:.1f})")
        print("  ms of CPU: " + ", ".join(f"{name} {each:.2f}" for name, each in spent.items()))


class Echo:
    """An executor that gives each submission the same result, so that only the client has work."""

    def __init__(self, result: Raw) -> None:
        self.result = result

    def run(self, tickets: Iterable[Ticket]) -> Iterator[Done]:
        """See `Executor.run`."""
        for ticket in tickets:
            yield Done(number=ticket.number, result=self.result)

    def close(self) -> None:
        """Nothing was started."""


def print_client(course: Course, exercise: Exercise, count: int) -> None:
    """What `grade bulk` itself has to do for a submission: read it, tell it from others, save its result."""
    with closing(Pool([exercise], RULES, jobs=1)) as pool:
        (done,) = pool.run(tickets(exercise, 1))
    with tempfile.TemporaryDirectory() as folder:
        for ticket in tickets(exercise, count):
            student = Path(folder, "class", ticket.submission.student)
            student.mkdir(parents=True)
            (student / "calculator.py").write_bytes(ticket.submission.files["calculator.py"])
        store = Path(folder, "grades.sqlite")
        wish = Wish(
            submissions=Path(folder, "class"), store=store, rules=RULES, exercises=(exercise,), exercise=exercise
        )
        began = time.process_time()
        grade_class(wish, course, lambda *_: Echo(done.result), lambda _: None)
        each = (time.process_time() - began) * 1000 / count
        size = store.stat().st_size / count
    print(f"the client: {each:.2f} ms of CPU for each submission, {size:,.0f} bytes in the store", end="")
    print(f" for a result of {len(bytes(done.result)):,}")


def call(link: Link, worker: str, batch: bytes) -> None:
    """Send a batch and get its answer."""
    link.answer(link.call(worker, grade_batch, "nobody", batch))


def cpu_of(processes: dict[str, int]) -> dict[str, float]:
    """Seconds of CPU that processes have taken, without those that they started; this one is the client."""
    tick = os.sysconf("SC_CLK_TCK")
    fields = {name: Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for name, pid in processes.items()}
    taken = {name: (int(values[11]) + int(values[12])) / tick for name, values in fields.items()}
    return taken | {"client" if processes else "pool": time.process_time()}


def timed(run: Callable[[], object]) -> float:
    """Milliseconds of wall time."""
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def shown(values: list[float]) -> str:
    return " ".join(f"{value:.1f}" for value in values)


if __name__ == "__main__":
    main()
