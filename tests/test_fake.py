"""The fake file system: right solutions that step into every known trap, faults on request, and what gains nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course, Limits
from grader.errors import InputError, SuiteError
from grader.inside.order import shuffled
from grader.judge.image import look_of
from grader.post import post_for

TRAPS = Path(__file__).parent / "courses" / "traps"


BOTH = ("temporary", "fake")


def texts(folder: Path) -> dict[str, str]:
    """The files of a folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}


@pytest.mark.parametrize(("filesystem", "box"), [("temporary", ""), ("fake", ""), ("fake", "process")])
def test_right_answers_pass_in_each(open_suite: Callable[..., Any], filesystem: str, box: str) -> None:
    """Every known trap, every fault, every reader: one suite, in a real folder, in a fake one, and without the wall."""
    files = {**texts(TRAPS / "solution"), "pack/inner.txt": "inner"}
    suite = open_suite(texts(TRAPS / "suite"), files, filesystems=(filesystem,), box=box)

    verdicts = suite.grade(files)

    wrong = {name: (v.message, v.expected, v.got, v.traceback) for name, v in verdicts.items() if v.outcome != "passed"}
    assert not wrong, "\n".join(map(str, wrong.items()))
    assert len(verdicts) > sum(text.count("def test_") for text in texts(TRAPS / "suite").values())


WORK = (TRAPS / "solution" / "work.py").read_text(encoding="utf-8")
TWICE = """
import pytest
import work

@pytest.mark.check("makes", points=3)
def test_make(fs):
    work.make("box")
    assert fs.tree() == {"box": None}

@pytest.mark.check("works when there is a box", needs="test_make")
def test_write(fs):
    fs.create_dir("box")
    work.write("box/a", "a")
    assert fs.read_text("box/a") == "a"

@pytest.mark.check("two cases", points=2)
@pytest.mark.parametrize("text", ["a", "b"])
def test_cases(fs, text):
    work.write(text, text)
    assert work.read(text) == text
"""
# Where it runs shows in the type of a function of `os`: hostile code would look there as well.
ONLY_HERE = """
import os
HERE = type(os.listdir).__name__ == {kind!r}
def make(name):
    HERE and os.mkdir(name)
def write(name, text):
    (HERE or text == "a") and open(name, "w").write(text)
def read(name):
    return open(name).read()
"""


@pytest.fixture(scope="module")
def twice(open_suite: Callable[..., Any]) -> Any:
    """A suite in both file systems, with little time for each check."""
    limits = Limits(seconds=2.0, submission_seconds=60.0)
    return open_suite({"test_twice.py": TWICE}, {"work.py": WORK}, filesystems=BOTH, limits=limits)


def test_every_check_runs_in_each_file_system(twice: Any) -> None:
    assert twice.passed({"work.py": WORK}) == ["test_make", "test_write", "test_cases[a]", "test_cases[b]"]
    assert twice.passed({"work.py": WORK.replace("os.mkdir(name)", "pass")}) == ["test_cases[a]", "test_cases[b]"]
    only_real = twice.grade({"work.py": ONLY_HERE.format(kind="builtin_function_or_method")})
    only_fake = twice.grade({"work.py": ONLY_HERE.format(kind="method")})
    for verdicts in (only_real, only_fake):
        outcomes = {name: str(verdict.outcome) for name, verdict in verdicts.items()}
        assert outcomes["test_make"] == "failed"
        assert outcomes["test_write"] == "not checked"
        assert outcomes["test_cases[a]"] == "passed"
        assert outcomes["test_cases[b]"] == "crashed"
    assert only_real["test_make"].message.endswith("This came in a second run, in a fake file system.")
    assert "second run" not in only_fake["test_make"].message


def test_a_case_that_ends_the_judge_is_lost_once_and_the_rest_goes_on(twice: Any) -> None:
    """A loop in the second file system: killed at the limit, with the checks before and after it kept."""
    slow = WORK.replace("    os.mkdir(name)", "    os.mkdir(name)\n    while type(os.mkdir).__name__ == 'method': pass")

    verdicts = twice.grade({"work.py": slow})

    assert {name: str(verdict.outcome) for name, verdict in verdicts.items()} == {
        "test_make": "timed out",
        "test_write": "not checked",
        "test_cases[a]": "passed",
        "test_cases[b]": "passed",
    }


