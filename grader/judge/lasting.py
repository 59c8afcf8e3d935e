"""Whether a suite may leave something behind in its process that nobody would see there, told from its text.

`holdings` and `surroundings` compare most of what a suite can change. This names the rest: what changes the inside of
the standard library, or works at another time.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

_UNDONE = frozenset(["setattr", "delattr"])  # as methods they are pytest's, which takes back what they did
# Modules, functions and attributes.
_LASTING = frozenset(
    "addaudithook atexit codecs copyreg ctypes exec eval fork faulthandler gc importlib multiprocessing mmap"
    " pytest_plugins register register_dialect register_error register_namespace reload readline resource"
    " setcontext setdefaulttimeout setitimer setlocale setprofile setrecursionlimit set_int_max_str_digits"
    " setswitchinterval settrace signal site sqlite3 subinterpreters threading tracemalloc turtle tzset umask"
    " setfirstweekday install_opener register_archive_format register_unpack_format putenv unsetenv nice setpriority"
    " __dict__ __builtins__ __class__ __subclasses__ __globals__ globals setattr delattr field_size_limit".split()
)
_COMPARED = frozenset(["environ", "environb", "argv", "path", "modules"])  # of what is in standard modules


def leaves_something(suite: Path, roots: Collection[str]) -> str:
    """Where the first such thing stands, as `file:line`; empty for a suite that has none.

    `roots` are the top-level names of the submission's modules.
    """
    files = sorted(path for path in suite.rglob("*.py") if path.is_file())
    known = {*sys.stdlib_module_names, "pytest", *roots, *(path.stem for path in files)}
    known |= {path.parent.name for path in files}
    for path in files:
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):  # collecting says what is wrong with it
            return path.name
        line = next(_lasting(tree, known), 0)
        if line:
            return f"{path.relative_to(suite).as_posix()}:{line}"
    return ""


def _lasting(tree: ast.AST, known: Collection[str]) -> Iterator[int]:
    modules, taken = _borrowed(tree)
    for node in ast.walk(tree):
        attribute = node.attr if isinstance(node, ast.Attribute) else ""
        name = node.id if isinstance(node, ast.Name) else ""
        if attribute in _LASTING - _UNDONE or name in _LASTING:
            yield getattr(node, "lineno", 1)
        elif isinstance(node, ast.Attribute | ast.Subscript) and _changes_borrowed(node, modules, taken):
            yield node.lineno
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {part for alias in node.names for part in alias.name.split(".")}
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            absolute = isinstance(node, ast.Import) or node.level == 0
            tops = {alias.name.partition(".")[0] for alias in node.names} if not module else {module.partition(".")[0]}
            if (names | {*module.split(".")}) & _LASTING or (absolute and tops - {*known}):
                yield node.lineno


def _borrowed(tree: ast.AST) -> tuple[set[str], set[str]]:
    """What a file calls standard modules and pytest, and what it has imported from them."""
    lenders = sys.stdlib_module_names | {"pytest"}
    modules, names = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = {alias.asname or alias.name: alias.name for alias in node.names}
            modules |= {name.partition(".")[0] for name, whole in found.items() if whole.partition(".")[0] in lenders}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in lenders and not node.level:
            names |= {alias.asname or alias.name for alias in node.names}
    return modules, names


def _changes_borrowed(node: ast.Attribute | ast.Subscript, modules: set[str], names: set[str]) -> bool:
    """Whether it sets something of an object that lies in a standard module: the names of these alone are compared."""
    owner = root = node.value
    if isinstance(node.ctx, ast.Load) or (owner.attr if isinstance(owner, ast.Attribute) else "") in _COMPARED:
        return False
    if isinstance(owner, ast.Call):
        return isinstance(owner.func, ast.Name) and owner.func.id == "type"
    while isinstance(root, ast.Attribute | ast.Subscript):
        root = root.value
    name = root.id if isinstance(root, ast.Name) else ""
    return name in names - _COMPARED or (name in modules and owner is not root)
