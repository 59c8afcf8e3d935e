"""ex18: what was in one script, in a package with a job for each file."""

import ast

import pytest

import database
from database import connection, loans, members

FOUR_FILES = ("database/__init__.py", "database/connection.py", "database/members.py", "database/loans.py")
FIVE_NAMES = ["add_member", "connect", "give_back", "lend", "open_loans"]

# What the given `library.py` prints when its input is empty.
THREE_LINES = [
    "Members: Ann, Bob, Cleo",
    "Out: drill, torque wrench",
    "Out for longest: torque wrench, since 2025-06-02",
]

# Put behind the student's own modules.
NOBODY_IS_A_MEMBER = "\n\ndef find_member(db, name):\n    return None\n"

# Started instead of the script: who lends what is written down, and each tool is lent twice,
# the second time under another name.
RUN_CHANGED = """
import runpy

import database
import database.loans

LENT = []
lend = database.loans.lend


def lend_two(db, name, tool, day):
    LENT.append(f"{name}: {tool}, {day}")
    lend(db, name, tool, day)
    lend(db, name, tool + " no 2", day)


database.lend = database.loans.lend = lend_two
runpy.run_path("app.py", run_name="__main__")
"""
CHANGED_LINE = "Out: drill, drill no 2, torque wrench, torque wrench no 2"
LENT = ["Ann: drill, 2025-06-03", "Bob: torque wrench, 2025-06-02"]


def module_of(path):
    """The dotted name of a file; a package's is that of its folder."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def arrows(submission):
    """Which of the student's modules each of them imports, imports inside functions too."""
    paths = [path for path in submission.files if path.endswith(".py")]
    modules = {module_of(path) for path in paths}
    found = {module: set() for module in modules}
    for record in submission.imports(*paths):
        inside = {f"{record.resolved}.{name}" for name, _ in record.names} & modules
        # `from . import members` is about the module; the package is meant where a name is none.
        wanted = inside if len(inside) == len(record.names) else inside | {record.resolved}
        found[module_of(record.file)] |= (wanted & modules) - {module_of(record.file)}
    return found


def circle(graph):
    """The modules along one circle, the first one again at the end; empty if there is none."""
    finished = set()

    def walk(module, way):
        if module in way:
            return [*way[way.index(module) :], module]
        if module in finished:
            return []
        ways = (walk(target, [*way, module]) for target in sorted(graph[module]))
        found = next(filter(None, ways), [])
        finished.add(module)
        return found

    return next(filter(None, (walk(module, []) for module in sorted(graph))), [])