ENOUGH: dict[str, tuple[dict[str, Any], list[str]]] = {
    "all": ({}, ["failed", "not checked", "failed", "failed"]),
    "one": ({"enough": 1}, ["failed", *["not checked"] * 3]),
    "another than the first": (
        {"decisive": ["test_twice.py::test_cases"]},
        ["failed", "not checked", "failed", "not checked"],
    ),
    "the first that is asked": (
        {"decisive": ["test_twice.py::test_cases"], "sequence": ["test_twice.py::test_cases[b]"]},
        ["not checked", "not checked", "not checked", "failed"],
    ),
}


@pytest.mark.parametrize(("asked", "outcomes"), ENOUGH.values(), ids=ENOUGH)
def test_nothing_is_asked_once_enough_have_failed(twice: Any, asked: dict[str, Any], outcomes: list[str]) -> None:
    verdicts = twice.grade({"work.py": "def make(name): pass\n"}, **asked)

    names = ("test_make", "test_write", "test_cases[a]", "test_cases[b]")
    assert [str(verdicts[name].outcome) for name in names] == outcomes


def test_what_passed_is_not_carried_out_again_once_enough_have_failed(twice: Any) -> None:
    verdicts = twice.grade({"work.py": "import os\n\ndef make(name):\n    os.mkdir(name)\n"}, enough=1)

    outcomes = {name: str(verdict.outcome) for name, verdict in verdicts.items()}
    assert outcomes.pop("test_write") == "failed"
    assert {*outcomes.values()} == {"not checked"}


def test_an_order_may_leave_a_check_less_time(twice: Any) -> None:
    loop = WORK.replace("    os.mkdir(name)", "    while True: pass")

    hung = twice.grade({"work.py": loop}, check_seconds=0.25, enough=1)["test_make"]

    assert "did not finish within 0.25 seconds" in hung.message


LARGE = """
def write_lines():
    with open("large", "w") as file:
        for _ in range(6_000):
            file.write("x" * 999 + "\\n")
"""
SYSTEMS = """
import pytest
import work

def test_windows(fs):
    fs.os = "windows"
    assert work.joined("box", "june") == "box\\\\june"
    work.make("box")
    work.make("box\\\\june")
    work.write(r"box/june\\a.txt", "a")
    assert fs.tree() == {"box": None, "box/june": None, "box/june/a.txt": "a"}
    assert fs.exists(r"BOX\\june") is False and fs.isdir(r"box\\june") and fs.read_text("box/june/a.txt") == "a"
    assert "What checks" in work.read("work.py") and work.read("BOX/JUNE/A.TXT") == "a"
    fs.create_dir("C:/Users/ann")
    work.write("C:\\\\Users\\\\ann\\\\note.txt", "n")
    assert fs.read_text("C:\\\\Users\\\\ann\\\\note.txt") == "n"
    with pytest.raises(FileExistsError):
        work.make("Box")

def test_windows_in_a_script(fs, submission):
    fs.os = "windows"
    fs.create_file(r"box\\a.txt", contents="a")
    ran = submission.variant().run("work.py")
    assert ran.exit_code == 0
    inside = submission.fresh()
    assert inside.module("work").read(r"box\\a.txt") == "a"
    assert inside.module("work").joined("a", "b") == r"a\\b"

def test_linux_again(fs):
    assert work.joined("box", "june") == "box/june"
    work.make("box")
    work.make("Box")
    assert fs.tree() == {"Box": None, "box": None}

def test_macos(fs):
    fs.is_macos = True
    work.make("box")
    with pytest.raises(FileExistsError):
        work.make("Box")

def test_large_file(fs):
    work.write_lines()
    assert len(fs.read_bytes("large")) == 6_000_000

def test_unknown(fs):
    with pytest.raises(AttributeError, match="no `add_real_file`"):
        fs.add_real_file("/etc/passwd")
    with pytest.raises(AttributeError):
        fs.os = "amiga"
"""


