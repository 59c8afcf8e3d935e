"""`grade bulk` as an instructor runs it: each LMS's shape, interruptions at any moment, and bad inputs.

`GRADE_BULK` is the size of the class that is interrupted; the suite takes a small one.
"""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from class_of_30 import BOTH, LAYOUTS, MISSING, case_of, written
from msgspec.structs import replace

from grader.box.bubblewrap import why_not
from grader.bulk import local
from grader.bulk.entries import Entry, Run
from grader.bulk.store import open_store
from grader.cli.main import main
from grader.result import Result, Status
from grader.worker import base

ROOT = Path(__file__).parent.parent
COURSE = ROOT / "tests" / "courses" / "calculator8"
RIGHT = (COURSE / "solutions/ex01_calculator/solution/calculator.py").read_bytes()
WRONG = b"def add(a, b):\n    return a - b\n"
KILLER = b"""
import os
pid = os.getpid()
while pid > 1:
    pid = int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
    if b"grader.bulk.serving" in open(f"/proc/{pid}/cmdline", "rb").read():
        os.kill(pid, 9)
"""
BOX = ["--box", "process"] if why_not() else []
COUNT = int(os.environ.get("GRADE_BULK", "30"))
MOMENTS = 10 if "GRADE_BULK" in os.environ else 3

Bulk = Callable[..., tuple[int, str, str]]


@pytest.fixture
def bulk(capsys: pytest.CaptureFixture[str]) -> Bulk:
    """Run the command in this process, with one desk: exit code, standard output without its columns, and error."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["bulk", *BOX, "--jobs", "1", "--course", str(COURSE), *map(str, arguments)])
        said = capsys.readouterr()
        return code, " ".join(said.out.split()), said.err

    return run


def class_of(folder: Path, works: Mapping[str, bytes]) -> Path:
    """A folder for each student, with the text of `calculator.py`."""
    for student, text in works.items():
        (folder / student).mkdir(parents=True, exist_ok=True)
        (folder / student / "calculator.py").write_bytes(text)
    return folder


def entries(out: Path, run: int | None = None) -> dict[str, Entry]:
    with open_store(out / "grades.sqlite", create=False) as store:
        return {each.student: each for each in store.entries(run)}


def runs(out: Path) -> list[Run]:
    with open_store(out / "grades.sqlite", create=False) as store:
        return store.runs()


def content(out: Path) -> dict[str, tuple[str, Result]]:
    """Each student's key and result, without what the clock says."""
    return {student: (each.key, timeless(each.result)) for student, each in entries(out).items()}


