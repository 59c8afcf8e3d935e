"""The fake file system: right solutions that step into every known trap, faults on request, and what gains nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

TRAPS = """
import codecs, configparser, contextlib, csv, fileinput, glob, gzip, importlib, importlib.util, inspect, io, json
import logging, os, pathlib, pkgutil, runpy, shelve, shutil, sys, tarfile, tempfile, zipfile
from os.path import exists, isdir, join
from os import listdir, mkdir
from pathlib import Path

ROOT = Path(__file__).parent
OPEN = open


def says_exists(path, ask=os.path.exists):
    return ask(path)


class Tools:
    make = mkdir  # a function of C's does not turn into a method, and so must ours not
    names = os.listdir


def unclosed():
    open("a.txt", "w").write("one\\n")
    handle = open("b.txt", "w")
    handle.write("two\\n")
    csv.writer(open("c.csv", "w", newline="")).writerow(["x", 1])
    print("four", file=open("d.txt", "w"))
    json.dump([1], open("e.json", "w"))
    Path("f.bin").open("wb").write(b"six")


def read_back():
    return [open(name).read() for name in ("a.txt", "b.txt", "c.csv", "d.txt", "e.json", "f.bin")]


def asked_by_imported_name():
    mkdir("box")
    return exists("box"), isdir("box"), exists("none"), exists(join("box", "x")), says_exists("box")


def tools():
    tools = Tools()
    tools.make("toolbox")
    return "toolbox" in tools.names(".")


def by_root():
    (ROOT / "made.txt").write_text("here")
    return (ROOT / "made.txt").read_text(), isinstance(ROOT, Path), ROOT == Path.cwd(), sorted(ROOT.glob("made*"))


def own_text():
    return open(__file__).readline(), inspect.getsource(own_text)[:14], Path(__file__).exists()


def made_module():
    open("plugin_one.py", "w").write("VALUE = 1\\n")
    import plugin_one
    open("plugin_one.py", "w").write("VALUE = 22\\n")
    os.utime("plugin_one.py", (9, 9))
    again = importlib.reload(plugin_one)
    os.makedirs("pack/deep")
    open("pack/__init__.py", "w").write("from .one import name\\n")
    open("pack/one.py", "w").write("from .deep.two import name\\n")
    open("pack/deep/two.py", "w").write("name = 'two'\\n")
    import pack
    found = importlib.util.find_spec("plugin_two")
    open("plugin_two.py", "w").write("WHO = __name__\\n")
    spec = importlib.util.find_spec("plugin_two")
    import plugin_two
    ran = runpy.run_path("plugin_two.py")["WHO"], runpy.run_module("plugin_two")["WHO"]
    names = sorted(found.name for found in pkgutil.iter_modules(["pack"]))
    return again.VALUE, pack.name, found, spec.name, plugin_two.WHO, ran, names


def formats():
    with gzip.open("g.gz", "wt") as file:
        file.write("zip")
    with zipfile.ZipFile("z.zip", "w") as file:
        file.writestr("in.txt", "zipped")
    open("t.txt", "w").write("tar")
    with tarfile.open("t.tar", "w") as file:
        file.add("t.txt")
    with codecs.open("k.txt", "w", "utf-16") as file:
        file.write("k")
    parser = configparser.ConfigParser()
    parser["a"] = {"b": "c"}
    parser.write(open("i.ini", "w"))
    handler = logging.FileHandler("l.log")
    logging.getLogger("trap").addHandler(handler)
    logging.getLogger("trap").warning("logged")
    handler.close()
    with shelve.open("shelf") as shelf:
        shelf["x"] = [1]
    with shelve.open("shelf") as shelf:
        kept = shelf["x"]
    lines = list(fileinput.input(["t.txt"]))
    return (gzip.open("g.gz", "rt").read(), zipfile.ZipFile("z.zip").read("in.txt"),
            tarfile.open("t.tar").extractfile("t.txt").read(), codecs.open("k.txt", encoding="utf-16").read(),
            open("i.ini").read(), open("l.log").read(), kept, lines)


def copies():
    os.makedirs("src/sub")
    open("src/sub/x", "w").write("x")
    shutil.copytree("src", "dst")
    shutil.copy("src/sub/x", "y")
    shutil.move("y", "dst/z")
    os.replace("dst/z", "dst/sub/w")
    os.symlink("sub", "dst/link")
    walked = [(top, sorted(folders), sorted(files)) for top, folders, files in os.walk("dst")]
    read = open("dst/link/w").read()
    shutil.rmtree("src")
    return walked, read, glob.glob("dst/**/w", recursive=True), exists("src")


def temporary():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a").write_text("a")
        inside = os.listdir(folder)
    with tempfile.NamedTemporaryFile("w+") as file:
        file.write("named")
        file.seek(0)
        named = file.read(), exists(file.name)
    with tempfile.TemporaryFile() as file:
        file.write(b"none")
        file.seek(0)
        return inside, exists(folder), named, file.read()