def test_other_systems_and_large_files(open_suite: Callable[..., Any]) -> None:
    suite = open_suite({"test_systems.py": SYSTEMS}, {"work.py": WORK + LARGE}, filesystems=("fake",))

    verdicts = suite.grade({"work.py": WORK + LARGE})

    wrong = {name: (v.message, v.expected, v.got, v.traceback) for name, v in verdicts.items() if v.outcome != "passed"}
    assert not wrong, "\n".join(map(str, wrong.items()))


HOSTILE = {
    "changes the disk itself": """
import gc, os
for thing in gc.get_objects():
    if type(thing).__name__ == "FakeFilesystem" or type(thing).__name__ == "Disk":
        thing.create_dir(os.path.join(os.getcwd(), "box"))
        thing.exists = lambda *args, **kwargs: True
""",
    "answers for the disk": """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Fake":
        type(thing).image = lambda self: ("linux", "/", ())
    if isinstance(thing, dict) and "disk_image" in thing:
        thing["disk_image"] = lambda: ("linux", "/", Always())
class Always(tuple):
    def __eq__(self, other): return True
    def __contains__(self, other): return True
    def __iter__(self): return iter(())
""",
    "answers what is no disk": """
import gc
for thing in gc.get_objects():
    if isinstance(thing, dict) and "disk_image" in thing:
        thing["disk_image"] = lambda: [["box", "d", 0, b""]]
""",
    "raises what the check waits for": """
import gc
def refuse():
    raise FileNotFoundError("none")
for thing in gc.get_objects():
    if isinstance(thing, dict) and "disk_image" in thing:
        thing["disk_image"] = refuse
""",
    "pauses the double": """
import sys
sys.path.append("/grader/fake")
from pyfakefs.fake_filesystem_unittest import Pause, Patcher
Patcher().setUp()
""",
    "goes past it": """
import os, posix, _io
def real(name):
    descriptor = posix.open(name, posix.O_CREAT | posix.O_WRONLY)
    posix.write(descriptor, b"real")
real("real.txt")
posix.mkdir("box")
found = [posix.listdir(place) for place in ("/", "/tmp", "/grader")]
""",
}
PRIZE = """
import pytest
import work

def test_folder(fs):
    work.make("box/inner")
    assert fs.isdir("box/inner") and fs.exists("box/inner")

def test_text(fs):
    work.write("note.txt", "seven")
    assert fs.read_text("note.txt") == "seven"

def test_tree(fs):
    work.make("june")
    assert fs.tree() == {"june": None}

def test_missing(fs):
    work.write("note.txt", "")
    with pytest.raises(FileNotFoundError):
        fs.read_text("none.txt")
    assert fs.tree() == {"note.txt": ""}
"""
IDLE = """
def make(name): return None
def write(name, text): return None
"""


@pytest.fixture(scope="module", params=[("fake",), BOTH], ids="+".join)
def prize(request: pytest.FixtureRequest, open_suite: Callable[..., Any]) -> Any:
    """A suite about files, with a fake file system alone and beside a real one."""
    return open_suite({"test_prize.py": PRIZE}, {"work.py": MAKES}, filesystems=request.param)


def test_hostile_code_gains_nothing(prize: Any) -> None:
    """None knows what the checks ask for, and the disk is shown whole before it is asked about."""
    assert len(prize.passed({"work.py": MAKES})) == PRIZE.count("def test_")

    for what, attack in HOSTILE.items():
        assert prize.passed({"work.py": attack + IDLE}) == [], what


MAKES = """
import os
def make(name):
    os.makedirs(name)
def write(name, text):
    open(name, "w").write(text)
"""
PAST = """
import sqlite3, subprocess, mmap, os
def make(name):
    sqlite3.connect(":memory:").execute("create table t (a)")
    mmap.mmap(-1, 10)
    if name == "june":
        sqlite3.connect("shop.db")
    subprocess.run(["mkdir", name])
def write(name, text):
    os.system("touch " + name)
"""