def timeless(result: Result) -> Result:
    checks = [replace(check, seconds=0.0) for check in result.checks]
    return replace(result, checks=checks, seconds=0.0, started="")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One output folder for all shapes: they hold the same class."""
    return tmp_path_factory.mktemp("shared") / "graded"


@pytest.mark.parametrize("shape", LAYOUTS)
def test_every_shape_is_graded_as_it_comes(shape: str, shared: Path, tmp_path: Path, bulk: Bulk) -> None:
    """The same files have the same points, whatever the shape; all others have none, or a place among the left."""
    made = LAYOUTS[shape]()

    code, out, err = bulk(written(made, tmp_path / "class"), "--exercise", "ex03", "--out", shared, "--course", ROOT)
    (*_, run) = runs(shared)
    graded = entries(shared, run.number)
    with open_store(shared / "grades.sqlite") as store:
        left = {each.student for each in store.left(run.number)}

    assert code == 0, err
    assert out.startswith(f"Recognised {shape.partition(',')[0]}: ")
    assert f"of {MISSING} students for `ex03_calculator`" in out
    assert run.ended
    assert set(graded) | (left & set(made.ids.values())) == set(made.ids.values())
    points: dict[object, set[float]] = {}
    for index, student in made.ids.items():
        result = graded[student].result if student in graded else None
        points.setdefault(case_of(index).taken, set()).add(result.points if result else 0.0)
    (both,), (one,) = points[frozenset(BOTH)], points[frozenset({"calculator.py"})]
    assert both > one > 0
    assert all(len(found) == 1 for found in points.values())
    assert points["missing files"] == points["unreadable"] == {0.0}


def test_the_same_work_is_graded_once_and_what_is_known_never_again(tmp_path: Path, bulk: Bulk) -> None:
    folder = class_of(tmp_path / "class", {"ada": RIGHT, "bob": RIGHT, "cy": WRONG})
    out = tmp_path / "graded"

    first = bulk(folder, "--exercise", "ex01", "--out", out)
    again = bulk(folder, "--exercise", "ex01", "--out", out)
    class_of(folder, {"cy": RIGHT, "dan": WRONG + b"# of Dan\n"})
    changed = bulk(folder, "--exercise", "ex01", "--out", out)

    assert [code for code, _, _ in (first, again, changed)] == [0, 0, 0]
    assert "Graded 2 in " in first[1]
    assert ", 1 handed in what another did" in first[1]
    assert "Graded 0 in " in again[1]
    assert ", 3 known from before" in again[1]
    assert "Graded 1 in " in changed[1]
    assert {student: each.result.points for student, each in entries(out).items()} == {
        "ada": 8,
        "bob": 8,
        "cy": 8,
        "dan": 0,
    }
    assert entries(out)["bob"].result.submission.student == "bob"
    assert [each.ended != "" for each in runs(out)] == [True] * 3


def test_one_student_is_graded_alone(tmp_path: Path, bulk: Bulk) -> None:
    folder = class_of(tmp_path / "class", {"ada": WRONG, "bob": RIGHT})
    out = tmp_path / "graded"
    bulk(folder, "--exercise", "ex01", "--out", out)
    class_of(folder, {"ada": RIGHT, "bob": WRONG})

    code, text, _ = bulk(folder, "--exercise", "ex01", "--out", out, "--only", "Ada")
    unknown = bulk(folder, "--exercise", "ex01", "--out", out, "--only", "adda")

    assert code == 0
    assert "1 work of 1 student for" in text
    assert {student: each.result.points for student, each in entries(out).items()} == {"ada": 8, "bob": 8}
    assert unknown[0] == 2
    assert "nothing was handed in of a student `adda`" in unknown[2]
    assert "Did you mean `ada`?" in unknown[2]


def test_what_the_grader_failed_at_is_told_and_tried_again(
    tmp_path: Path, bulk: Bulk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a plain process student code can end the process that grades it."""
    folder = class_of(tmp_path / "class", {"ada": RIGHT, "eve": KILLER})
    arguments = folder, "--exercise", "ex01", "--out", tmp_path / "graded", "--box", "process"

    code, text, _ = bulk(*arguments)
    failed = entries(tmp_path / "graded")
    monkeypatch.setattr(local, "DEATHS", 1)  # one more try is enough to see that there is one
    again = bulk(*arguments)

    assert code == again[0] == 3
    assert "Errored 1: the grader failed there; the same command tries them again" in text
    assert [failed[student].result.status for student in ("ada", "eve")] == [Status.PASSED, Status.ERROR]
    assert "Graded 1 in " in again[1]
    assert ", 1 known from before" in again[1]


def test_a_roster_tells_who_is_missing_and_who_is_a_stranger(tmp_path: Path, bulk: Bulk) -> None:
    folder = class_of(tmp_path / "class", {"ada": WRONG, "eve": RIGHT})
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\nada,Ada Lovelace\nbob,Bob Ross\n")
    out = tmp_path / "graded"

    code, text, _ = bulk(folder, "--exercise", "ex01", "--out", out, "--roster", roster)

    assert code == 0
    assert "Missing 1 student of the roster handed in nothing" in text
    assert "Not on the roster 1 student" in text
    assert runs(out)[-1].missing == {"bob": "Bob Ross"}
    assert entries(out)["ada"].name == "Ada Lovelace"


@pytest.mark.parametrize("inner", [b"PK\3\4 not really", b""])
def test_an_archive_that_is_damaged_is_refused_with_what_to_do(inner: bytes, tmp_path: Path, bulk: Bulk) -> None:
    archive = tmp_path / "class.zip"
    archive.write_bytes(inner)

    code, out, err = bulk(archive, "--exercise", "ex01", "--out", tmp_path / "graded")

    assert (code, out) == (2, "")
    assert err.startswith(f"Error: `{archive}` ")
    assert "Hint: " in err


