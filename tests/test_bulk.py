"""A class graded: every shape, every failure of a part, and always the same results."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from grader.box.bubblewrap import why_not
from grader.bulk.desk import Desk, Rules
from grader.bulk.executor import Done, Ticket
from grader.bulk.framing import Frames, frame
from grader.bulk.grading import Wish, grade_class
from grader.bulk.local import DEATHS, Pool, places_of
from grader.bulk.store import open_store
from grader.course import Course, Exercise, Limits
from grader.errors import InputError
from grader.result import Feedback, Outcome, Problem, Result, Status
from grader.submission import Submission

ROOT = Path(__file__).parent.parent
COURSE = ROOT / "tests" / "courses" / "calculator8"
EX01 = Course.load(COURSE).find("ex01")
RIGHT = (COURSE / "solutions/ex01_calculator/solution/calculator.py").read_bytes()
WRONG = b"def add(a, b):\n    return a - b\n"
QUICK = replace(EX01, limits=Limits(seconds=1.0, submission_seconds=3.0, memory_mb=256, files_mb=8))
HOSTILE = [
    "import os\nos._exit(0)\n",
    "import os, signal\nfor pid in (0, -1, os.getppid()):\n    os.kill(pid, 9)\n",
    "import os, signal\n[signal.signal(s, signal.SIG_IGN) for s in (2, 15)]\nwhile True: os.fork()\n",
    "def add(a, b):\n    while True: pass\n",
    "x = [bytearray(1 << 20) for _ in range(10_000)]\n",
    (
        "import os\nfor number in range(3, 200):\n    try:\n        os.write(number, b'\\xff' * 999)\n"
        "    except OSError:\n        pass\n"
    ),
]
# Ends the process that its judge's worker was started by, if it can.
KILLER = """
import os
pid = os.getpid()
while pid > 1:
    pid = int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
    if b"grader.bulk.serving" in open(f"/proc/{pid}/cmdline", "rb").read():
        os.kill(pid, 9)
"""
BOX = "process" if why_not() else "bubblewrap"
needs_box = pytest.mark.skipif(bool(why_not()), reason=f"no real box: {why_not()}")


def tickets(sources: Sequence[bytes | str], exercise: Exercise = EX01) -> list[Ticket]:
    """A ticket for each text of `calculator.py`."""
    texts = [each.encode() if isinstance(each, str) else each for each in sources]
    return [
        Ticket(
            number=number,
            exercise=exercise.name,
            submission=Submission(student=f"s{number}", path=f"s{number}", files={"calculator.py": text}, given={}),
        )
        for number, text in enumerate(texts)
    ]


def distinct(count: int, source: bytes = RIGHT) -> list[bytes]:
    return [source + b"# %d\n" % number for number in range(count)]


def results(done: Iterator[Done]) -> dict[int, Result]:
    found: dict[int, Result] = {}
    for each in done:
        assert each.number not in found
        found[each.number] = msgspec.json.decode(each.result, type=Result)
    return dict(sorted(found.items()))


def timeless(result: Result) -> Result:
    """The result without what the clock says."""
    checks = [replace(check, seconds=0.0) for check in result.checks]
    return replace(result, checks=checks, seconds=0.0, started="")


def points(found: dict[int, Result]) -> list[float]:
    return [result.points for result in found.values()]


def below(pid: int) -> list[int]:
    """The processes that a process has started, however deep."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        with suppress(OSError):  # it has ended
            for task in Path(f"/proc/{waiting.pop()}/task").iterdir():
                new = [int(child) for child in (task / "children").read_text().split()]
                found += new
                waiting += new
    return found


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:  # it has ended
        return ""


def gone(pids: set[int]) -> set[int]:
    """Those of the processes that are still there after a while."""
    deadline = time.monotonic() + 15
    left = pids
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {pid for pid in left if is_alive(pid)}
    return left


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# The pool


@needs_box
def test_workers_order_and_load_change_no_result() -> None:
    """One worker, two, another order, and a machine that is busy: the same results, and no other process is left."""
    broken = ["import os\nos._exit(0)\n", "def add(a, b:\n", "1 / 0\n"]
    sources: list[bytes | str] = [*distinct(3), WRONG, *broken, *distinct(2, WRONG)]
    waiting = tickets(sources)

    with Pool([EX01], Rules(box=BOX), jobs=1) as pool:
        alone = results(pool.run(waiting))
    with Pool([EX01], Rules(box=BOX), jobs=2) as pool:
        both = results(pool.run(waiting))
        reverse = results(pool.run(reversed(waiting)))
        pids = set(pool.pids) | {pid for each in pool.pids for pid in below(each)}
        busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
        loaded = results(pool.run(waiting))
        for process in busy:
            process.kill()
            process.wait()

    assert points(alone) == [8, 8, 8, 0, 0, 0, 0, 0, 0]
    expected = {number: timeless(result) for number, result in alone.items()}
    for found in (both, reverse, loaded):
        assert {number: timeless(result) for number, result in found.items()} == expected
    assert gone(pids) == set()


