"""The shape of the code: layers, sizes, and nothing of one machine."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "grader").rglob("*.py"))

# Lowest first. A module imports from lower layers and from its own only.
LAYERS = (
    "errors",
    "files",
    "result",
    "authored",
    "rules",
    "manifest",
    "record",
    "course",
    "lookup",
    "seal",
    "submission",
    "pointing",
    "scoring",
    "intake",
    "inside",
    "box",
    "standin",
    "diagnosis",
    "judge",
    "worker",
    "post",
    "assembly",
    "judging",
    "runner",
    "examples",
    "memory",
    "progress",
    "skeleton",
    "reporters",
    "attempts",
    "bulk",
    "gradebook",
    "classreport",
    "watch",
    "doctor",
    "signing",
    "verification",
    "ci",
    "authoring",
    "cli",
    "templates",
)
# The wall's trusted side shares the protocol with the inside, and nothing else.
USERS_OF_THE_WIRE = ("standin", "judge", "box", "worker")
WIRE = {f"grader.inside.{name}" for name in ("bases", "kinds", "links", "names", "wire")}

# `module: imported` where a grader module is imported inside a function, and why. `grader/cli/` may: start-up time.
LAZY_IMPORTS: dict[str, str] = {
    f"{module}: grader.{imported}": "start-up time: only what fails is explained"
    for module, imported in (
        ("grader.judge.session", "judge.diagnosing"),
        ("grader.judge.running", "judge.diagnosing"),
        ("grader.assembly", "diagnosis.attached"),
        ("grader.assembly", "diagnosis.diagnose"),
        ("grader.assembly", "diagnosis.evidence"),
    )
}
LAZY_IMPORTS["grader.judge.session: grader.box.kernel"] = "start-up time: only a judge without a box loads `ctypes`"
LAZY_IMPORTS["grader.judge.children: grader.box.kernel"] = "start-up time: only a judge that forks needs it"

DATABASES = {"psycopg", "sqlalchemy", "sqlite3"}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

# Whoever writes a file has the repository and a home somewhere; neither place means anything to a reader.
# Root's home is the same everywhere and may be spoken of.
OWN_PATHS = [re.escape(str(path)) for path in (ROOT, Path.home()) if len(path.parts) > 2]
MACHINE = re.compile(rf"(?<![\w.~/])(?:{'|'.join(OWN_PATHS)})(?![\w-])")
REGISTRY = re.compile(r"index-url\s*[= ]|registry\s*=\s*[\"']?http|https?://[^\s\"']*(?:/simple\b|hosted\.org)")
TEXTS = {".py", ".md", ".toml", ".yml", ".yaml", ".json", ".txt", ".cfg", ".ini", ".sh", ""}


class Import(NamedTuple):
    """One import of a module named `name`; `nested` says that it stands inside a function."""

    name: str
    line: int
    nested: bool


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(name: str) -> str | None:
    """`judge` for `grader.judge.plugin`; None for the package itself and for `grader.__main__`."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] != "__main__" else None


@pytest.fixture(scope="module", autouse=True)
def _trees_are_forgotten() -> Iterator[None]:
    """A million nodes would slow down every look for garbage of the tests that follow."""
    yield
    tree_of.cache_clear()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


@cache
def imports(path: Path) -> list[Import]:
    """Every import in the file, with relative ones made absolute and `from package import module` resolved."""
    return list(imports_in(tree_of(path), path))


def imports_in(tree: ast.Module, path: Path) -> Iterator[Import]:
    package = module_name(path) if path.name == "__init__.py" else module_name(path).rpartition(".")[0]
    for node, nested in statements(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, nested)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield Import(inner if is_module(inner) else base, node.lineno, nested)