def test_a_damaged_work_in_an_archive_of_the_class_costs_nobody_points(tmp_path: Path, bulk: Bulk) -> None:
    archive = tmp_path / "class.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for student in ("ada", "bob"):
            opened.writestr(f"{student}/calculator.py", RIGHT + student.encode())
    content = archive.read_bytes()
    archive.write_bytes(content.replace(RIGHT + b"bob", RIGHT + b"b0b"))

    code, _, err = bulk(archive, "--exercise", "ex01", "--out", tmp_path / "graded")

    assert code == 2
    assert "`bob/calculator.py` in it cannot be read" in err
    assert "bob" not in entries(tmp_path / "graded")


def test_one_damaged_archive_among_good_ones_costs_its_own_student_alone(tmp_path: Path, bulk: Bulk) -> None:
    whole = tmp_path / "class.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as opened:
        for student in ("ada", "bob"):
            opened.writestr(f"{student}/calculator.py", RIGHT)
        opened.writestr("cy/work.zip", b"PK\3\4 not really")

    code, _, err = bulk(whole, "--exercise", "ex01", "--out", tmp_path / "graded")
    found = entries(tmp_path / "graded")

    assert code == 0, err
    assert [found[student].result.points for student in ("ada", "bob", "cy")] == [8, 8, 0]
    problem = found["cy"].result.problem
    assert problem is not None
    assert problem.kind == "unreadable"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--out", "/proc/none"], "cannot make the folder `/proc/none`", id="no folder can be made"),
        pytest.param(["--store", "mysql://here/x"], "cannot be used", id="another database"),
        pytest.param(["--roster", "none.csv"], "none.csv", id="no roster"),
        pytest.param(["--exercise", "ex09"], "There is no exercise `ex09`", id="no exercise"),
    ],
)
def test_bad_inputs_are_refused_before_anything_is_graded(
    arguments: list[str], said: str, tmp_path: Path, bulk: Bulk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = class_of(tmp_path / "class", {"ada": RIGHT})

    code, out, err = bulk(folder, *arguments)

    assert (code, out) == (2, "")
    assert said in err


def test_a_store_that_is_damaged_is_refused_and_left_as_it_is(tmp_path: Path, bulk: Bulk) -> None:
    folder = class_of(tmp_path / "class", {"ada": RIGHT})
    store = tmp_path / "graded" / "grades.sqlite"
    store.parent.mkdir()
    store.write_bytes(b"not a database at all" * 100)

    code, out, err = bulk(folder, "--exercise", "ex01", "--out", store.parent)

    assert (code, out) == (2, "")
    assert f"the store `{store}`" in err
    assert "Hint: " in err
    assert store.read_bytes() == b"not a database at all" * 100


def test_an_exercise_that_each_submission_would_score_is_refused(tmp_path: Path, bulk: Bulk) -> None:
    course = tmp_path / "course"
    for path, text in {
        "exercises/ex01_sum/exercise.toml": 'title = "sum"\nfiles = ["sums.py"]\n',
        "solutions/ex01_sum/suite/test_sums.py": "import sums\n\ndef test_add():\n    assert sums.add(1, 2) == 3\n",
    }.items():
        (course / path).parent.mkdir(parents=True)
        (course / path).write_text(text)
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "sums.py").write_text("")

    code, _, err = bulk(tmp_path / "class", "--course", course, "--out", tmp_path / "graded")

    assert code == 2
    assert "each submission would choose what is scored" in err
    assert not (tmp_path / "graded" / "grades.sqlite").exists()


# Interruptions


