"""Whether a suite leaves the world alone that student code sees beside it, told from its text.

To compare the world with what an inside has been told costs more than an easy question does, and is done before each;
most suites have nothing to compare. A suite is taken for still only where nothing in it can reach what is compared.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

# Functions, fixtures and attributes that change modules, the environment and so on, or run a text that may.
_REACHING = frozenset(
    "monkeypatch mocker mock patch getenv getenvb setattr delattr __setattr__ __delattr__ __dict__ __builtins__"
    " vars globals exec eval reload putenv unsetenv chdir fchdir seed setstate caplog logging support".split()
)
_REACHED = frozenset(["argv", "environ", "environb", "modules", "stdin"])  # of a module; a suite's own may be called so
_OWN = ("self", "cls")


def is_still(suite: Path, roots: Collection[str]) -> bool:
    """Whether no file of the suite can change modules, environment, current folder, arguments, input or log levels.

    `roots` are the top-level names of the submission's modules.
    """
    files = [path for path in suite.rglob("*.py") if path.is_file()]
    known = {*sys.stdlib_module_names, "pytest", *roots, *(path.stem for path in files)}
    return all(_leaves_alone(path.read_bytes(), known) for path in files)


def _leaves_alone(source: bytes, known: Collection[str]) -> bool:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # collecting says what is wrong with it
        return False
    return not any(_reaches(node, known) for node in ast.walk(tree))


def _reaches(node: ast.AST, known: Collection[str]) -> bool:
    """Whether it uses one of the names above, sets an attribute, or brings in code that nobody has looked at."""
    if isinstance(node, ast.Attribute):
        own = isinstance(node.value, ast.Name) and node.value.id in _OWN
        return node.attr in _REACHING | _REACHED or not (own or isinstance(node.ctx, ast.Load))
    if isinstance(node, ast.Import | ast.ImportFrom):
        parts = {part for name in _imported(node) for part in name.split(".")}
        return bool(parts & (_REACHING | _REACHED)) or any(root not in known for root in _roots(node))
    return (isinstance(node, ast.Name) and node.id in _REACHING) or (
        isinstance(node, ast.arg) and node.arg in _REACHING
    )


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module:
        yield node.module


def _roots(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The top-level modules it loads; none for a relative import, which stays in the suite."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    return [(node.module or "").partition(".")[0]] if node.level == 0 else []
