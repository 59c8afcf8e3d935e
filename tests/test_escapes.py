"""Hostile submissions against the real box: `escapes/corpus` was written against other graders, `escapes/own` at us.

Each attack is armed: `/etc/attackbox` is there in the box's view, and in no other. After each one the score is right,
no canary stands in any text of the result, the host and the worker are as before, and a right submission gets full
marks from the same worker.
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
import shutil
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.assembly import assemble
from grader.box.bubblewrap import why_not
from grader.course import Course, Exercise, Limits
from grader.errors import BoxError
from grader.files import read_tree
from grader.intake.folder import take
from grader.judging import judge, record_of
from grader.post import post_for
from grader.reporters.registry import REPORTERS
from grader.result import Feedback, Outcome, Result
from grader.worker.client import Worker
from grader.worker.orders import Judged, Order

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"no real box: {why_not()}")

TESTS = Path(__file__).parent
ESCAPES = TESTS / "escapes"
RIGHT = ESCAPES / "corpus" / "00_control_right"
CANARY = "CANARY-7c1f"
SECRETS = (CANARY, "root:x:0:0", "HOST_CANARY", "ESCAPED")  # the attacks' own word for what they could do is the last
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
USUAL = Limits(seconds=1.5, submission_seconds=6.0)
SHORT = Limits(seconds=0.4, submission_seconds=1.6)  # for what runs into them in every check
SLACK = 4.0  # seconds over the limit of a submission: a worker's own grace, a new judge, a busy machine

HANGING = {
    *("301_loop_import", "303_sleep", "319_huge_int", "321_repr_hang", "331_ignore_signals"),
    *("leader_gone", "signals_ignored", "stopped_child", "stuck_import", "wire_impostor", "wire_stolen"),
}
LATER = {"372_nb_huge_out": "notebooks are no submissions yet"}
BAD_UTF8 = ESCAPES / "corpus" / "357_bad_utf8" / "calculator.py"


def _imports(source: bytes) -> bool:
    try:
        compile(source, "calculator.py", "exec")
    except SyntaxError:
        return False
    return True


HONEST = {
    "166_detect_pytest": 1,  # its division by zero raises ValueError wherever it runs
    "357_bad_utf8": 8 if _imports(BAD_UTF8.read_bytes()) else 0,  # bytes of a comment, which some Pythons import
}


def attacks() -> list[Path]:
    """The folders of all attacks."""
    found = [*sorted((ESCAPES / "corpus").iterdir()), *sorted((ESCAPES / "own").iterdir())]
    return [folder for folder in found if folder.name not in LATER]


class Grader:
    """A worker for the eight checks, restarted where it has failed."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._post = msgspec.structs.replace(
            post_for(exercise, "bubblewrap", fork=True), show={"/etc/attackbox": "armed\n"}
        )
        self.start()

    def start(self) -> None:
        self.worker = Worker(self._post)
        assert self.exercise.suite is not None
        self._record = record_of(self.worker.collected(), self.exercise.suite)
        self.grade(RIGHT)  # from now on the next submission's processes and seat are there beforehand
        self.usual = self._settled()

    def grade(self, folder: Path) -> Result:
        """Grade one submission; where the grader fails, the next has a new worker."""
        try:
            submission = take(folder, self.exercise, "mallory")
            verdicts, finished, record = judge(self.worker, submission, self._record)
        except BaseException:
            self.worker.close()
            self.start()
            raise
        options: Any = {"source": "solution", "finished": finished, "seconds": 0.0}
        options |= {"feedback": Feedback.FULL, "started": datetime.now(UTC)}
        return assemble(self.exercise, submission, record, verdicts, **options)

    def state(self) -> dict[str, Any]:
        """What a submission must not change: processes, descriptors, seats, room on the worker's file system."""
        pid = self.worker._process.pid
        root = Path(f"/proc/{pid}/root{self.worker._base.path}/box")
        room = os.statvfs(root)
        return {
            "processes": Counter(Path(words[0]).name for words in tree(pid).values()),
            "descriptors": len(list(Path(f"/proc/{pid}/fd").iterdir())),
            "seats": len(list(root.iterdir())),
            "files": room.f_files - room.f_ffree,
            "blocks": room.f_blocks - room.f_bfree,
        }

    def _settled(self) -> dict[str, Any]:
        """The state when it has not changed for a while."""
        states = [self.state()]
        while len(states) < 10 or any(state != states[-1] for state in states[-10:]):
            time.sleep(0.02)
            states.append(self.state())
        return states[-1]

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """What is not as it was at the start, before and now; if anything, the next attack has a new worker."""
        deadline = time.monotonic() + 10
        while (now := self.state()) != self.usual and time.monotonic() < deadline:
            time.sleep(0.01)  # what was killed ends by and by
        changes = {name: (was, now[name]) for name, was in self.usual.items() if was != now[name]}
        if changes:
            self.worker.close()
            self.start()
        return changes


