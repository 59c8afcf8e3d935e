"""Watch mode on a real terminal: real saves, real keys, and the terminal as it was afterwards."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from grader.watch.folder import FolderWatch

ROOT = Path(__file__).parent.parent
SKELETON = ROOT / "exercises" / "ex03_calculator"
SOLUTION = ROOT / "solutions" / "ex03_calculator" / "solution"
PATIENCE = 30.0  # seconds for what takes a fraction of one on an idle machine


CLEARED = "\x1b[2J\x1b[1;1H"
# Takes the terminal as its own, so that Ctrl-C reaches it, and goes on as Python with the words that follow.
IN_FOREGROUND = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
Watched = Callable[[Path], tuple[FolderWatch, threading.Event]]


class Terminal:
    """`grade ex03 --watch` on a terminal of its own, in a folder with the skeleton."""

    def __init__(self, top: Path) -> None:
        self.work = top / "ex03_calculator"
        shutil.copytree(SKELETON, self.work)
        self.fd, theirs = pty.openpty()
        self.resize(80)
        self._process = subprocess.Popen(
            [sys.executable, "-c", IN_FOREGROUND, "-m", "grader", "ex03", "--watch"],
            cwd=top,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": "1"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        self.modes = termios.tcgetattr(self.fd)
        self._theirs = theirs
        self._started: set[str] = set()

    def until(self, *texts: str) -> str:
        """What is shown until all of `texts` were in one piece of it, the last of them last."""
        shown = ""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if select.select([self.fd], [], [], 0.1)[0]:
                shown += os.read(self.fd, 65536).decode("utf-8", "replace").replace(CLEARED, "")
            if all(text in shown for text in texts):
                return shown
        raise AssertionError(f"never saw {texts} in:\n{shown}")

    def press(self, key: str) -> None:
        os.write(self.fd, key.encode())

    def save(self, name: str, source: Path) -> None:
        """As an editor does it that writes beside the file and renames."""
        part = self.work / f".{name}.swp"
        part.write_bytes((source / name).read_bytes())
        part.replace(self.work / name)

    def resize(self, columns: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def end(self) -> int:
        """The exit code, once all it started has ended as well."""
        pid = self._process.pid
        with suppress(FileNotFoundError):
            self._started |= set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        code = self._process.wait(timeout=PATIENCE)
        assert [each for each in self._started if Path("/proc", each).exists()] == []
        assert termios.tcgetattr(self.fd) == self.modes, "the terminal is as it was"
        return code

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._theirs)
        os.close(self.fd)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path)
    yield opened
    opened.close()


def test_a_session_from_the_first_save_to_quit(terminal: Terminal) -> None:
    """Saves, renames, each key, another window size, a folder that goes and comes back."""
    terminal.until("1 / 20", "q quit")
    terminal.save("calculator.py", SOLUTION)
    assert "then save it. For a hint: the key h." in " ".join(terminal.until("(new)", "q quit").split())

    terminal.press("h")
    terminal.until("Hint 2 of 3", "q quit")
    terminal.press("l")
    terminal.until("ex03_calculator", "in progress", "q quit")
    terminal.press("n")
    terminal.until("ex04_guard is not here yet", "q quit")

    terminal.resize(60)
    assert max(map(len, terminal.until("q quit").splitlines())) <= 60
    terminal.save("receipt.py", SOLUTION)
    terminal.until("20 / 20", "q quit")

    shutil.rmtree(terminal.work)
    terminal.until("is gone", "q quit")
    shutil.copytree(SKELETON, terminal.work)
    terminal.until("1 / 20", "Best so far: 20 / 20", "q quit")

    terminal.press("\x1b[A\x1bOPxq")  # an arrow, a function key, a key without a meaning
    assert terminal.end() == 1


def test_a_storm_of_saves_ends_with_the_last_of_them(terminal: Terminal) -> None:
    terminal.until("1 / 20", "q quit")
    for number in range(200):
        (terminal.work / "calculator.py").write_text(f"number = {number}\n")
    for name in ("calculator.py", "receipt.py"):
        terminal.save(name, SOLUTION)

    terminal.until("20 / 20", "q quit")
    terminal.press("q")
    assert terminal.end() == 0


def test_ctrl_c_ends_it_in_the_middle_of_a_run(terminal: Terminal) -> None:
    """A check hangs for five seconds; nobody waits for it, nor for a second Ctrl-C."""
    terminal.until("1 / 20", "q quit")
    (terminal.work / "calculator.py").write_text("while True: pass\n")
    time.sleep(0.5)
    terminal.press("\x03")
    terminal.press("\x03")

    assert terminal.end() == 130


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminal_that_is_closed_is_left_in_order(number: int, terminal: Terminal) -> None:
    terminal.until("q quit")
    terminal.signal(number)

    assert terminal.end() == 128 + number


def test_without_keys_it_goes_on_until_it_is_interrupted(tmp_path: Path) -> None:
    """A pipe on both sides: no key, no clearing of the screen."""
    shutil.copytree(SKELETON, tmp_path / "ex03_calculator")
    command = [sys.executable, "-m", "grader", "ex03", "--watch"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        shown = "".join(iter(process.stdout.readline, "Ctrl-C ends it.\n"))
        process.send_signal(signal.SIGINT)

    assert "1 / 20" in shown
    assert "\x1b" not in shown
    assert process.returncode == 130


@pytest.fixture
def watched() -> Iterator[Watched]:
    opened: list[FolderWatch] = []

    def watch(path: Path) -> tuple[FolderWatch, threading.Event]:
        woken = threading.Event()
        opened.append(FolderWatch(path, woken.set))
        return opened[-1], woken

    yield watch
    for each in opened:
        each.close()


def test_a_save_below_the_folder_is_reported(watched: Watched, tmp_path: Path) -> None:
    """Also in a folder that was made while it watches."""
    watch, woken = watched(tmp_path)
    (tmp_path / "package").mkdir()
    assert save_until(woken, tmp_path / "one.py")
    assert watch.look(reported=True)

    woken.clear()
    assert save_until(woken, tmp_path / "package" / "two.py")
    assert watch.look(reported=True)
    assert not watch.look(reported=False)
    assert watch.notice == ""


def save_until(woken: threading.Event, file: Path) -> bool:
    """Save until it is heard: the watch may still be starting."""
    for number in range(100):
        file.write_text(str(number))
        if woken.wait(0.1):
            return True
    return False


def test_a_folder_that_reports_nothing_is_looked_at_with_a_notice(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one on a network drive; here nobody listens to what the system reports."""
    for limit in ("_PATIENCE", "_STARTING"):
        monkeypatch.setattr(f"grader.watch.folder.{limit}", 0.0)
    monkeypatch.setattr(FolderWatch, "_listen", lambda *_: None)
    watch, _ = watched(tmp_path)
    (tmp_path / "one.py").write_text("1")

    assert watch.look(reported=False)
    time.sleep(0.01)
    watch.look(reported=False)

    assert "not reported in this folder" in watch.notice
    assert watch.tick < 1
    (tmp_path / "one.py").write_text("22")
    assert watch.look(reported=False)
