"""kill -9 of anything at any moment leaves no process and no mount; of a part, a result or a clear message comes.

No folder is left either, except where the command itself is killed: its base folder stays until the next command.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from grader.box.bubblewrap import why_not
from grader.worker import base

ROOT = Path(__file__).parent.parent
COURSE = ROOT / "tests" / "courses" / "calculator8"
SLEEPY = """
import time
def add(a, b):
    time.sleep(0.3)
    return a + b
subtract = multiply = divide = add
"""
VICTIMS = {"worker": "grader.worker", "judge": "grader.judge", "warm inside": "inside/__main__.py"}


def processes() -> dict[int, tuple[int, str]]:
    """Every process: its parent and its command line."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            found[int(entry.name)] = (parent, line)
    return found


def descendants(pid: int) -> dict[int, str]:
    """The processes below one, however deep."""
    table = processes()
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        above = waiting.pop()
        for child, (parent, line) in table.items():
            if parent == above and child not in found:
                found[child] = line
                waiting.append(child)
    return found


class Grading:
    """A `grade` in the middle of a submission that takes its time."""

    def __init__(self, folder: Path, box: str) -> None:
        work = folder / "work"
        work.mkdir()
        (work / "calculator.py").write_text(SLEEPY)
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        line = [sys.executable, "-m", "grader", "ex01", str(work), "--course", str(COURSE), "--box", box, "--json", "-"]
        environment = {**os.environ, "TMPDIR": str(self.scratch)}
        self.process = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
        )

    def wait_until_busy(self) -> dict[int, str]:
        """Wait until student code runs; the processes there are then."""
        deadline = time.monotonic() + 20
        found: dict[int, str] = {}
        while time.monotonic() < deadline:
            found = descendants(self.process.pid)
            if sum("inside/__main__.py" in line and "bwrap" not in line for line in found.values()) > 1:
                return found
            time.sleep(0.02)
        raise AssertionError(f"no student code ran: {found}")

    def gone(self, pids: set[int]) -> set[int]:
        """Those of the processes that are still there ten seconds later."""
        deadline = time.monotonic() + 10
        left = pids
        while left and time.monotonic() < deadline:
            time.sleep(0.05)
            table = processes()
            left = {pid for pid in left if pid in table and table[pid][1]}
        return left


def boxes() -> list[str]:
    return ["process"] if why_not() else ["bubblewrap", "process"]


@pytest.mark.parametrize("box", boxes())
@pytest.mark.parametrize("victim", VICTIMS)
def test_a_killed_part_leaves_nothing_and_a_clear_end(victim: str, box: str, tmp_path: Path) -> None:
    grading = Grading(tmp_path, box)
    found = grading.wait_until_busy()
    time.sleep(random.Random(f"{victim} {box}").uniform(0, 0.5))  # noqa: S311 - a moment, no secret
    targets = [pid for pid, line in found.items() if VICTIMS[victim] in line]

    os.kill(min(targets), signal.SIGKILL)
    out, err = grading.process.communicate(timeout=40)

    assert grading.process.returncode in (0, 1, 3), err
    assert "Traceback" not in err
    assert (json.loads(out)["max_points"] == 8) if out else ("Error: " in err)
    assert grading.gone(set(found)) == set()
    assert list(grading.scratch.iterdir()) == []


@pytest.mark.parametrize("box", boxes())
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_command_takes_everything_with_it(number: signal.Signals, box: str, tmp_path: Path) -> None:
    grading = Grading(tmp_path, box)
    found = grading.wait_until_busy()

    grading.process.send_signal(number)
    grading.process.communicate(timeout=20)

    assert grading.gone(set(found)) == set()
    sweep_in(grading.scratch)
    assert list(grading.scratch.iterdir()) == []


def sweep_in(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        base.sweep()


def test_only_what_nobody_holds_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a folder in use, nor one that only a worker still holds; no link, no other file, nobody else's folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "work.py").write_text("x")
    (tmp_path / f"{base.PREFIX}link").symlink_to(kept)
    (tmp_path / f"{base.PREFIX}file").write_text("x")
    os.mkfifo(tmp_path / f"{base.PREFIX}fifo")
    (tmp_path / "gradebox-other").mkdir()
    stale = tmp_path / f"{base.PREFIX}stale"
    (stale / "box" / "1").mkdir(parents=True)
    (stale / "box" / "1" / "out").symlink_to(kept)
    strangers = tmp_path / f"{base.PREFIX}strangers"
    if os.geteuid() == 0:
        strangers.mkdir()
        os.chown(strangers, 65534, 65534)
    held, inherited = base.Base(), base.Base()
    with subprocess.Popen(["/bin/sleep", "60"], pass_fds=[inherited.descriptor]) as worker:
        os.close(inherited.descriptor)
        before = {place.name for place in tmp_path.iterdir()}

        base.sweep()
        left = {place.name for place in tmp_path.iterdir()}
        worker.kill()
        worker.wait()
        base.sweep()

    assert before - left == {stale.name}
    assert left - {place.name for place in tmp_path.iterdir()} == {Path(inherited.path).name}
    assert (kept / "work.py").read_text() == "x"
    held.remove()
    assert not Path(held.path).exists()


def test_no_mount_shows_outside() -> None:
    assert "gradebox-" not in Path("/proc/self/mountinfo").read_text()