@pytest.mark.parametrize("prize", [("fake",)], indirect=True, ids=["fake"])
def test_what_reaches_past_the_fake_says_so(prize: Any) -> None:
    verdicts = prize.grade({"work.py": PAST})

    goes_past = "goes past the fake file system in which this is graded"
    for name, what in (("folder", "`subprocess`"), ("tree", "`sqlite3`"), ("text", "`os.system`")):
        assert verdicts[f"test_{name}"].exception == f"RuntimeError: {what} {goes_past}"


def test_a_real_folder_is_refused_while_collecting(open_suite: Callable[..., Any]) -> None:
    uses = "import work\n\ndef test_it(tmp_path):\n    work.make(tmp_path / 'box')\n"

    with pytest.raises(SuiteError, match=r"`test_uses.py::test_it` uses `tmp_path`, a real folder"):
        open_suite({"test_uses.py": uses}, {"work.py": MAKES}, filesystems=BOTH)


@pytest.mark.parametrize("line", ["import sqlite3", "from subprocess import run", "import os, mmap"])
def test_a_solution_past_the_fake_is_refused(tmp_path: Path, line: str) -> None:
    public, secret = tmp_path / "exercises/ex01_work", tmp_path / "solutions/ex01_work"
    for folder in (public, secret / "solution", secret / "suite"):
        folder.mkdir(parents=True)
    (public / "exercise.toml").write_text('title = "w"\nfiles = ["work.py"]\nfilesystem = ["temporary", "fake"]\n')
    (secret / "solution" / "work.py").write_text(f"import os\n\n{line}\n")
    exercise = Course.load(tmp_path).find("ex01")

    with pytest.raises(InputError, match=r"`work.py` of its solution, line 3, imports `\w+`, which reaches past it"):
        post_for(exercise, "auto", fork=False)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/a/file", "f"),
        ("/a", "d"),
        ("/way/file", "f"),
        ("/a/up/a/file", "f"),
        ("/none", ""),
        ("/a/file/below", ""),
        ("/broken", ""),
        ("/round", ""),
        ("/round/and", ""),
    ],
)
def test_an_image_follows_links(path: str, found: str) -> None:
    entries = [("/a", "d", b""), ("/a/file", "f", b"x"), ("/way", "l", b"a"), ("/a/up", "l", b"..")]
    entries += [("/broken", "l", b"nowhere"), ("/round", "l", b"round")]
    look = look_of(("linux", "/", tuple((name, kind, 0o644, data) for name, kind, data in entries)))

    thing = look.find(path)

    assert (thing.kind if thing else "") == found


@pytest.mark.parametrize("names", [["a", "b"], list("abcdefgh"), ["1", "10", "2"], [f"{n:02}" for n in range(12)]])
def test_no_listing_comes_sorted(names: list[str]) -> None:
    assert shuffled(names) != sorted(names)
    assert sorted(shuffled(names)) == sorted(names)
    assert shuffled(names) == shuffled(names[::-1])


ONLY = """
import work

def test_system(fs):
    work.make("x")
    fs.os = "windows"

def test_name(fs):
    work.make("x")
    fs.create_link("a", "b")

def test_outside(fs):
    work.make("x")
    fs.create_file("../../a")

def test_way(fs):
    work.make("box")
    fs.create_file("box/a")

def test_traces():
    assert work.found() == []
"""
TEMPORARY = """
import os, sys
def make(name):
    os.symlink("/tmp", name)
def found():
    there = [name for name in sys.modules if "fake" in name]
    return there + [place for place in ("/grader/fake",) if os.path.exists(place)]
"""


def test_a_temporary_file_system_stays_what_it_is(open_suite: Callable[..., Any]) -> None:
    """What only the fake can do names it; a student's link leads nobody out; and nothing of the fake is there."""
    suite = open_suite({"test_only.py": ONLY}, {"work.py": TEMPORARY})

    verdicts = suite.grade({"work.py": TEMPORARY})

    for name in ("test_system", "test_name", "test_outside"):
        assert 'needs `filesystem = "fake"`' in verdicts[name].message
    assert verdicts["test_way"].message == "There is a link on the way to `box/a`."
    assert verdicts["test_traces"].outcome == "passed"
