"""The hidden suite never enters the student's process: tests that look for it from inside, and in its memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.box.bubblewrap import why_not
from grader.course import Limits
from grader.result import Outcome

if TYPE_CHECKING:
    from conftest import Suite

CANARY = "CANARY_of_the_hidden_suite"
EXPECTED = "the_expected_value_nobody_may_read"
SOLUTION_CANARY = "CANARY_of_the_solution"

SUITE = f'''
"""{CANARY}"""
import pytest
import probe

SECRET = "{CANARY}_in_a_global"


class Helper:
    """{CANARY}"""

    public = 1
    _private = "{CANARY}_private"


def callback(value):
    """{CANARY}"""
    return value


def test_looks_around():
    found = probe.look()
    print(found)
    assert "{EXPECTED}" not in found
    assert probe.answer() == "{EXPECTED}"[:3]


def test_through_callback():
    print(probe.pry(callback, Helper()))


def test_holds_still():
    assert probe.hold() is None
'''

SOLUTION = f"""
# {SOLUTION_CANARY}
def look(): return ""
def pry(callback, helper): return ""
def hold(): return None
def answer(): return "the"
"""

# What hostile code would try: every place where a process can find text.
PROBE = r"""
import gc
import os
import sys
import time

NEEDLES = ("fo_YRANAC", "eulav_detcepxe_eht")  # read backwards, or this file would find itself


WAYS = (
    "__globals__ __code__ __closure__ __func__ __self__ __class__ __dict__ __doc__ __module__ _private __init__"
    " __reduce_ex__ func_globals gi_frame f_globals"
).split()


def needle_in(text):
    return next((needle for needle in NEEDLES if needle in text[::-1]), None)


def everything():
    yield repr(sys.argv)
    yield repr(getattr(sys, "orig_argv", ""))
    yield repr(dict(os.environ))
    yield repr(sorted(sys.modules))
    for thing in gc.get_objects():
        try:
            if isinstance(thing, (dict, list, tuple, set)):
                items = thing.values() if isinstance(thing, dict) else thing
                yield str([item for item in items if type(item) is str])
        except Exception:
            pass
    frame = sys._getframe()
    while frame is not None:
        yield str(frame.f_code.co_consts) + str(list(frame.f_locals))
        yield str([value for value in frame.f_globals.values() if type(value) is str])
        frame = frame.f_back
    for fd in range(256):
        try:
            yield f"fd {fd} " + os.readlink(f"/proc/self/fd/{fd}")
        except OSError:
            pass
    for name in ("/proc/self/environ", "/proc/self/cmdline", "/proc/1/environ", "/proc/1/cmdline"):
        try:
            yield open(name, errors="replace").read()
        except OSError:
            pass
    for top in ("/",):
        for folder, folders, names in os.walk(top, followlinks=False):
            if folder.startswith(("/sys", "/usr/lib", "/usr/share", "/root/.pyenv")) or "python3" in folder:
                folders[:] = []
                continue
            for name in names:
                path = os.path.join(folder, name)
                try:
                    if os.path.isfile(path) and os.path.getsize(path) < 1_000_000 and path != __file__:
                        yield path + open(path, errors="replace").read()
                except OSError:
                    pass


def look():
    for text in everything():
        if needle_in(text):
            at = text[::-1].index(needle_in(text))
            return "LEAK " + text[::-1][max(0, at - 100) : at + 100][::-1]
    return "nothing"


def answer():
    return "the"


def pry(callback, helper):
    found = []
    for thing in (callback, helper):
        for name in WAYS:
            try:
                value = getattr(thing, name)
                text = repr(getattr(value, "co_consts", value))
                if isinstance(value, dict):
                    text += repr({k: v for k, v in value.items() if type(v) is str})
                if needle_in(text):
                    found.append(f"LEAK {name} {text[:200]}")
            except BaseException:
                pass
    try:
        # The wire itself: ask for attributes of a function of the suite.
        import inspect
        ask = callback.__closure__
        for cell in ask or ():
            value = cell.cell_contents
            if callable(value):
                for name in ("__globals__", "__code__", "__doc__"):
                    try:
                        found.append("LEAK by wire " + repr(value(1, "getattr", (name,), {}))[:200])
                    except BaseException:
                        pass
    except BaseException:
        pass
    return " ".join(found) or "nothing"


