"""ex10: `workspace` makes, lists and clears away folders, in a real file system and in a fake one."""

import ast
import contextlib
import re

import pytest

import workspace

LIES = "afterwards something else lies there (None stands for a folder)"
MONTHS = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"]
ABSOLUTE = re.compile(r"[A-Za-z]:[\\/]|/[^/\s]|~")


def texts_that_begin_something(tree):
    """The texts that may be the beginning of a path: no docstrings, and nothing that is put behind another."""
    behind = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            behind.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            behind.update(node.values[1:])
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            behind.add(node.right)
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in behind
    ]


@pytest.mark.check(
    "where() is the current directory",
    points=1,
    hint="One function in os; remember to call it.",
    concepts=("C32", "C33"),
)
def test_where(fs):
    fs.create_dir("shed/rack")

    assert workspace.where() == fs.cwd
    for folder in ("shed", "shed/rack"):
        fs.cwd = folder
        assert workspace.where() == fs.cwd, "the answer stayed the same in another folder"


@pytest.mark.check(
    "names() is sorted",
    points=2,
    hint="os.listdir promises no order (the grader shuffles it).",
    concepts=("C32", "C34"),
)
def test_names(fs):
    fs.shuffle_listdir_results = True
    for name in ("pump.txt", "Bell.txt", "wheel.txt", "10-speed.txt", "axle.txt", ".note"):
        fs.create_file(f"shed/{name}")
    fs.create_dir("shed/june/left")
    fs.create_dir("attic")

    assert workspace.names("shed") == [
        ".note",
        "10-speed.txt",
        "Bell.txt",
        "axle.txt",
        "june",
        "pump.txt",
        "wheel.txt",
    ]
    assert workspace.names("shed/june") == ["left"]
    assert workspace.names("attic") == []
    assert workspace.names(".") == ["attic", "shed", "workspace.py"]


@pytest.mark.check(
    "make_box creates the folder and returns its path",
    points=2,
    hint="Join base and name with os.path.",
    concepts=("C32", "C35"),
)
def test_make_box(fs):
    fs.create_dir("shed/rack")

    assert workspace.make_box("shed", "july") == "shed/july"
    assert fs.tree() == {"shed": None, "shed/rack": None, "shed/july": None}, LIES
    assert workspace.make_box("shed/rack", "frame 12") == "shed/rack/frame 12"
    assert workspace.make_box(".", "august") == "./august"
    assert fs.tree() == {
        "august": None,
        "shed": None,
        "shed/july": None,
        "shed/rack": None,
        "shed/rack/frame 12": None,
    }, LIES


@pytest.mark.check(
    "make_box twice is fine",
    points=2,
    hint="What does os.mkdir do if the folder is there?",
    concepts=("C35",),
)
def test_make_box_twice(fs):
    fs.create_file("shed/july/bolts.txt", contents="M5")

    assert workspace.make_box("shed", "july") == "shed/july"
    assert workspace.make_box("shed", "july") == "shed/july"
    assert fs.tree("shed") == {"july": None, "july/bolts.txt": "M5"}, LIES


@pytest.mark.check(
    "make_box over a file raises FileExistsError",
    points=1,
    hint="A file is not a folder: os.path.isdir tells them apart.",
    concepts=("C35",),
)
def test_make_box_over_a_file(fs):
    fs.create_file("shed/july", contents="a list of parts")

    with pytest.raises(FileExistsError):
        workspace.make_box("shed", "july")

    assert fs.tree("shed") == {"july": "a list of parts"}, LIES


@pytest.mark.check(
    "remove_box removes an empty folder",
    points=2,
    hint="os has the opposite of mkdir.",
    concepts=("C32", "C36"),
)
def test_remove_box(fs):
    fs.create_dir("shed/july")
    fs.create_dir("shed/august")
    fs.create_dir("shed/august/left")

    assert workspace.remove_box("shed", "july") is True
    assert fs.tree("shed") == {"august": None, "august/left": None}, LIES
    assert workspace.remove_box("shed/august", "left") is True
    assert workspace.remove_box("shed", "august") is True
    assert workspace.remove_box(".", "shed") is True
    assert fs.tree() == {}, LIES


