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
from grader.runner import post_for

TRAPS = Path(__file__).parent / "courses" / "traps"


BOTH = ("temporary", "fake")


def texts(folder: Path) -> dict[str, str]:
    """The files of a folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}


@pytest.mark.parametrize("filesystem", BOTH)
def test_traps_cost_nothing(open_suite: Callable[..., Any], filesystem: str) -> None:
    files = texts(TRAPS / "solution")
    suite = open_suite(texts(TRAPS / "suite"), files, filesystems=(filesystem,))

    verdicts = suite.grade(files)

    wrong = {name: (v.message, v.expected, v.got, v.traceback) for name, v in verdicts.items() if v.outcome != "passed"}
    assert not wrong, "\n".join(map(str, wrong.items()))
    assert len(verdicts) == texts(TRAPS / "suite")["test_traps.py"].count("def test_")


WORK = """
import os, pathlib

def make(name):
    os.mkdir(name)

def write(name, text):
    with open(name, "w") as file:
        file.write(text)

def read(name):
    return pathlib.Path(name).read_text()

def joined(*parts):
    return os.path.join(*parts)

def listed(name):
    return os.listdir(name)

def run_away():
    os.chdir("/")

def modes(name):
    return oct(os.stat(name).st_mode & 0o777)
"""
FAULTS = """
import pytest
import work

def test_full_disk(fs):
    fs.set_disk_usage(100_000)
    work.write("small.txt", "x" * 50_000)
    with pytest.raises(OSError) as refused:
        work.write("large.txt", "x" * 80_000)
    assert refused.value.errno == 28

def test_the_disk_is_mended_for_the_next(fs):
    work.write("large.txt", "x" * 80_000)
    assert len(fs.read_text("large.txt")) == 80_000

def test_folder_that_nothing_can_be_made_in(fs):
    fs.create_dir("locked")
    fs.chmod("locked", 0o500)
    with pytest.raises(PermissionError):
        work.make("locked/box")
    assert fs.tree() == {"locked": None}

def test_file_that_cannot_be_read(fs):
    fs.create_file("secret.txt", contents="s", st_mode=0o000)
    with pytest.raises(PermissionError):
        work.read("secret.txt")

def test_order(fs):
    fs.shuffle_listdir_results = True
    names = ["a", "b", "c", "d", "e"]
    for name in names:
        fs.create_file(f"box/{name}")
    assert work.listed("box") != names
    assert sorted(work.listed("box")) == names == fs.listdir("box")

def test_each_check_starts_anew(fs):
    assert fs.tree() == {}
    home = fs.cwd
    work.run_away()
    assert fs.cwd == "/"
    work.write(home + "/work.py", "nothing = 1")

def test_the_own_files_come_back(fs):
    assert fs.cwd == work.joined(fs.cwd, "")[:-1]
    assert fs.tree() == {}
    assert fs.read_text("work.py").startswith("\\nimport os")
    work.write("work.py", "spoilt = 1")
    assert fs.tree() == {"work.py": "spoilt = 1"}

def test_readers(fs):
    fs.create_file("box/a.txt", contents="a")
    fs.create_file("box/b.bin", contents=b"\\xff")
    fs.create_symlink("box/c", "a.txt")
    fs.create_symlink("way", "box")
    fs.create_symlink("broken", "nowhere")
    assert fs.exists("way/a.txt") and fs.isfile("way/c") and fs.isdir("way") and fs.islink("way")
    assert not fs.exists("broken") and fs.islink("broken") and not fs.isdir("box/a.txt")
    assert fs.read_text("way/c") == "a" and fs.read_bytes("box/b.bin") == b"\\xff"
    assert {name: str(what) for name, what in fs.tree("box").items()} == {
        "a.txt": "a", "b.bin": r"b'\\xff'", "c": "a.txt"}
    with pytest.raises(FileNotFoundError):
        fs.read_text("none")
    with pytest.raises(FileNotFoundError):
        fs.tree("box/a.txt")
    with pytest.raises(FileExistsError):
        fs.create_dir("box")
    with pytest.raises(FileExistsError):
        fs.create_file("box/a.txt")
    fs.remove_object("box")
    assert fs.tree().keys() == {"way", "broken"}

def test_scripts_and_fresh_interpreters_see_it(fs, submission):
    fs.create_file("given.txt", contents="given")
    inside = submission.fresh()
    assert inside.module("work").read("given.txt") == "given"
    ran = submission.variant(add={"script.py": "open('out.txt', 'w').write('out')"}).run("script.py")
    assert ran.files_made == ("out.txt",)
    ran = submission.run("work.py")
    assert (ran.exit_code, ran.files_made) == (0, ())