def tree(top: int) -> dict[int, list[str]]:
    """A process and all below it, each with its command line."""
    found = {}
    waiting = [top]
    while waiting:
        pid = waiting.pop()
        with suppress(OSError):  # it has ended
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        if words := command_line(pid):
            found[pid] = words
    return found


def command_line(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    except OSError:
        return []


class Host:
    """What attacks would like to reach: a course with its secrets, a home, a folder that anybody may write in."""

    def __init__(self, top: Path) -> None:
        self.top = top
        shutil.copytree(TESTS / "courses" / "calculator8", top / "course")
        secret = top / "course" / "solutions" / "ex01_calculator"
        for path in (secret / "suite" / "test_calculator.py", secret / "solution" / "calculator.py"):
            with path.open("a", encoding="utf-8") as file:
                file.write(f'\n# {CANARY} in a comment\n_SECRET = "{CANARY} in a name"\n')
        self.home = top / "home"
        self.home.mkdir()
        for name in (".bashrc", ".profile", "gradebook.csv", "HOST_CANARY.txt"):
            (self.home / name).write_text(f"{CANARY}\n", encoding="utf-8")
        for path in [top, *top.rglob("*")]:  # what is not there cannot be reached; rights are no part of this
            path.chmod(0o777 if path.is_dir() else 0o666)
        self._before = self._foreign()

    def exercise(self, limits: Limits) -> Exercise:
        (exercise,) = Course.load(self.top / "course").exercises
        return msgspec.structs.replace(exercise, limits=limits)

    def state(self) -> dict[str, Any]:
        """Digests of all that is ours, and what strangers left where everybody may write."""
        files = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in self.top.rglob("*") if path.is_file()}
        return {
            "files": files,
            "left": sorted(self._foreign() - self._before),
            "armed": Path("/etc/attackbox").exists(),
        }

    def _foreign(self) -> set[str]:
        """Entries of shared folders that belong to the user of the box, but for workers' own and a database's."""
        user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
        found = set()
        for folder in ("/tmp", "/var/tmp", "/dev/shm", "/"):
            for entry in os.scandir(folder):
                ours = entry.name.startswith(("tmp", "gradebox-", "pytest-", "PostgreSQL."))
                if not ours and owner(entry) == user:
                    found.add(entry.path)
        return found


