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
    for node in ast.walk(tree):
        attribute = node.attr if isinstance(node, ast.Attribute) else ""
        name = node.id if isinstance(node, ast.Name) else ""
        if attribute in _LASTING - _UNDONE or name in _LASTING:
            yield getattr(node, "lineno", 1)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {part for alias in node.names for part in alias.name.split(".")}
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            absolute = isinstance(node, ast.Import) or node.level == 0
            tops = {alias.name.partition(".")[0] for alias in node.names} if not module else {module.partition(".")[0]}
            if (names | {*module.split(".")}) & _LASTING or (absolute and tops - {*known}):
                yield node.lineno