def reached(graph, start):
    """The modules that the imports of one lead to, over however many others."""
    found, waiting = set(), [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def functions(tree):
    """The functions of a file that stand in no class and in no other function, with their lines."""
    waiting = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, node.lineno
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                yield ast.unparse(node.targets[0]), node.lineno
            elif not isinstance(node, ast.ClassDef):
                waiting.append(node)


def with_members(*names):
    """A new database with these members."""
    db = {"members": {}, "loans": []}
    for name in names:
        members.add_member(db, name)
    return db


@pytest.mark.check(
    "The package has the four files",
    points=1,
    hint="One job per module.",
    concepts=("C40", "C62"),
)
def test_four_files(submission):
    for path in FOUR_FILES:
        if path not in submission.files:
            pytest.fail(f"`{path}` was not found")


@pytest.mark.check(
    "connect() gives independent databases",
    points=2,
    hint="Two calls must not share lists or dicts.",
    concepts=("C61", "C62"),
)
def test_connect():
    first, second = connection.connect(), connection.connect()
    assert first == {"members": {}, "loans": []}
    assert second == {"members": {}, "loans": []}

    first["members"]["Ida"] = 1
    first["loans"].append("anything")

    assert second == {"members": {}, "loans": []}, "what was put into one database is in another one"
    assert connection.connect() == {"members": {}, "loans": []}, "what was put into one database is in the next one"


@pytest.mark.check(
    "add_member numbers from 1 and refuses duplicates",
    points=2,
    hint="Look before adding.",
    concepts=("C61", "C62"),
)
def test_add_member():
    db = {"members": {}, "loans": []}
    assert [members.add_member(db, name) for name in ("Ida", "Jon", "Kim")] == [1, 2, 3]
    assert [members.find_member(db, name) for name in ("Kim", "Ida", "Jon")] == [3, 1, 2]
    assert members.find_member(db, "Zoe") is None
    for name in ("Jon", "", "   "):
        with pytest.raises(ValueError):
            members.add_member(db, name)
    assert members.find_member(db, "Jon") == 2, "a name that was refused has changed a number"
    assert members.add_member(db, "Lou") == 4, "a name that was refused has changed the numbers"

    other = {"members": {}, "loans": []}
    assert members.add_member(other, "Jon") == 1, "another database has numbers of its own"


@pytest.mark.check(
    "lend and open_loans work together",
    points=2,
    hint="Store who, what and when.",
    concepts=("C61", "C62"),
)
def test_lend():
    db = with_members("Ida", "Jon")
    assert loans.open_loans(db) == []

    loans.lend(db, "Jon", "saw", "2025-07-01")
    loans.lend(db, "Ida", "chain whip", "2025-07-02")
    loans.lend(db, "Jon", "file", "2025-07-02")

    assert loans.open_loans(db) == ["chain whip", "file", "saw"]
    assert loans.open_loans(with_members("Jon")) == [], "another database has loans of its own"

    earlier, later = with_members("Ida"), with_members("Ida")
    loans.lend(earlier, "Ida", "saw", "2025-07-01")
    loans.lend(later, "Ida", "saw", "2025-08-24")
    assert repr(earlier["loans"]) != repr(later["loans"]), "the day of a loan is not kept in the database"


@pytest.mark.check(
    "lend refuses unknown members and tools that are out",
    points=1,
    hint="Two different errors; read the task.",
    concepts=("C62",),
)
def test_lend_refuses():
    db = with_members("Ida", "Jon")
    with pytest.raises(LookupError):
        loans.lend(db, "Zoe", "saw", "2025-07-01")
    loans.lend(db, "Ida", "saw", "2025-07-01")
    for name in ("Jon", "Ida"):
        with pytest.raises(ValueError):
            loans.lend(db, name, "saw", "2025-07-02")
    assert len(db["loans"]) == 1, "a loan that was refused is in the list"


@pytest.mark.check(
    "give_back answers True, then False",
    points=1,
    hint="The second time there is nothing to give back.",
    concepts=("C62",),
)
def test_give_back():
    db = with_members("Ida", "Jon")
    assert loans.give_back(db, "saw") is False
    for name, tool in (("Ida", "saw"), ("Jon", "file"), ("Jon", "awl")):
        loans.lend(db, name, tool, "2025-07-01")

    assert loans.give_back(db, "file") is True
    assert loans.give_back(db, "file") is False
    assert sorted(loans.open_loans(db)) == ["awl", "saw"]
    loans.lend(db, "Ida", "file", "2025-07-03")
    assert loans.give_back(db, "file") is True, "a tool that was lent again could not be given back"


@pytest.mark.check(
    "loans.py uses members by a relative import",
    points=2,
    hint="Same package, so: dot.",
    concepts=("C44", "C62"),
)
def test_relative_import(submission):
    relative = [
        record
        for record in submission.imports("database/loans.py")
        if record.level >= 1
        and not record.nested
        and (record.resolved == "database.members" or "members" in [name for name, _ in record.names])
    ]
    assert relative, "no relative import near the top of `database/loans.py` leads to `members.py`"

    changed = submission.source("database/members.py") + NOBODY_IS_A_MEMBER
    inside = submission.variant(replace={"database/members.py": changed}).fresh()
    with pytest.raises(LookupError):
        inside.module("database.loans").lend({"members": {"Ida": 1}, "loans": []}, "Ida", "saw", "2025-07-01")

    for record in submission.imports():
        names_itself = record.level == 0 and record.resolved.partition(".")[0] == "database"
        if names_itself and record.file == "database/__init__.py":
            pytest.fail(f"`{record.file}` line {record.line} imports from its own package without a dot")


@pytest.mark.check(
    "The import graph has no cycle",
    points=1,
    hint="Draw the arrows.",
    concepts=("C54",),
)
def test_no_circle(submission):
    graph = arrows(submission)
    found = circle(graph)

    if found:
        pytest.fail(f"the imports lead back to where they began: {' -> '.join(found)}")
    assert "database" in graph, "there is no package `database` yet"


@pytest.mark.check(
    "database offers exactly the five public names",
    points=1,
    hint="__all__ and the imports in __init__.py must agree.",
    concepts=("C48", "C62"),
)
def test_five_names(submission):
    assert submission.star_names("database") == FIVE_NAMES
    assert sorted(database.__all__) == FIVE_NAMES


@pytest.mark.check(
    "Every module has a docstring",
    points=1,
    hint="First statement.",
    concepts=("C56",),
)
def test_docstrings(submission):
    paths = [path for path in submission.files if path == "app.py" or path.startswith("database/")]
    assert len(paths) > 1, "there is no package `database` yet"
    for path in paths:
        if not (ast.get_docstring(submission.tree(path)) or "").strip():
            pytest.fail(f"`{path}` has no docstring")


@pytest.mark.check(
    "app.py defines only main; functions moved, not copied",
    points=1,
    hint="Each function lives in one file.",
    concepts=("C13", "C61"),
)
def test_functions_moved(submission):
    tree = submission.tree("app.py")
    assert [name for name, _ in functions(tree)] == ["main"]
    guarded = [name for node in tree.body if isinstance(node, ast.If) for name, _ in functions(node)]
    assert "main" not in guarded, "`main` is made behind the guard: who imports `app` does not find it"

    places = {}
    for path in submission.files:
        moved_to = path.endswith(".py") and path != "library.py"
        for name, line in functions(submission.tree(path)) if moved_to else []:
            places.setdefault(name, []).append(f"`{path}` line {line}")
    for name, found in places.items():
        if len(found) > 1:
            pytest.fail(f"`{name}` is defined in {' and '.join(found)}")
    assert "add_member" in places, "no function has been moved yet"


@pytest.mark.check(
    "Importing app and database is silent",
    points=1,
    hint="The guard belongs in app.py.",
    concepts=("C15", "C62"),
)
def test_imports_are_silent(submission):
    inside = submission.fresh()
    inside.module("app")
    package = inside.module("database")
    printed = inside.output

    assert printed == ""
    assert hasattr(package, "connect"), "`database` offers nothing yet"


@pytest.mark.check(
    "library.py is gone",
    points=1,
    hint="The old file must not stay beside the new one.",
    concepts=("C59", "C62"),
)
def test_library_is_gone(submission):
    there = {*submission.files, *(entry.path for entry in submission.listing)}
    for path in ("library.py", "database/library.py"):
        if path in there:
            pytest.fail(f"`{path}` is still there")
    assert "database/__init__.py" in there, "there is no package `database` yet"


@pytest.mark.check(
    "python app.py prints the same three lines as before",
    points=1,
    hint="Compare with the output the old script gave.",
    concepts=("C13", "C15", "C62"),
)
def test_app_prints_three_lines(submission):
    ran = submission.run("app.py")
    assert [line.rstrip() for line in ran.stdout.rstrip().splitlines()] == THREE_LINES
    assert ran.exit_code == 0, "the exit code is another one"

    changed = submission.variant(add={"run_changed.py": RUN_CHANGED}).run("run_changed.py")
    assert CHANGED_LINE in changed.stdout, "what app.py prints does not come from the database"
    assert sorted(changed.names.get("LENT") or []) == LENT, "the loans are not the same as before"


@pytest.mark.check(
    "has_loans works without a circle",
    points=2,
    hint="members must not import loans; what could be passed in?",
    stretch=True,
    concepts=("C54", "C62"),
)
def test_has_loans(submission):
    db = with_members("Ida", "Jon", "Kim")
    assert members.has_loans(db, "Ida") is False
    loans.lend(db, "Jon", "saw", "2025-07-01")
    loans.lend(db, "Kim", "file", "2025-07-01")
    loans.lend(db, "Jon", "awl", "2025-07-02")
    assert [members.has_loans(db, name) for name in ("Ida", "Jon", "Kim")] == [False, True, True]
    loans.give_back(db, "saw")
    loans.give_back(db, "file")
    assert [members.has_loans(db, name) for name in ("Ida", "Jon", "Kim")] == [False, True, False]

    assert "database.loans" not in reached(arrows(submission), "database.members"), (
        "from `members.py` a way along the imports leads to `loans.py`"
    )