def owner(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_uid
    except OSError:
        return -1


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """The host, with canaries in the suite, the solution, the caller's environment and files."""
    top = Path(tempfile.mkdtemp(prefix="gradebox-host-"))
    with pytest.MonkeyPatch.context() as patch:
        host = Host(top)
        patch.setenv("GRADEBOX_SECRET", CANARY)
        patch.setenv("HOME", str(host.home))
        yield host
    shutil.rmtree(top)


@pytest.fixture(scope="module")
def grader_with(host: Host) -> Iterator[Callable[[Limits], Grader]]:
    """The grader with these limits, one for all attacks of this process."""
    graders: dict[float, Grader] = {}

    def get(limits: Limits) -> Grader:
        if limits.seconds not in graders:
            graders[limits.seconds] = Grader(host.exercise(limits))
        return graders[limits.seconds]

    yield get
    for grader in graders.values():
        grader.worker.close()


def hand_in(attack: Path, folder: Path) -> dict[str, Any]:
    """Put a submission together: its files, and the links, FIFOs and folders that its description asks for."""
    meta: dict[str, Any] = json.loads((attack / "meta.json").read_text(encoding="utf-8"))
    shutil.copytree(attack, folder, ignore=shutil.ignore_patterns("meta.json"), dirs_exist_ok=True)
    for special in meta.get("special", ()):
        place = folder / special["path"]
        if special["kind"] == "symlink":
            place.symlink_to(special["to"])
        elif special["kind"] == "fifo":
            os.mkfifo(place)
        else:
            place.mkdir()
    if attack.name == "361_huge_source":
        terms = " + ".join("0x0000000000000000000000000000000000000000000001" for _ in range(100_000))
        (folder / "calculator.py").write_text(f"def add(a, b):\n    return {terms}\n", encoding="utf-8")
    return meta


def points(name: str, meta: dict[str, Any]) -> int:
    """What a correct grader gives: as the description says, else nothing."""
    said = re.search(r"(\d)/8", meta["correct"])
    return HONEST.get(name, int(said[1]) if said else 0)


def texts(result: Result) -> str:
    """All that anybody is shown of a result, in every format."""
    return "\n".join(report(result, details=True) for report in REPORTERS.values())


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_attack_gains_nothing_and_harms_nobody(
    attack: Path, host: Host, grader_with: Callable[[Limits], Grader], tmp_path: Path
) -> None:
    limits = SHORT if attack.name in HANGING else USUAL
    grader = grader_with(limits)
    meta = hand_in(attack, tmp_path / "submission")
    before, began = host.state(), time.monotonic()

    results = [grader.grade(tmp_path / "submission") for _ in range(2 if meta.get("twice") else 1)]

    took = time.monotonic() - began
    for result in results:
        shown = texts(result)
        assert result.points == points(attack.name, meta)
        assert not [check for check in result.checks if check.outcome is Outcome.ERRORED]
        assert not [secret for secret in SECRETS if secret in shown]
        assert not CONTROL.search(REPORTERS["terminal"](result, details=True))
        assert attack.name not in HANGING or {check.outcome for check in result.checks} == {Outcome.TIMED_OUT}
    assert took < limits.submission_seconds * len(results) + SLACK
    assert host.state() == before
    assert grader.grade(RIGHT).points == 8
    assert grader.changes() == {}


def test_every_attack_of_the_collection_is_here() -> None:
    numbered = [folder for folder in (ESCAPES / "corpus").iterdir() if not folder.name.startswith("00_")]

    assert len(numbered) == 117
    assert {*LATER, *HONEST} <= {folder.name for folder in numbered}
    assert {folder.name for folder in attacks()} >= HANGING


def test_attacks_are_armed(grader_with: Callable[[Limits], Grader], tmp_path: Path) -> None:
    (tmp_path / "calculator.py").write_text(
        "def add(a, b):\n    print(open('/etc/attackbox').read())\n", encoding="utf-8"
    )

    result = grader_with(USUAL).grade(tmp_path)

    assert (result.checks[0].output.strip(), result.box) == ("armed", "bubblewrap")
    assert not Path("/etc/attackbox").exists()


def test_utf_16_is_named(grader_with: Callable[[Limits], Grader], tmp_path: Path) -> None:
    hand_in(ESCAPES / "corpus" / "358_utf16", tmp_path / "submission")

    assert "UTF-16" in texts(grader_with(USUAL).grade(tmp_path / "submission"))


def test_archive_that_climbs_out_is_refused(
    host: Host, grader_with: Callable[[Limits], Grader], tmp_path: Path
) -> None:
    before = host.state()
    shutil.copy(ESCAPES / "corpus" / "367_zip_slip" / "submission.zip", tmp_path)

    result = grader_with(USUAL).grade(tmp_path / "submission.zip")

    assert (result.points, result.problem is None) == (0, False)
    assert host.state() == before
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["submission.zip"]


def test_archive_that_swells_is_refused(grader_with: Callable[[Limits], Grader], tmp_path: Path) -> None:
    bomb = tmp_path / "submission.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("calculator.py", b"#" * (200 << 20))
    began = time.monotonic()

    result = grader_with(USUAL).grade(bomb)

    assert (result.points, result.problem is None) == (0, False)
    assert time.monotonic() - began < 2


@pytest.fixture(scope="module")
def files_worker(host: Host) -> Iterator[Worker]:
    """A worker for a suite that reads the files which student code writes."""
    exercise = host.exercise(Limits(seconds=1.0, submission_seconds=8.0))
    solution = {"student.py": (ESCAPES / "files" / "solution" / "student.py").read_bytes()}
    post = msgspec.structs.replace(
        post_for(exercise, "bubblewrap", fork=True),
        suite=str(ESCAPES / "files" / "suite"),
        roots=["student"],
        solution=solution,
    )
    with Worker(post) as worker:
        worker.collected()
        yield worker


def passed(worker: Worker, source: bytes) -> set[str]:
    """The names of the checks that a submission passes."""
    verdicts = [word.verdict for word in worker.grade(Order(files={"student.py": source})) if isinstance(word, Judged)]
    return {verdict.case.partition("::")[2] for verdict in verdicts if verdict.outcome is Outcome.PASSED}


@pytest.mark.parametrize("attack", sorted(ESCAPES.glob("files/attacks/*.py")), ids=lambda attack: attack.stem)
def test_files_are_not_what_they_seem(attack: Path, files_worker: Worker) -> None:
    solution = (ESCAPES / "files" / "solution" / "student.py").read_bytes()
    began = time.monotonic()

    assert passed(files_worker, attack.read_bytes()) == {"test_honest"}
    assert time.monotonic() - began < 8.0 + SLACK
    assert len(passed(files_worker, solution)) == 6


@pytest.fixture(scope="module")
def idioms_worker(host: Host) -> Iterator[Worker]:
    """A worker for a suite of what real suites do with a student's values and files."""
    exercise = host.exercise(Limits(seconds=1.0, submission_seconds=8.0))
    folder = ESCAPES / "idioms"
    post = msgspec.structs.replace(
        post_for(exercise, "bubblewrap", fork=True),
        suite=str(folder / "suite"),
        roots=["student"],
        solution=read_tree(folder / "solution"),
    )
    with Worker(post) as worker:
        worker.collected()
        yield worker


def named(attack: Path, what: str) -> list[str]:
    """What the comments at the top of an attack say after this word."""
    lines = attack.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(f"# {what}: ") for line in lines if line.startswith(f"# {what}: ")]