def statements(node: ast.AST, *, nested: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """All statements below a module or statement, each with whether it stands in a function."""
    for field in ("body", "handlers", "orelse", "finalbody", "cases"):
        for each in getattr(node, field, ()):
            yield each, nested
            inside = nested or isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from statements(each, nested=inside)


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def is_ours(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] == "grader"


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def of_module(path: Path) -> str:
    return module_name(path)


def test_every_module_has_its_layer() -> None:
    homeless = [
        f"{path.relative_to(ROOT)} is in no layer: give `{layer}` its place in LAYERS, above all that it imports"
        for path in MODULES
        if (layer := layer_of(module_name(path))) and layer not in LAYERS
    ]

    assert not homeless, "\n".join(homeless)


def test_modules_import_from_lower_layers_only() -> None:
    upward = [
        f"{place(path, each.line)}: `{here}` imports `{each.name}`, which is not in a lower layer"
        for path in MODULES
        if (here := layer_of(module_name(path)))
        for each in imports(path)
        if is_ours(each.name) and not is_allowed(here, each.name)
    ]

    assert not upward, "\n".join([*upward, "move what is shared into a lower layer, or pass it as an argument"])


def is_allowed(here: str, imported: str) -> bool:
    there = layer_of(imported)
    if there is None:
        return False
    if "inside" in (here, there):
        return here == there or (here in USERS_OF_THE_WIRE and imported in WIRE)
    return here == there or LAYERS.index(there) < LAYERS.index(here)


@pytest.mark.parametrize("path", [path for path in MODULES if "inside" in path.parts], ids=of_module)
def test_inside_imports_the_standard_library_and_its_siblings_only(path: Path) -> None:
    """All of the folder lies in the student's process, where nothing else can be found."""
    foreign = [
        f"{place(path, each.line)}: `{each.name}`"
        for each in imports(path)
        if each.name.split(".", maxsplit=1)[0] not in sys.stdlib_module_names and not is_sibling(path, each.name)
        if not (path.name == "fake.py" and each.name.startswith("pyfakefs"))  # shown to the fake's own box
    ]

    assert not foreign, "\n".join(["not in the standard library and not in grader/inside/:", *foreign])


def is_sibling(path: Path, name: str) -> bool:
    # In the box the folder is the package `inside`.
    if name.split(".", maxsplit=1)[0] == "inside" or name.startswith("grader.inside"):
        return True
    return (path.parent / f"{name.split('.', maxsplit=1)[0]}.py").is_file()


def test_the_store_alone_speaks_sql() -> None:
    """Whoever reads or writes results asks the store; how they lie in a database is nobody else's concern."""
    others = [
        f"{place(path, each.line)}: `{each.name}`"
        for path in MODULES
        if module_name(path) != "grader.bulk.store" and not module_name(path).startswith("grader.bulk.sql")
        for each in imports(path)
        if each.name.split(".", maxsplit=1)[0] in DATABASES or each.name.startswith("grader.bulk.sql")
    ]

    assert not others, "\n".join([*others, "ask `grader.bulk.store`, or give it a method"])


def test_modules_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)} has {lines} lines, above {LONGEST_MODULE}"
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    ]

    assert not long, "\n".join([*long, "find the second noun in it"])


def test_functions_stay_short() -> None:
    long = [
        f"{place(path, node.lineno)}: `{node.name}` has {length(node)} lines of code, above {LONGEST_FUNCTION}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > LONGEST_FUNCTION
    ]

    assert not long, "\n".join([*long, "give a step of it a name"])


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=of_module)
def test_init_files_hold_only_a_docstring(path: Path) -> None:
    """A reader finds code where a name leads him, and importing a package costs nothing."""
    tree = tree_of(path)

    assert ast.get_docstring(tree), f"{path.relative_to(ROOT)} does not say what its package is"
    assert len(tree.body) == 1, (
        f"{place(path, tree.body[1].lineno)}: move the code into a module named for what it does"
    )


def nested_imports() -> Iterator[tuple[str, str]]:
    for path in MODULES:
        if path.parent.name != "cli":
            yield from (
                (f"{module_name(path)}: {each.name}", place(path, each.line))
                for each in imports(path)
                if each.nested and is_ours(each.name)
            )


def test_imports_inside_functions_have_a_reason() -> None:
    """They hide cycles; start-up time is the one good reason for most."""
    unlisted = [f"{where}: {key!r}" for key, where in nested_imports() if key not in LAZY_IMPORTS]

    assert not unlisted, "\n".join(["import at the top, or list it with its reason in LAZY_IMPORTS:", *unlisted])


def test_every_listed_lazy_import_is_still_there() -> None:
    assert set(LAZY_IMPORTS) <= {key for key, _ in nested_imports()}


def texts() -> list[Path]:
    """The text files of the repository; tools' caches and environments lie in folders that start with a dot."""
    kept = [path for path in ROOT.iterdir() if not path.name.startswith(".") or path.name in (".ci", ".github")]
    files = [file for path in kept for file in ([path] if path.is_file() else path.rglob("*"))]
    return [file for file in files if file.is_file() and file.suffix in TEXTS and "__pycache__" not in file.parts]


def test_no_file_names_a_machine_or_a_registry() -> None:
    """What names them works in one place only, and tells where that is."""
    named = [
        f"{place(file, number)}: {line.strip()[:100]}"
        for file in texts()
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE.search(line) or REGISTRY.search(line)
    ]

    assert not named, "\n".join(["a path of a machine, or a registry's address:", *named])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"cd {ROOT}/grader", True),
        (f"open('{ROOT}')", True),
        ("--index" + "-url = x", True),
        ("https://example.org/" + "simple", True),
        ("/box/calculator.py", False),
        (f"solutions{ROOT}", False),
        ("https://docs.pytest.org/simply", False),
    ],
)
def test_the_search_for_machines_finds_them(line: str, found: bool) -> None:
    assert bool(MACHINE.search(line) or REGISTRY.search(line)) is found
