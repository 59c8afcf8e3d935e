"""The judge's children: one after the other, whatever becomes of each; and the pages they ask for beforehand."""

from __future__ import annotations

import json
import mmap
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.judge.children import AHEAD, NO_MORE, Row, Turn
from grader.judge.pages import PAGE, ask_for, own_pages

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


def serve(row: Row, work: Callable[[Turn], int]) -> None:
    """Serve a row in a process of its own, which it may place on cores as it likes."""
    pid = os.fork()
    if pid == 0:
        try:
            row.serve(work)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


class Worker:
    """What the children of one row share: a count of turns, and a book of what each did."""

    def __init__(self, folder: Path, last: int) -> None:
        self.book = folder / "book"
        self.last = last
        self.count = mmap.mmap(-1, PAGE)

    def turn(self, turn: Turn) -> int:
        """Wait for the turn; its number, from 1."""
        turn.wait()
        self.count[0] += 1
        self.note("begins")
        return self.count[0]

    def note(self, what: str) -> None:
        with self.book.open("a", encoding="utf-8") as file:
            file.write(f"{self.count[0]} {what}\n")

    def lines(self) -> list[str]:
        return self.book.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("cores", [[], sorted(os.sched_getaffinity(0))[:2]], ids=["anywhere", "placed"])
def test_each_child_waits_for_the_one_before(cores: list[int], tmp_path: Path) -> None:
    worker = Worker(tmp_path, last=5)

    def work(turn: Turn) -> int:
        if worker.turn(turn) >= worker.last:
            return NO_MORE
        worker.note("ends")
        turn.pass_on()
        return 0

    serve(Row(os.fork, cores), work)

    ended = [f"{number} {what}" for number in range(1, 5) for what in ("begins", "ends")]
    assert worker.lines()[: len(ended) + 1] == [*ended, "5 begins"]


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave() -> None:
    os._exit(3)


def fail() -> None:
    raise SystemExit(3)


@pytest.mark.parametrize(("end", "status"), [(kill, -9), (leave, 3), (fail, 1)])
def test_a_child_that_dies_passes_the_turn_on(
    end: Callable[[], None], status: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    worker = Worker(tmp_path, last=4)

    def work(turn: Turn) -> int:
        number = worker.turn(turn)
        if number >= worker.last:
            return NO_MORE
        if number == 2:
            end()
        turn.pass_on()
        return 0

    serve(Row(os.fork, []), work)

    assert worker.lines()[:4] == [f"{number} begins" for number in range(1, 5)]
    assert f"ended with status {status}\n" in capfd.readouterr().err


def test_the_next_child_is_there_before_its_turn(tmp_path: Path) -> None:
    worker = Worker(tmp_path, last=3)
    born = tmp_path / "born"

    def fork() -> int:
        with born.open("a", encoding="utf-8") as file:
            file.write("x")
        return os.fork()

    def work(turn: Turn) -> int:
        if worker.turn(turn) >= worker.last:
            return NO_MORE
        while len(born.read_text(encoding="utf-8")) < worker.count[0] + AHEAD - 1:
            os.sched_yield()
        worker.note("has a successor")
        turn.pass_on()
        return 0

    serve(Row(fork, []), work)

    assert [line for line in worker.lines() if "successor" in line] == ["1 has a successor", "2 has a successor"]


@pytest.mark.skipif(not Path("/proc/self/pagemap").exists(), reason="the kernel tells no pages")
def test_a_child_knows_the_pages_it_wrote_to_and_asking_for_them_changes_nothing() -> None:
    block = mmap.mmap(-1, 100 * PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    block.write(b"\1" * len(block))
    heard, told = os.pipe()

    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            for page in (3, 4, 50):
                block[page * PAGE] = 2
            ranges = own_pages()
            ask_for(ranges)
            asked = own_pages()
            same = all(block[page * PAGE] == (2 if page in (3, 4, 50) else 1) for page in range(100))
            os.write(told, json.dumps([same, _pages(ranges) <= _pages(asked), bool(ranges)]).encode())
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

    assert json.loads(os.read(heard, 1000)) == [True, True, True]


def _pages(ranges: list[tuple[int, int]]) -> set[int]:
    return {page for first, size in ranges for page in range(first // PAGE, (first + size) // PAGE)}


LIGHTENED = """
import logging, os, threading
from grader.judge.rehearsal import lighten_forks

lighten_forks()
if os.fork() == 0:
    thread = threading.Thread(target=logging.getLogger, args=["suite.helper"], daemon=True)
    thread.start()
    thread.join(10)
    os._exit(3 if thread.is_alive() else 0)
os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def test_threads_of_a_child_can_log() -> None:
    """A fork takes the lock of `logging`: a suite whose own threads log would wait for it until it is killed."""
    assert subprocess.run([sys.executable, "-c", LIGHTENED], check=False, timeout=60).returncode == 0