def modes():
    with open("m.txt", "w+") as file:
        file.write("abc\\n")
        file.seek(0)
        first = file.read()
    with open("m.txt", "a") as file:
        file.write("def\\n")
        told = file.tell()
    with open("m.txt", "r+b", buffering=0) as file:
        file.seek(-4, 2)
        file.write(b"D")
        file.truncate(6)
    with contextlib.suppress(FileExistsError):
        open("m.txt", "x")
    fd = os.open("low.txt", os.O_CREAT | os.O_RDWR)
    os.write(fd, b"low level")
    os.lseek(fd, 4, 0)
    low = os.read(fd, 5), os.fstat(fd).st_size
    os.close(fd)
    with os.fdopen(os.open("low.txt", os.O_RDONLY)) as file:
        again = file.read()
    with io.FileIO("low.txt") as file:
        raw = file.read(3)
    os.write(1, b"to the screen\\n")
    return first, told, open("m.txt").read(), low, again, raw, os.stat("m.txt").st_size, os.path.getsize("m.txt")


def kinds():
    file = open("kind.txt", "w")
    return isinstance(file, io.TextIOWrapper), isinstance(os.stat("."), os.stat_result), type(Path(".")).__name__


def zone():
    import zoneinfo
    return str(zoneinfo.ZoneInfo("Europe/Vienna"))


def standard():
    import wave, turtledemo, html.parser
    return inspect.getsource(html.parser)[:3] != "", exists(os.__file__)


def late():
    os.chdir("..")
    os.chdir(str(ROOT))
    return os.getcwd() == str(ROOT), os.path.abspath("x") == str(ROOT / "x")
"""
SUITE = {
    "test_traps.py": """
import pytest, os
import traps

def test_unclosed(fs):
    traps.unclosed()
    want = {"a.txt": "one\\n", "b.txt": "two\\n", "c.csv": "x,1\\r\\n", "d.txt": "four\\n", "e.json": "[1]"}
    want["f.bin"] = "six"
    assert traps.read_back() == [text.replace("\\r", "") for text in want.values()]
    assert fs.tree() == want
    assert fs.read_text("c.csv") == "x,1\\r\\n"

def test_bound_names(fs):
    assert traps.asked_by_imported_name() == (True, True, False, False, True)
    assert traps.tools() is True
    assert fs.tree() == {"box": None, "toolbox": None}

def test_root(fs):
    text, good, here, found = traps.by_root()
    assert (text, good, here) == ("here", True, True)
    assert [path.name for path in found] == ["made.txt"]
    assert fs.read_text("made.txt") == "here"

def test_own_text(fs):
    line, source, there = traps.own_text()
    assert (source, there) == ("def own_text()", True)

def test_made_modules(fs):
    assert traps.made_module() == (22, "two", None, "plugin_two", "plugin_two", ("<run_path>", "plugin_two"), ["one"])

def test_formats(fs):
    assert traps.formats() == ("zip", b"zipped", b"tar", "k", "[a]\\nb = c\\n\\n", "logged\\n", [1], ["tar"])

def test_copies(fs):
    walked, read, found, left = traps.copies()
    assert walked == [("dst", ["link", "sub"], []), ("dst/sub", [], ["w", "x"])]
    assert (read, sorted(found), left) == ("x", ["dst/link/w", "dst/sub/w"], False)
    assert fs.islink("dst/link") and fs.isdir("dst/link") and fs.isfile("dst/link/w") and not fs.exists("src")

def test_temporary(fs):
    assert traps.temporary() == (["a"], False, ("named", True), b"none")

def test_modes(fs, capfd):
    assert traps.modes() == ("abc\\n", 8, "abc\\nDe", (b"level", 9), "low level", b"low", 6, 6)
    assert capfd.readouterr().out == "to the screen\\n"

def test_kinds(fs):
    assert traps.kinds() == (True, True, "PosixPath")

def test_zone(fs):
    assert traps.zone() == "Europe/Vienna"

def test_standard(fs):
    assert traps.standard() == (True, True)

def test_late(fs):
    assert traps.late() == (True, True)
"""
}


@pytest.mark.parametrize("filesystem", ["fake", "temporary"])
def test_traps_cost_nothing(open_suite: Callable[..., Any], filesystem: str) -> None:
    suite = open_suite(SUITE, {"traps.py": TRAPS}, filesystems=(filesystem,))

    verdicts = suite.grade({"traps.py": TRAPS})

    wrong = {name: (v.message, v.expected, v.got, v.traceback) for name, v in verdicts.items() if v.outcome != "passed"}
    assert not wrong, "\n".join(map(str, wrong.items()))
    assert len(verdicts) == SUITE["test_traps.py"].count("def test_")