def hold():
    time.sleep(1.5)
"""


@pytest.fixture(scope="module", params=["bubblewrap", "process"])
def open_probes(request: pytest.FixtureRequest, open_suite: Callable[..., Suite]) -> Callable[[], Suite]:
    """Start the suite above in each kind of box."""
    if request.param == "bubblewrap" and why_not():
        pytest.skip(f"no real box: {why_not()}")
    limits = Limits(seconds=20.0, submission_seconds=60.0)
    return lambda: open_suite({"test_probe.py": SUITE}, {"probe.py": SOLUTION}, box=request.param, limits=limits)


@pytest.fixture(scope="module")
def suite(open_probes: Callable[[], Suite]) -> Suite:
    """One worker of each kind for the submissions that only look around."""
    return open_probes()


def test_student_code_finds_nothing_of_the_suite(suite: Suite, request: pytest.FixtureRequest) -> None:
    """Not in modules, memory, argv, environment or descriptors, nor through a callback; nor on disk in the real box."""
    real_box = "bubblewrap" in request.node.name
    probe = PROBE if real_box else PROBE.replace('("/",)', "()")  # the plain process hides no disk, and says so
    verdicts = suite.grade({"probe.py": probe})

    assert verdicts["test_through_callback"].output.strip() == "nothing"
    if real_box:
        assert verdicts["test_looks_around"].output.strip() == "nothing"
        assert verdicts["test_looks_around"].outcome is Outcome.PASSED


def insides() -> dict[int, str]:
    """The processes that hold student code, with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if "inside/__main__.py" in line and "bwrap" not in line:
                found[int(entry.name)] = line
    return found


def memory_of(pid: int) -> bytes:
    """All that a process has in writable memory."""
    parts = []
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            match = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if match and "[vvar" not in line and "[vsyscall" not in line:
                start, end = (int(part, 16) for part in match.groups())
                try:
                    memory.seek(start)
                    parts.append(memory.read(end - start))
                except OSError:
                    continue
    return b"".join(parts)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc of the other process")
def test_the_memory_of_the_inside_holds_neither_suite_nor_solution(open_probes: Callable[[], Suite]) -> None:
    """Seen from outside, while a check waits for the student's code."""
    suite = open_probes()
    before = set(insides())
    probe = PROBE.replace('("/",)', "()")  # the disk is another test's
    thread = threading.Thread(target=lambda: suite.grade({"probe.py": probe}))
    seen: dict[int, bytes] = {}

    thread.start()
    while thread.is_alive():
        for pid in insides():
            try:
                seen[pid] = memory_of(pid)
            except OSError:
                continue
        time.sleep(0.1)
    thread.join()

    assert set(seen) - before, "no new inside was looked at"
    for pid, content in seen.items():
        for canary in (CANARY, SOLUTION_CANARY):
            assert canary.encode() not in content, f"{canary} in the memory of {pid}"


BARE_PROBE = """
import sys
MODULES = sorted(name for name in sys.modules if name != "probe")
import json
def look():
    main = sys.modules["__main__"]
    return json.dumps([MODULES, sys.argv, main.__name__, hasattr(main, "__file__")])
def answer(): return ""
def pry(callback, helper): return ""
def hold(): return None
"""


def test_the_inside_looks_like_a_bare_python(suite: Suite) -> None:
    """`sys.modules`, argv and `__main__` are what a bare Python has, so that a student's names are free."""
    code = "import site, sys; names = sorted(sys.modules); import json; print(json.dumps(names))"
    interpreter = getattr(sys, "_base_executable", sys.executable)
    bare = subprocess.run([interpreter, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)

    modules, argv, name, has_file = json.loads(suite.grade({"probe.py": BARE_PROBE})["test_looks_around"].output)

    assert set(modules) <= set(json.loads(bare.stdout))
    assert (argv, name, has_file) == ([""], "__main__", False)


def test_a_solution_passes_where_nothing_is_probed(suite: Suite) -> None:
    """The control: the same suite gives its points to who earns them."""
    assert suite.passed({"probe.py": SOLUTION}) == ["test_looks_around", "test_through_callback", "test_holds_still"]
