"""The session of pytest that a judge is."""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
import warnings
from pathlib import Path

import msgspec
import pytest

from grader.box.mounts import mount_options
from grader.errors import JudgeError
from grader.judge.control import Control, Setup, WorkerAbove
from grader.judge.fixtures import Fixtures
from grader.judge.plugin import Judge, explain

MEMORY_MB = 4096  # of a judge: room for a suite, none for filling the machine
# What a judge needs of pytest; each plugin fewer makes every fork cheaper.
UNUSED = (
    "cacheprovider doctest faulthandler pastebin stepwise setuponly setupplan threadexception unraisableexception"
).split()
# What only a suite needs that names it: plugin → words, one of which its text would hold.
NAMED = {
    "capture": [b"cap", b"std", b"subtest", b"subTest", b"TestCase"],
    "legacypath": [b"tmpdir", b"fspath", b"rootdir", b"startdir", b"invocation_dir", b"inifile"],
    "skipping": [b"skip", b"xfail"],
    "subtests": [b"subtest", b"subTest"],
    "tmpdir": [b"tmp", b"fspath", b"rootdir", b"startdir", b"invocation_dir", b"inifile"],  # what the older one needs
    "unittest": [b"unittest", b"TestCase"],
    "warnings": [b"warn"],
}


def options(setup: Setup, needless: list[str]) -> list[str]:
    """pytest's command line: nothing is read from where it runs or from the environment."""
    line = ["-c", os.devnull, "--rootdir", setup.suite, "--confcutdir", setup.suite, "--import-mode=importlib"]
    line += ["-q", "--assert=rewrite", "-W", "ignore::pytest.PytestWarning"]
    line += [] if "capture" in needless else ["--capture=sys"]
    for name in [*UNUSED, *needless]:
        line += ["-p", f"no:{name}"]
    for name in setup.plugins:
        line += ["-p", name]
    line += [] if setup.json_report else ["--tb=native"]  # pytest's own tracebacks cost 50 ms a failure
    if setup.json_report:
        line += ["-p", "pytest_metadata.plugin", "-p", "pytest_jsonreport.plugin", "--json-report"]
        line += [f"--json-report-file={setup.json_report}"]
    return [*line, setup.suite]


def unnamed(setup: Setup) -> list[str]:
    """The plugins that no file of the suite has a word for; pytest-json-report, for one, needs what they add.

    Without fork pytest's terminal stays, and writes where the capture of ours listens.
    """
    if setup.json_report or setup.plugins:
        return []
    forks = setup.fork and setup.solution is not None  # without a solution a judge serves one submission
    wanted = [name for name in NAMED if name != "capture" or forks]
    texts = [path.read_bytes() for path in Path(setup.suite).rglob("*.py") if path.is_file()]
    return [name for name in wanted if not any(word in text for word in NAMED[name] for text in texts)]


def stand_on(view: str) -> None:
    """Hold what the worker promised: a view of the submissions without links; or, without one, an end with it.

    Raises JudgeError where the view is not there. The judge's own memory is limited in both cases.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not view:
        from grader.box.kernel import die_with_parent  # noqa: PLC0415 - a box of its own does this for us

        die_with_parent(signal.SIGKILL)
        return
    options = mount_options(view)
    if "nosymfollow" not in options:
        raise JudgeError(f"the submissions' folder is not mounted without links: {options}")


def main() -> None:
    """Judge until the worker has no more submissions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command line; the worker ends us
    control, diary = (socket.socket(fileno=int(fd)) for fd in sys.argv[1:])
    above = WorkerAbove(Control(control), diary)
    setup = msgspec.convert(above.control.receive()["setup"], Setup)
    sys.argv = ["pytest"]
    sys.path.append(setup.suite)  # helpers import, and none of them shadows the standard library
    if setup.fork:
        from grader.judge.diagnosing import prepare  # noqa: PLC0415 - of a single submission, only where something fails

        prepare()
    judge = Judge(setup, above)
    try:
        stand_on(setup.view)
        judge.begin()
        needless = unnamed(setup)
        judge.current.captures = "capture" in needless
        if "warnings" in needless:
            warnings.showwarning = lambda *_, **__: None
        code = pytest.main(options(setup, needless), plugins=[judge, Fixtures(judge)])
        judge.above.tell("closed", code=int(code))
    except BaseException as error:  # noqa: BLE001 - whatever it was, the worker must hear of it
        judge.above.tell("broken", why=explain(error)[:2000])