@needs_box
def test_hostile_submissions_end_with_a_result_and_cost_nobody_else_points() -> None:
    sources = [text for hostile in HOSTILE for text in (hostile.encode(), *distinct(2))]

    with Pool([QUICK], Rules(box=BOX), jobs=2) as pool:
        found = results(pool.run(tickets(sources)))
        pids = set(pool.pids)

    assert len(found) == len(sources)
    assert len(pids) == 2
    assert [each for number, each in enumerate(points(found)) if number % 3] == [8] * (2 * len(HOSTILE))
    assert all(each < 8 for number, each in enumerate(points(found)) if number % 3 == 0)
    assert all(result.status is not Status.ERROR for result in found.values())


VICTIMS = {"desk": "grader.bulk.serving", "worker": "grader.worker", "judge": "grader.judge"}


def victim_of(desk: int, name: str) -> int:
    """A process of a desk's, or the desk, which on a busy machine may still have to start."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for pid in (desk, *below(desk)):
            if VICTIMS[name] in command_line(pid):
                return pid
        time.sleep(0.02)
    raise AssertionError(f"no {name} below {desk}")


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_killed_part_costs_nobody_a_result(victim: str) -> None:
    with Pool([EX01], Rules(box=BOX), jobs=2) as pool:
        found: dict[int, Done] = {}
        for done in pool.run(tickets(distinct(12))):
            found[done.number] = done
            if len(found) in (2, 6):
                os.kill(victim_of(pool.pids[0], victim), signal.SIGKILL)
        graded = results(iter(found.values()))

    assert points(graded) == [8] * 12


def test_a_desk_that_hangs_is_replaced_with_all_that_it_started() -> None:
    with Pool([QUICK], Rules(box=BOX), jobs=1, patience=1.0) as pool:
        found: dict[int, Done] = {}
        pids: set[int] = set()
        for done in pool.run(tickets(distinct(8))):
            found[done.number] = done
            if len(found) == 2:
                (desk,) = pool.pids
                worker = victim_of(desk, "worker")
                pids = {desk, *below(desk)}
                os.kill(desk, signal.SIGSTOP)
                os.kill(worker, signal.SIGSTOP)
        graded = results(iter(found.values()))

    assert points(graded) == [8] * 8
    assert gone(pids) == set()


def test_a_submission_that_ends_its_desk_again_and_again_is_given_up_alone() -> None:
    """A plain process is no wall: there, student code can end even the process that grades it."""
    sources: list[bytes | str] = [*distinct(2), KILLER, *distinct(4)]

    with Pool([EX01], Rules(box="process"), jobs=2) as pool:
        found = results(pool.run(tickets(sources)))

    assert points(found) == [8, 8, 0, 8, 8, 8, 8]
    given_up = found[2]
    assert given_up.status is Status.ERROR
    assert {check.outcome for check in given_up.checks} == {Outcome.ERRORED}
    assert f"has died {DEATHS} times" in given_up.checks[0].message
    assert given_up.max_points == 8


def test_an_errored_result_tells_nothing_of_the_grader_where_little_may_be_seen() -> None:
    (ticket,) = tickets([RIGHT])

    with Desk([EX01], Rules(box=BOX, feedback=Feedback.SCORE)) as desk:
        (done,) = desk.grade([replace(ticket, given_up="secret words")])

    assert b"secret" not in bytes(done.result)
    assert msgspec.json.decode(done.result, type=Result).status is Status.ERROR


def test_what_cannot_be_read_has_its_result_in_its_place() -> None:
    waiting = tickets([RIGHT, b"", RIGHT, b"", b""])
    problem = Problem("missing files", "Nothing is there.")
    waiting = [
        each if number in (0, 2) else replace(each, submission=replace(each.submission, files={}, problem=problem))
        for number, each in enumerate(waiting)
    ]

    graded: list[Done] = []
    ahead: list[Ticket] = []
    with Desk([EX01], Rules(box=BOX)) as desk:
        for done in desk.grade(drawn(waiting, ahead)):
            graded.append(done)
            assert len(ahead) - len(graded) <= 1  # else a desk would wait for a ticket, and its pool for a result

    assert [each.number for each in graded] == [0, 1, 2, 3, 4]
    assert points(results(iter(graded))) == [8, 0, 8, 0, 0]


def drawn(waiting: Sequence[Ticket], ahead: list[Ticket]) -> Iterator[Ticket]:
    for ticket in waiting:
        ahead.append(ticket)
        yield ticket


def test_several_exercises_are_graded_by_one_desk() -> None:
    again = [replace(EX01, name=f"ex0{number}_again") for number in (2, 3)]
    waiting = [
        replace(each, exercise=exercise.name, number=number)
        for number, (each, exercise) in enumerate(
            zip(tickets([RIGHT, WRONG, RIGHT, WRONG]), [EX01, *again, EX01], strict=True)
        )
    ]

    with Pool([EX01, *again], Rules(box=BOX), jobs=1) as pool:
        found = results(pool.run(waiting))

    assert [(each.exercise, each.points) for each in found.values()] == [
        ("ex01_calculator", 8),
        ("ex02_again", 0),
        ("ex03_again", 8),
        ("ex01_calculator", 0),
    ]


def test_no_more_tickets_are_drawn_than_desks_have_room_for() -> None:
    drawn = 0

    def source() -> Iterator[Ticket]:
        nonlocal drawn
        for ticket in tickets(distinct(24)):
            drawn += 1
            yield ticket

    with Pool([EX01], Rules(box=BOX), jobs=1) as pool:
        ahead = [drawn - number for number, _ in enumerate(pool.run(source()))]

    assert max(ahead) <= 8
    assert drawn == 24


def test_a_class_that_nobody_can_grade_ends_with_what_to_do() -> None:
    """An exercise without a record, a suite that cannot be collected, a box that cannot be had."""
    assert EX01.secret is not None
    unknown = replace(EX01, secret=EX01.secret.parent)

    with Pool([unknown], Rules(box=BOX), jobs=1) as pool, pytest.raises(InputError, match="no suite here"):
        list(pool.run(tickets([RIGHT])))


@pytest.mark.parametrize(
    ("jobs", "own", "places"),
    [
        pytest.param(1, [0, 1], [((0, 1), True)], id="a pair for one"),
        pytest.param(2, [0, 1], [((0,), False), ((1,), False)], id="a core for each"),
        pytest.param(2, [4, 5, 6, 7], [((4, 5), True), ((6, 7), True)], id="a pair for each"),
        pytest.param(3, [0, 1], [((0,), False), ((1,), False), ((0,), False)], id="more than cores"),
        pytest.param(1, [3], [((3,), False)], id="one core"),
        pytest.param(2, [], [((), False)] * 2, id="a system that does not tell"),
    ],
)
def test_each_desk_has_cores_of_its_own(jobs: int, own: list[int], places: list[Any]) -> None:
    assert places_of(jobs, own) == places


def test_frames_come_in_whatever_pieces() -> None:
    frames = Frames()
    sent = frame(b"one") + frame(b"") + frame(b"x" * 70_000)

    pieces = [sent[start : start + 7] for start in range(0, len(sent), 7)]

    assert [content for piece in pieces for content in frames.feed(piece)] == [b"one", b"", b"x" * 70_000]


class Changing(Pool):
    """A pool for which the instructor corrects the suite when the first ticket is read, before any desk is."""

    suite: Path

    def run(self, tickets: Iterable[Ticket]) -> Iterator[Done]:
        def read() -> Iterator[Ticket]:
            for ticket in tickets:
                self.suite.write_text(self.suite.read_text() + "\n\ndef test_more():\n    assert False\n")
                yield ticket

        return super().run(read())


def test_no_result_of_a_suite_is_kept_for_another(tmp_path: Path) -> None:
    shutil.copytree(COURSE, tmp_path / "course")
    course = Course.load(tmp_path / "course")
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "calculator.py").write_bytes(RIGHT)
    exercise = course.find("ex01")
    assert exercise.suite
    Changing.suite = next(exercise.suite.glob("test_*.py"))
    wish = Wish(
        submissions=tmp_path / "class",
        store=tmp_path / "grades.sqlite",
        rules=Rules(box=BOX),
        exercises=course.exercises,
        exercise=exercise,
    )

    with pytest.raises(InputError, match="changed while it was graded with"):
        grade_class(wish, course, lambda exercises, rules: Changing(exercises, rules, jobs=1), lambda _: None)
    with open_store(tmp_path / "grades.sqlite") as store:
        assert list(store.entries()) == []
    grade_class(wish, course, lambda exercises, rules: Pool(exercises, rules, jobs=1), lambda _: None)

    with open_store(tmp_path / "grades.sqlite") as store:
        (entry,) = store.entries()
    assert entry.result.checks[-1].outcome is Outcome.FAILED
