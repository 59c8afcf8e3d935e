"""What the program must answer in every file system."""

import pytest, os
import traps

REFUSALS = [
    "FileExistsError: [Errno 17] File exists: 'd'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'no/no'",
    "NotADirectoryError: [Errno 20] Not a directory: 'd/v/x'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'nix' -> 'nax'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'nix'",
    "NotADirectoryError: [Errno 20] Not a directory: 'd/v'",
    "OSError: [Errno 39] Directory not empty: 'd'",
    "NotADirectoryError: [Errno 20] Not a directory: 'd/v'",
    "IsADirectoryError: [Errno 21] Is a directory: 'd'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'nix'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'nix'",
    "NotADirectoryError: [Errno 20] Not a directory: 'd/v'",
    "IsADirectoryError: [Errno 21] Is a directory: 'd'",
    "IsADirectoryError: [Errno 21] Is a directory: 'd'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'nix'",
    "NotADirectoryError: [Errno 20] Not a directory: 'd/v/x'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'no/x'",
    "FileExistsError: [Errno 17] File exists: 'd/v'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'nix'",
    "OSError: [Errno 22] Invalid argument: 'd/v'",
    "FileExistsError: [Errno 17] File exists: 'x' -> 'd'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'nix'",
    "FileExistsError: [Errno 17] File exists: 'd/v'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'nix'",
]

def test_unclosed(fs):
    traps.unclosed()
    want = {"a.txt": "one\n", "b.txt": "two\n", "c.csv": "x,1\r\n", "d.txt": "four\n", "e.json": "[1]"}
    want["f.bin"] = "six"
    assert traps.read_back() == [text.replace("\r", "") for text in want.values()]
    assert fs.tree() == want
    assert fs.read_text("c.csv") == "x,1\r\n"

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
    assert traps.formats() == ("zip", b"zipped", b"tar", "k", "[a]\nb = c\n\n", "logged\n", [1], ["tar"])

def test_copies(fs):
    walked, read, found, left = traps.copies()
    assert walked == [("dst", ["link", "sub"], []), ("dst/sub", [], ["w", "x"])]
    assert (read, sorted(found), left) == ("x", ["dst/link/w", "dst/sub/w"], False)
    assert fs.islink("dst/link") and fs.isdir("dst/link") and fs.isfile("dst/link/w") and not fs.exists("src")

def test_temporary(fs):
    assert traps.temporary() == (["a"], False, ("named", True), b"none")

def test_modes(fs, capfd):
    assert traps.modes() == ("abc\n", 8, "abc\nDe", (b"level", 9), "low level", b"low", 6, 6)
    assert capfd.readouterr().out == "to the screen\n"

def test_kinds(fs):
    assert traps.kinds() == (True, True, "PosixPath")

def test_zone(fs):
    assert traps.zone() == "Europe/Vienna"

def test_standard(fs):
    assert traps.standard() == (True, True)

def test_odd_places(fs):
    sizes = {"__init__.py": 0, "data.txt": 4}
    assert traps.odd_places() == (True, "data", sorted(sizes), sizes, True, True, "o", "")

def test_by_keyword(fs):
    found, listed, same, left = traps.by_keyword()
    assert (found, same, left) == (("f", True, 2.0), (True, "t"), False)
    assert listed == (["f", "l", "n"], 3)

def test_refusals(fs):
    assert traps.refusals() == REFUSALS

def test_late(fs):
    assert traps.late() == (True, True)