@pytest.mark.check(
    "remove_box keeps a folder with contents",
    points=3,
    hint="A full folder must survive, and the answer is False.",
    needs="test_remove_box",
    concepts=("C36",),
)
def test_remove_box_full(fs):
    fs.create_file("shed/july/bolts.txt", contents="M5")
    fs.create_dir("shed/august/left")

    assert workspace.remove_box("shed", "july") is False
    assert workspace.remove_box("shed", "august") is False
    assert fs.tree("shed") == {"august": None, "august/left": None, "july": None, "july/bolts.txt": "M5"}, LIES


@pytest.mark.check(
    "remove_box on a missing folder is False",
    points=1,
    hint="Check first, or catch that one error.",
    needs="test_remove_box",
    concepts=("C36",),
)
def test_remove_box_missing(fs):
    fs.create_dir("shed/august")
    fs.create_dir("july")

    assert workspace.remove_box("shed", "july") is False
    assert workspace.remove_box("shed/august", "july") is False
    assert workspace.remove_box(".", "august") is False
    assert fs.tree() == {"july": None, "shed": None, "shed/august": None}, LIES


@pytest.mark.check(
    "The current directory is never changed",
    points=2,
    hint="Something calls chdir, or did not go back.",
    needs="test_make_box",
    concepts=("C33",),
)
def test_current_directory(fs):
    fs.create_file("shed/july/bolts.txt")
    fs.create_file("shed/list.txt")
    start = fs.cwd
    # What goes wrong in them is the business of other checks.
    for function, *arguments in (
        ("where",),
        ("names", "shed"),
        ("names", "barn"),
        ("make_box", "shed", "august"),
        ("make_box", "shed", "july"),
        ("make_box", "shed", "list.txt"),
        ("remove_box", "shed", "august"),
        ("remove_box", "shed", "july"),
        ("remove_box", "shed", "may"),
        ("year_tree", "shed", 2031),
    ):
        if hasattr(workspace, function):
            with contextlib.suppress(Exception):
                getattr(workspace, function)(*arguments)
        assert fs.cwd == start, f"after `{function}` the program was in another folder"


@pytest.mark.check(
    "No absolute paths, no shutil",
    points=1,
    hint="Everything can be built from the arguments.",
    needs="test_make_box",
    concepts=("C32",),
)
def test_no_absolute_paths(submission):
    for text in texts_that_begin_something(submission.tree("workspace.py")):
        assert not ABSOLUTE.match(text.value), f"line {text.lineno} holds an absolute path"
    for record in submission.imports():
        is_shutil = record.resolved.partition(".")[0] == "shutil"
        assert not is_shutil, f"line {record.line} imports `shutil`"

    inside = submission.fresh()
    inside.module("workspace")
    assert inside.output == "", "`workspace.py` prints while it is imported"


@pytest.mark.check(
    "year_tree makes 12 folders, then 0",
    points=3,
    hint="Parents first; count only what is new.",
    stretch=True,
    concepts=("C35",),
)
def test_year_tree(fs):
    fs.create_dir("shed")

    assert workspace.year_tree("shed", 2031) == 12
    assert fs.tree("shed") == {"2031": None, **{f"2031/{month}": None for month in MONTHS}}, LIES
    assert workspace.year_tree("shed", 2031) == 0

    fs.create_file("shed/2024/03/bolts.txt", contents="M5")
    fs.create_dir("shed/2024/11")
    assert workspace.year_tree("shed", 2024) == 10
    assert fs.listdir("shed/2024") == MONTHS
    assert fs.read_text("shed/2024/03/bolts.txt") == "M5"