class Started:
    """A `grade bulk` in a process of its own, with its temporary files in `scratch`; `room` limits a file's bytes."""

    def __init__(self, folder: Path, out: Path, scratch: Path, room: int = 0) -> None:
        scratch.mkdir(exist_ok=True)
        self.scratch = scratch
        self._store = out / "grades.sqlite"
        line = [sys.executable, "-m", "grader", "bulk", str(folder), "--course", str(COURSE), "--exercise", "ex01"]
        self.process = subprocess.Popen(
            [*line, "--out", str(out), "--jobs", "2", *BOX],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(scratch)},
            preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))) if room else None,  # noqa: PLW1509
        )
        self.seen: set[int] = set()

    def saved(self) -> int:
        """How many works are in the store."""
        try:
            with closing(sqlite3.connect(f"file:{self._store}?mode=ro", uri=True)) as connection:
                return int(connection.execute("SELECT count(*) FROM grade_entries").fetchone()[0])
        except sqlite3.Error:
            return -1

    def wait_for(self, count: int) -> None:
        """Wait until so many works are saved, or it has ended."""
        while self.process.poll() is None and self.saved() < count:
            time.sleep(0.02)
        self.seen |= below(self.process.pid)

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=30)
        return self.process.returncode

    def left(self) -> set[int]:
        """Its processes that are still there after a while."""
        deadline = time.monotonic() + 15
        left = self.seen
        while left and time.monotonic() < deadline:
            time.sleep(0.05)
            left = {pid for pid in left if is_alive(pid)}
        return left


def below(pid: int) -> set[int]:
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        try:
            for task in Path(f"/proc/{waiting.pop()}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:  # it has ended
            continue
        found.update(waiting)
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def sweep_in(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        base.sweep()


def many(count: int) -> dict[str, bytes]:
    """Works of all kinds, some of them the same."""
    kinds = [RIGHT, RIGHT, WRONG, b"import os\nos._exit(0)\n", b"def add(a, b:\n", b"1 / 0\n"]
    return {f"s{number:05}": kinds[number % 7 % 6] + b"# %d\n" % (number // 2) for number in range(count)}


def test_killed_at_any_moment_it_goes_on_to_the_same_end(tmp_path: Path, bulk: Bulk) -> None:
    folder = class_of(tmp_path / "class", many(COUNT))
    calm, disturbed = tmp_path / "calm", tmp_path / "disturbed"
    rng = random.Random(COUNT)  # noqa: S311 - moments, no secret
    moments = [0, *sorted(rng.sample(range(1, COUNT), MOMENTS - 1))]

    assert bulk(folder, "--exercise", "ex01", "--out", calm)[0] == 0
    saved = []
    for moment in moments:
        started = Started(folder, disturbed, tmp_path / "scratch")
        started.wait_for(moment)
        time.sleep(rng.uniform(0, 0.3))
        started.end(signal.SIGKILL)
        assert started.left() == set()
        saved.append(started.saved())
    code, text, err = bulk(folder, "--exercise", "ex01", "--out", disturbed)
    sweep_in(tmp_path / "scratch")

    assert code == 0, err
    assert all(count >= moment for count, moment in zip(saved, moments, strict=True))
    assert "known from before" in text
    assert content(disturbed) == content(calm)
    assert len(content(calm)) == COUNT
    assert [each.number for each in runs(disturbed) if each.ended] == [1]
    assert list((tmp_path / "scratch").iterdir()) == []


def test_an_interruption_ends_everything_and_keeps_what_was_graded(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "class", many(COUNT))
    started = Started(folder, tmp_path / "graded", tmp_path / "scratch")
    started.wait_for(1)

    code = started.end(signal.SIGINT)

    assert code in (0, 130)
    assert started.left() == set()
    assert list((tmp_path / "scratch").iterdir()) == []
    assert started.saved() > 0


def test_a_full_disk_is_told_and_nothing_that_was_graded_is_lost(tmp_path: Path, bulk: Bulk) -> None:
    folder = class_of(tmp_path / "class", many(80))
    out = tmp_path / "graded"
    started = Started(folder, out, tmp_path / "scratch", room=120_000)

    text, err = started.process.communicate(timeout=120)
    saved = started.saved()
    code, again, _ = bulk(folder, "--exercise", "ex01", "--out", out)

    assert started.process.returncode == 2, err
    assert text == ""
    assert "the store" in err
    assert "the same command continues" in err
    assert "Traceback" not in err
    assert saved > 0
    assert code == 0
    known = re.search(r", ([\d,]+) known from before", again)
    assert known is not None, again
    assert int(known[1].replace(",", "")) >= saved  # two may have handed in the same
    assert len(entries(out)) == 80
