"""A course as data: what a machine without it gets, and no more."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.box.bubblewrap import why_not
from grader.bulk.desk import Rules
from grader.bulk.executor import Ticket
from grader.bulk.keys import material_of
from grader.bulk.shipment import own_build, pack, unpack
from grader.bulk.station import close_station, decode_reply, encode_batch, grade_batch, open_station
from grader.course import Course, Exercise, Hidden
from grader.files import read_tree
from grader.intake.folder import take
from grader.record import Record, RecordedCheck, suite_digest

COURSE = Path(__file__).parent / "courses" / "calculator8"
RULES = Rules(box="process" if why_not() else "bubblewrap")
WORKER = """
import sys, time
from pathlib import Path
from grader.bulk import station
station.open_station("a run", Path(sys.argv[1]).read_bytes())
reply = station.decode_reply(station.grade_batch("a run", Path(sys.argv[2]).read_bytes()))
assert len(reply.dones) == 1
print(*station._stations["a run"]._free[0].pids, flush=True)
time.sleep(60)
"""


@pytest.fixture
def course() -> Course:
    return Course.load(COURSE)


def shipped(course: Course, exercise: Exercise, folder: Path) -> Exercise:
    """The exercise as it is where it was sent to."""
    (one,) = unpack(pack(course, [exercise], RULES)).lay_out(folder)
    return one


def test_what_is_graded_with_is_the_same_there(course: Course, tmp_path: Path) -> None:
    """Everything that a result depends on, by the digest that tells results apart."""
    exercise = course.find("ex01")

    assert material_of(shipped(course, exercise, tmp_path)) == material_of(exercise)


def test_only_what_is_graded_with_is_sent(tmp_path: Path) -> None:
    """Right answers of others, known mistakes and other exercises stay home."""
    course = Course.load(COURSE.parent.parent.parent)
    exercise = course.find("ex03")

    shipped(course, exercise, tmp_path)

    sent = {"/".join(Path(path).parts[:3]) for path in read_tree(tmp_path) if path != "course.toml"}
    parts = {path.split("/")[2] for path in sent if path.startswith("solutions/")}
    assert {path.split("/")[1] for path in sent} == {exercise.name}
    assert {"suite", "solution"} <= parts <= {"suite", "solution", "support"}


def test_an_opened_suite_is_laid_on_no_disk(course: Course, tmp_path: Path) -> None:
    exercise = course.find("ex01")
    assert exercise.suite is not None
    checks = [RecordedCheck(id="test_calculator.py::test_add", title="t", cases=["test_calculator.py::test_add"])]
    hidden = Hidden(
        suite=read_tree(exercise.suite),
        support={},
        given={},
        record=Record(checks=checks, suite=suite_digest(exercise.suite)),
    )
    opened = replace(exercise, hidden=hidden, secret=None, title="from the seal")

    there = shipped(course, opened, tmp_path)

    assert (there.hidden, there.suite, there.solution, there.title) == (hidden, None, None, "from the seal")
    assert not (tmp_path / "solutions").exists()


def test_the_same_course_is_the_same_package(course: Course) -> None:
    exercises = course.exercises

    assert pack(course, exercises, RULES) == pack(course, exercises, RULES)


def test_a_build_is_told_by_its_code() -> None:
    build = own_build()

    assert str(build) == f"gradebox {build.version} ({build.code[:8]}) on Python {build.python}"
    assert len(build.code) == 64


def test_a_station_that_was_never_told_of_a_course_says_so() -> None:
    """As where a worker has died and another has taken its address."""
    assert decode_reply(grade_batch("nobody", encode_batch([]))).absent


def test_a_station_lays_the_course_in_a_folder_of_its_own_and_removes_it(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    open_station("a run", pack(course, course.exercises, RULES))
    (folder,) = tmp_path.glob("gradebox-*/course")
    mode = folder.stat().st_mode & 0o777

    close_station("a run")

    assert mode == 0o700
    assert list(tmp_path.iterdir()) == []


def test_what_no_desk_can_grade_comes_back_as_a_fault(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run ends with it, as on one machine."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    exercise = course.find("ex01")
    ticket = Ticket(number=1, exercise=exercise.name, submission=take(exercise.public, exercise, "ada"))
    open_station("a third run", pack(course, [replace(exercise, secret=None)], RULES))

    reply = decode_reply(grade_batch("a third run", encode_batch([ticket])))

    close_station("a third run")
    assert reply.fault is not None
    assert (reply.dones, reply.fault.kind) == ((), "InputError")
    assert "has no suite here" in reply.fault.message


def test_a_station_ends_when_nobody_comes_any_more(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that was killed has not said goodbye."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("grader.bulk.station.IDLE", 0.1)
    monkeypatch.setattr("grader.bulk.station.OFTEN", 0.1)

    open_station("another run", pack(course, course.exercises, RULES))

    wait_until(lambda: not list(tmp_path.iterdir()))
    assert decode_reply(grade_batch("another run", encode_batch([]))).absent


def test_a_worker_that_is_killed_leaves_nothing(course: Course, tmp_path: Path) -> None:
    """No file of the course, and no process."""
    package, batch = tmp_path / "package", tmp_path / "batch"
    package.write_bytes(pack(course, course.exercises, RULES))
    exercise = course.find("ex01")
    assert exercise.solution is not None
    ticket = Ticket(number=1, exercise=exercise.name, submission=take(exercise.solution, exercise, "ada"))
    batch.write_bytes(encode_batch([ticket]))
    (tmp_path / "tmp").mkdir()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(package), str(batch)],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
    )
    assert worker.stdout is not None
    desk = int(worker.stdout.readline())

    worker.kill()
    worker.wait()
    worker.stdout.close()

    wait_until(lambda: not Path(f"/proc/{desk}").exists())
    assert [path for path in (tmp_path / "tmp").rglob("*") if path.is_file()] == []


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