@pytest.mark.parametrize("attack", sorted(ESCAPES.glob("idioms/attacks/*.py")), ids=lambda attack: attack.stem)
def test_no_idiom_of_suites_is_a_way_in(attack: Path, idioms_worker: Worker) -> None:
    """An attack is added to the solution: it must fail what it cheats, for the reason it names, and nothing else."""
    files = read_tree(ESCAPES / "idioms" / "solution")
    changed = dict(line.split(": ", 1) for line in named(attack, "files"))
    files |= {name: f"{line}\n".encode() + files[name] for name, line in changed.items()}
    files["student.py"] += b"\n\n" + attack.read_bytes()

    words = list(idioms_worker.grade(Order(files=files)))

    verdicts = [word.verdict for word in words if isinstance(word, Judged)]
    failed = {verdict.case.partition("::")[2]: verdict for verdict in verdicts if verdict.outcome is not Outcome.PASSED}
    assert set(failed) == set(" ".join(named(attack, "cheats")).split())
    assert Outcome.ERRORED not in {verdict.outcome for verdict in failed.values()}
    told = [f"{each.message} {each.got} {each.expected}" for each in failed.values()]
    assert all(any(reason in text for text in told) for reason in named(attack, "told")), told
    assert {verdict.location.file for verdict in verdicts if verdict.location} <= set(files)
    assert not [verdict.output for verdict in verdicts if re.search("4711|4242", verdict.output)]
    assert "SECRET-4711" not in "".join(told) or attack.stem == "swallowed_callback"


def test_the_suite_of_idioms_is_passed_by_its_solution(idioms_worker: Worker) -> None:
    words = list(idioms_worker.grade(Order(files=read_tree(ESCAPES / "idioms" / "solution"))))

    assert {word.verdict.outcome for word in words if isinstance(word, Judged)} == {Outcome.PASSED}


def test_the_limit_on_processes_holds_whoever_started_it(host: Host) -> None:
    """For root it would not: the worker is another user by then, or there is no real box."""
    bomb = b"""
import os, time
made = 0
try:
    while made < 40:
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
        made += 1
except OSError:
    pass
def add(a, b):
    print(made)
"""
    with Worker(post_for(host.exercise(USUAL), "bubblewrap", fork=True)) as worker:
        worker.collected()
        user = Path(f"/proc/{worker.pid}").stat().st_uid
        words = list(worker.grade(Order(files={"calculator.py": bomb})))

    assert next(word.verdict.output for word in words if isinstance(word, Judged)) == "15\n"
    assert user == (pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid())


def test_a_root_that_stays_root_gets_no_real_box(host: Host) -> None:
    post = post_for(host.exercise(USUAL), "bubblewrap", fork=True)

    with Worker(post, user="no-such-user") as worker:
        if os.geteuid():
            assert worker.collected().checks
        else:
            with pytest.raises(BoxError, match="another user than root"):
                worker.collected()
