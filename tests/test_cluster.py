"""A class on a Dask cluster: real schedulers and workers in processes, lost in every way that they are."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.box.bubblewrap import why_not
from grader.bulk import batches
from grader.bulk.cluster import Cluster
from grader.bulk.desk import Rules
from grader.bulk.executor import Done, Ticket
from grader.bulk.link import Link
from grader.bulk.local import Pool
from grader.bulk.shipment import pack
from grader.bulk.store import open_store
from grader.cli.main import main
from grader.course import Course, Exercise
from grader.errors import InputError, JudgeError
from grader.intake.folder import take

ROOT = Path(__file__).parent.parent
COURSE = ROOT / "tests" / "courses" / "calculator8"
RULES = Rules(box="process" if why_not() else "bubblewrap")
PATIENCE = 30.0
POISON = "This submission ends its worker."

# What a Dask worker that runs out of memory over a submission looks like from outside.
DEADLY = f"""
import os, signal
from grader.bulk import station

def dask_setup(worker):
    grade = station.Station.grade
    def deadly(self, tickets):
        texts = [each.submission.files.get("calculator.py", b"") for each in tickets if not each.given_up]
        if any(b"{POISON}" in text for text in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        return grade(self, tickets)
    station.Station.grade = deadly
"""
WITHOUT_GRADEBOX = "import sys; sys.modules['grader'] = None; from distributed.cli.dask_worker import main; main()"


class Dask:
    """A scheduler and workers on the loopback; what they start and lay down is found by `mark` and below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = f"gradebox-test-{uuid.uuid4().hex}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"
        self.started: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.start_scheduler()

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """A scheduler, in the place of one that is gone."""
        options = ["--host", "127.0.0.1", "--port", str(self._port), "--no-dashboard", "--no-show"]
        self.scheduler = self._start("-m", "distributed.cli.dask_scheduler", *options)
        return self.scheduler

    def start_worker(
        self, *options: str, nanny: bool = False, program: tuple[str, ...] = (), path: str = ""
    ) -> subprocess.Popen[bytes]:
        """One more worker, with one thread."""
        line = [*(program or ("-m", "distributed.cli.dask_worker")), self.address, "--nthreads", "1", "--no-dashboard"]
        line += ["--host", "127.0.0.1", "--memory-limit", "0", "--local-directory", str(self.folder / "dask")]
        self.workers.append(self._start(*line, *options, "--nanny" if nanny else "--no-nanny", path=path))
        return self.workers[-1]

    def _start(self, *arguments: str, path: str = "") -> subprocess.Popen[bytes]:
        environment = {**os.environ, "TMPDIR": str(self.folder / "tmp"), "GRADEBOX_TEST": self.mark}
        with (self.folder / f"{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                env=environment | ({"PYTHONPATH": path} if path else {}),
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.started.append(process)
        return process

    def end_workers(self) -> None:
        """End all workers in order."""
        for process in self.workers:
            process.terminate()
        while self.workers:
            self.workers.pop().wait(PATIENCE)

    def close(self) -> None:
        """End all processes."""
        self.end_workers()
        self.scheduler.terminate()
        self.scheduler.wait(PATIENCE)

    def log_of_last(self) -> str:
        """What the process that was started last has said."""
        return (self.folder / f"{len(self.started) - 1}.log").read_text()

    def left(self) -> list[str]:
        """The processes of the cluster's, but for the scheduler, that have not ended, and what lies in their folder."""
        alive = [found for each in Path("/proc").glob("[0-9]*") if (found := self._ours(each))]
        return alive + [path.name for path in (self.folder / "tmp").iterdir() if path.name.startswith("gradebox")]

    def _ours(self, process: Path) -> str:
        try:
            is_ours = self.mark.encode() in (process / "environ").read_bytes()
            line = (process / "cmdline").read_text().replace("\0", " ") if is_ours else ""
        except OSError:  # it has just ended, or is another user's
            return ""
        return "" if "dask_scheduler" in line else line


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A cluster without workers."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "tmp").mkdir()
    cluster = Dask(folder)
    yield cluster
    cluster.close()


@pytest.fixture(scope="module")
def course() -> Course:
    return Course.load(COURSE)


@pytest.fixture(scope="module")
def exercise(course: Course) -> Exercise:
    return course.find("ex01")


@pytest.fixture(scope="module")
def package(course: Course, exercise: Exercise) -> bytes:
    return pack(course, [exercise], RULES)


@pytest.fixture(scope="module")
def hand_in(exercise: Exercise, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Ticket]]:
    """A class of so many: right, wrong, broken and unreadable; those of `poisoned` end their worker."""
    right = (COURSE / "solutions/ex01_calculator/solution/calculator.py").read_text()
    texts = [
        right,
        right.replace("a + b", "a - b"),
        right.replace("def divide", "def share"),
        right.replace("return a * b", "return a *"),
        f"{right}\nimport os\nos._exit(3)\n",
    ]

    def make(count: int, poisoned: int = -1) -> list[Ticket]:
        tickets = []
        for number in range(count):
            folder = tmp_path_factory.mktemp("submission")
            if number % 7:
                text = texts[number % len(texts)] + (f"# {POISON}\n" if number == poisoned else "")
                (folder / "calculator.py").write_text(text)
            submission = take(folder, exercise, f"student{number}")
            tickets.append(Ticket(number=number, exercise=exercise.name, submission=submission))
        return tickets

    return make


@pytest.fixture(scope="module")
def tickets(hand_in: Callable[..., list[Ticket]]) -> list[Ticket]:
    return hand_in(30)


@pytest.fixture(scope="module")
def local(exercise: Exercise, tickets: list[Ticket]) -> dict[int, Any]:
    """What this machine makes of the class."""
    with Pool([exercise], RULES, jobs=1) as pool:
        return plain(pool.run(tickets))


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small class is many."""
    monkeypatch.setattr(batches, "FIRST", 3)


@pytest.fixture(scope="module")
def cluster(dask: Dask, package: bytes) -> Iterator[Cluster]:
    """One client for several runs, whatever happens to scheduler and workers."""
    with closing(Cluster(Link(dask.address), package, patience=PATIENCE)) as executor:
        yield executor


def plain(dones: Iterator[Done], meanwhile: Callable[[int], None] = lambda _: None) -> dict[int, Any]:
    """Results by ticket, without what no two runs share; `meanwhile` is told how many there are already."""
    results: dict[int, Any] = {}
    for done in dones:
        assert done.number not in results, "each result is given once"
        result = msgspec.json.decode(done.result)
        del result["started"], result["seconds"]
        for check in result["checks"]:
            del check["seconds"]
        results[done.number] = result
        meanwhile(len(results))
    return results


def test_two_workers_give_what_this_machine_gives(
    dask: Dask, cluster: Cluster, tickets: list[Ticket], local: dict[int, Any]
) -> None:
    dask.start_worker()
    dask.start_worker("--nthreads", "2", nanny=True)

    assert plain(cluster.run(tickets)) == local


def test_the_command_fills_the_store_from_a_cluster(
    dask: Dask, tickets: list[Ticket], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for each in tickets[1:6]:
        folder = tmp_path / "class" / each.submission.student
        folder.mkdir(parents=True)
        (folder / "calculator.py").write_bytes(each.submission.files["calculator.py"])
    line = ["bulk", str(tmp_path / "class"), "--course", str(COURSE), "--exercise", "ex01", "--box", RULES.box]

    code = main([*line, "--out", str(tmp_path / "graded"), "--dask", dask.address])

    assert (code, "5 works of 5 students" in capsys.readouterr().out) == (0, True)
    with open_store(tmp_path / "graded" / "grades.sqlite") as store:
        graded = {entry.student: entry.result.points for entry in store.entries()}
    assert graded == {"student1": 6, "student2": 5, "student3": 0, "student4": 0, "student5": 8}


def test_a_worker_that_is_killed_at_half_time_costs_nothing(
    dask: Dask, cluster: Cluster, tickets: list[Ticket], local: dict[int, Any]
) -> None:
    def kill(count: int) -> None:
        if count == len(tickets) // 2:
            dask.workers[0].kill()

    assert plain(cluster.run(tickets), kill) == local
    assert dask.workers[0].wait() == -signal.SIGKILL


def test_a_scheduler_that_is_killed_and_started_again_costs_nothing(
    dask: Dask, cluster: Cluster, tickets: list[Ticket], local: dict[int, Any]
) -> None:
    """The workers end with their scheduler, and whoever has started them starts them again."""

    def restart(count: int) -> None:
        if count == 10:
            dask.scheduler.kill()
            dask.scheduler.wait()
            dask.start_scheduler()
            dask.start_worker(nanny=True)

    assert plain(cluster.run(tickets), restart) == local


def test_a_submission_that_kills_its_worker_three_times_is_errored_alone(
    dask: Dask, cluster: Cluster, hand_in: Callable[..., list[Ticket]]
) -> None:
    """It is given up, and nobody else's result is worse for having been beside it."""
    dask.end_workers()
    preload = dask.folder / "deadly.py"
    preload.write_text(DEADLY)
    dask.start_worker("--preload", str(preload), nanny=True)
    handed = hand_in(12, poisoned=1)

    results = plain(cluster.run(handed))

    assert {number for number, result in results.items() if result["status"] == "error"} == {1}
    assert sorted(results) == list(range(12))
    assert {check["outcome"] for check in results[1]["checks"]} == {"errored"}
    assert "each of the 3 workers" in results[1]["checks"][0]["message"]
    assert dask.log_of_last().count("signal 9") == 3


def test_what_was_started_on_the_workers_ends_and_is_removed(dask: Dask) -> None:
    """Also what killed workers have left."""
    dask.end_workers()

    deadline = time.monotonic() + PATIENCE
    while (left := dask.left()) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert left == []


def test_a_worker_with_another_gradebox_is_refused(
    dask: Dask, package: bytes, tickets: list[Ticket], tmp_path: Path
) -> None:
    """One class is never graded by two graders, be they of the same version number."""
    dask.end_workers()
    shutil.copytree(ROOT / "grader", tmp_path / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "grader" / "errors.py").open("a") as file:
        file.write("# a change\n")
    dask.start_worker(path=str(tmp_path))

    with (
        closing(Cluster(Link(dask.address), package)) as cluster,
        pytest.raises(InputError, match=r"the Dask worker `tcp://.*` has gradebox .*, and here is gradebox") as caught,
    ):
        list(cluster.run(tickets))

    assert "install the same version" in caught.value.hint


def test_a_worker_without_gradebox_is_refused(dask: Dask, package: bytes, tickets: list[Ticket]) -> None:
    dask.end_workers()
    dask.start_worker(program=("-c", WITHOUT_GRADEBOX))

    with (
        closing(Cluster(Link(dask.address), package)) as cluster,
        pytest.raises(InputError, match="has no gradebox like this one: .*grader"),
    ):
        list(cluster.run(tickets))


def test_a_cluster_without_workers_says_so(dask: Dask, package: bytes, tickets: list[Ticket]) -> None:
    """A run that was interrupted so goes on from the store."""
    dask.end_workers()
    with (
        closing(Cluster(Link(dask.address, timeout=0.5), package, patience=0.5)) as cluster,
        pytest.raises(JudgeError, match="has had no worker") as caught,
    ):
        list(cluster.run(tickets))

    assert "`grade bulk` again continues" in caught.value.hint


def test_a_scheduler_that_does_not_come_back_ends_the_run(dask: Dask, package: bytes, tickets: list[Ticket]) -> None:
    with closing(Cluster(Link(dask.address, timeout=0.5), package, patience=0.5)) as cluster:
        dask.scheduler.kill()
        dask.scheduler.wait()
        with pytest.raises(JudgeError, match="the Dask scheduler was lost, and has not come back"):
            list(cluster.run(tickets))


@pytest.mark.parametrize(
    ("address", "why"),
    [
        pytest.param("tcp://127.0.0.1:1", "refused", id="nobody-there"),
        pytest.param("head", "missing port", id="no-port"),
        pytest.param(str(COURSE / "course.toml"), "Expecting value", id="no-json"),
        pytest.param(str(ROOT / "docs" / "grade-v1.schema.json"), "no scheduler file", id="other-json"),
    ],
)
def test_no_scheduler_at_the_address(address: str, why: str) -> None:
    with pytest.raises(InputError, match=f"no Dask scheduler answers at `{address}`: .*{why}") as caught:
        Link(address, timeout=0.1)

    assert "tcp://HOST:8786" in caught.value.hint


def test_dask_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(InputError, match="`distributed`, which is not installed here") as caught:
        Link("tcp://127.0.0.1:8786")

    assert caught.value.hint == "Install it: pip install 'gradebox[dask]'"