def test_a_script_leaves_what_it_wrote(fs, submission):
    fs.create_file("in.txt", contents="in")
    ran = submission.run("writes.py")
    assert ran.files_made == ("kept.txt",)
    assert fs.tree() == {"in.txt": "in", "kept.txt": "in"}

def test_permissions_are_those_of_the_system(fs):
    work.make("box")
    work.write("box/a", "")
    assert (work.modes("box"), work.modes("box/a")) == ("0o755", "0o644")
"""

FILES = {"work.py": WORK, "writes.py": "kept = open('kept.txt', 'w')\nkept.write(open('in.txt').read())\n"}


@pytest.mark.parametrize("filesystem", BOTH)
def test_faults_and_readers(open_suite: Callable[..., Any], filesystem: str) -> None:
    """One suite, the same in a real folder and in a fake one."""
    suite = open_suite({"test_work.py": FAULTS}, FILES, filesystems=(filesystem,))

    verdicts = suite.grade(FILES)

    wrong = {name: (v.message, v.expected, v.got, v.traceback) for name, v in verdicts.items() if v.outcome != "passed"}
    assert not wrong, "\n".join(map(str, wrong.items()))
    assert len(verdicts) == FAULTS.count("def test_")


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


def test_every_check_runs_in_each_file_system(open_suite: Callable[..., Any]) -> None:
    suite = open_suite({"test_twice.py": TWICE}, {"work.py": WORK}, filesystems=BOTH)

    assert suite.passed({"work.py": WORK}) == ["test_make", "test_write", "test_cases[a]", "test_cases[b]"]
    assert suite.passed({"work.py": WORK.replace("os.mkdir(name)", "pass")}) == ["test_cases[a]", "test_cases[b]"]
    only_real = suite.grade({"work.py": ONLY_HERE.format(kind="builtin_function_or_method")})
    only_fake = suite.grade({"work.py": ONLY_HERE.format(kind="method")})
    for verdicts in (only_real, only_fake):
        outcomes = {name: str(verdict.outcome) for name, verdict in verdicts.items()}
        assert outcomes["test_make"] == "failed"
        assert outcomes["test_write"] == "not checked"
        assert outcomes["test_cases[a]"] == "passed"
        assert outcomes["test_cases[b]"] == "crashed"
    assert only_real["test_make"].message.endswith("This came in a second run, in a simulated file system.")
    assert "second run" not in only_fake["test_make"].message


def test_a_case_that_ends_the_judge_is_lost_once_and_the_rest_goes_on(open_suite: Callable[..., Any]) -> None:
    """A loop in the second file system: killed at the limit, with the checks before and after it kept."""
    slow = WORK.replace("    os.mkdir(name)", "    os.mkdir(name)\n    while type(os.mkdir).__name__ == 'method': pass")
    limits = Limits(seconds=1.0, submission_seconds=20.0)
    suite = open_suite({"test_twice.py": TWICE}, {"work.py": WORK}, filesystems=BOTH, limits=limits)

    verdicts = suite.grade({"work.py": slow})

    assert {name: str(verdict.outcome) for name, verdict in verdicts.items()} == {
        "test_make": "timed out",
        "test_write": "not checked",
        "test_cases[a]": "passed",
        "test_cases[b]": "passed",
    }


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
    assert work.read("work.py").startswith("\\nimport os") and work.read("BOX/JUNE/A.TXT") == "a"
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

def test_unknown(fs):
    with pytest.raises(AttributeError, match="no `add_real_file`"):
        fs.add_real_file("/etc/passwd")
    with pytest.raises(AttributeError):
        fs.os = "amiga"
"""


def test_the_same_in_the_plain_box(open_suite: Callable[..., Any]) -> None:
    """The double does not rely on the wall around it; and permissions hold there for root as well."""
    suite = open_suite({"test_work.py": FAULTS}, FILES, filesystems=("fake",), box="process")

    assert len(suite.passed(FILES)) == FAULTS.count("def test_")


def test_other_systems(open_suite: Callable[..., Any]) -> None:
    suite = open_suite({"test_systems.py": SYSTEMS}, {"work.py": WORK}, filesystems=("fake",))

    verdicts = suite.grade({"work.py": WORK})

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


@pytest.mark.parametrize("filesystems", [("fake",), BOTH], ids="+".join)
def test_hostile_code_gains_nothing(open_suite: Callable[..., Any], filesystems: tuple[str, ...]) -> None:
    """None knows what the checks ask for, and the disk is shown whole before it is asked about."""
    suite = open_suite({"test_prize.py": PRIZE}, {"work.py": MAKES}, filesystems=filesystems)
    assert len(suite.passed({"work.py": MAKES})) == PRIZE.count("def test_")

    for what, attack in HOSTILE.items():
        assert suite.passed({"work.py": attack + IDLE}) == [], what


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


def test_what_reaches_past_the_fake_says_so(open_suite: Callable[..., Any]) -> None:
    suite = open_suite({"test_prize.py": PRIZE}, {"work.py": MAKES}, filesystems=("fake",))

    verdicts = suite.grade({"work.py": PAST})

    goes_past = "goes past the simulated file system in which this is graded"
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


def test_what_only_the_fake_can_do_names_it(open_suite: Callable[..., Any]) -> None:
    only = "\n\n".join(
        f"def test_{number}(fs):\n    work.make('x')\n    {line}"
        for number, line in enumerate(["fs.os = 'windows'", "fs.create_link('a', 'b')", "fs.create_file('../../a')"])
    )
    suite = open_suite({"test_only.py": f"import work\n\n{only}\n"}, {"work.py": MAKES})

    for verdict in suite.grade({"work.py": MAKES}).values():
        assert 'needs `filesystem = "fake"`' in verdict.message


def test_a_link_on_the_way_is_not_followed(open_suite: Callable[..., Any]) -> None:
    """A student's link must not lead the judge's hand out of the folder."""
    linked = "import os\ndef make(name):\n    os.symlink('/tmp', name)\n"
    suite = open_suite(
        {"test_way.py": "import work\n\ndef test_it(fs):\n    work.make('box')\n    fs.create_file('box/a')\n"},
        {"work.py": MAKES},
    )

    verdict = suite.grade({"work.py": linked})["test_it"]

    assert verdict.message == "There is a link on the way to `box/a`."


MESS = """
import os

def lock():
    os.makedirs("a/b/c")
    open("a/b/c/file", "w").close()
    os.chmod("a/b", 0)
    os.chmod("a", 0)

def trap():
    os.mkfifo("pipe")
    os.symlink("/tmp", "away")
    os.remove("work.py")
    os.symlink("/etc/hostname", "work.py")
    os.rename("pack", "moved")
    os.symlink("/", "pack")

def dig():
    for _ in range(1200):
        os.mkdir("d")
        os.chdir("d")

def vanish():
    here = os.getcwd()
    for name in ("work.py", "pack/inner.txt"):
        os.remove(name)
    os.rmdir("pack")
    os.chdir("/")
    os.rmdir(here)
"""
TIDY = """
import pytest
import work

@pytest.mark.parametrize("name", ["lock", "trap", "dig", "vanish"])
def test_mess(fs, name):
    assert fs.tree() == {}
    assert fs.read_text("pack/inner.txt") == "inner" and fs.isdir("pack") and not fs.islink("pack")
    assert "def vanish" in fs.read_text("work.py")
    getattr(work, name)()

def test_after(fs):
    assert fs.tree() == {}
    assert fs.tree("pack") == {"inner.txt": "inner"} and fs.isfile("work.py")
"""


@pytest.mark.parametrize("filesystem", BOTH)
def test_a_folder_is_put_back_however_it_was_left(open_suite: Callable[..., Any], filesystem: str) -> None:
    mess = MESS if filesystem == "temporary" else MESS.replace("1200", "50")  # pyfakefs walks every path from the top
    files = {"work.py": mess, "pack/inner.txt": "inner"}
    suite = open_suite({"test_tidy.py": TIDY}, files, filesystems=(filesystem,))

    verdicts = suite.grade(files)

    assert {name: v.message for name, v in verdicts.items() if v.outcome != "passed"} == {}


def test_a_large_file_is_written_in_time(open_suite: Callable[..., Any]) -> None:
    large = "def write():\n    with open('large', 'w') as file:\n        for _ in range(6_000):\n"
    large += "            file.write('x' * 999 + '\\n')\n"
    check = "import work\n\ndef test_it(fs):\n    work.write()\n    assert len(fs.read_bytes('large')) == 6_000_000\n"
    suite = open_suite({"test_large.py": check}, {"work.py": large}, filesystems=("fake",))

    assert suite.passed({"work.py": large}) == ["test_it"]


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


def test_a_temporary_exercise_knows_nothing_of_the_fake(open_suite: Callable[..., Any]) -> None:
    looks = "import work\n\ndef test_it():\n    assert work.found() == []\n"
    finds = (
        "import gc, os, sys\ndef found():\n    there = [name for name in sys.modules if 'fake' in name]\n"
        "    return there + [place for place in ('/grader/fake',) if os.path.exists(place)]\n"
    )

    suite = open_suite({"test_looks.py": looks}, {"work.py": finds})

    assert suite.passed({"work.py": finds}) == ["test_it"]
