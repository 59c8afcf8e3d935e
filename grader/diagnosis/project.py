"""The files of a submission as Python sees them: texts, syntax trees, modules, imports. Nothing here runs them.

Parsing what a stranger wrote can take all memory or the stack, so there are limits; what is beyond them counts as a
file that nothing is known of. Who calls this does it in a process that may die.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from grader.diagnosis.nodes import last_name

MOST_BYTES = 200_000  # of one file
MOST_FILES = 300
MOST_NESTED = 90  # brackets, and steps of indentation
INIT = "__init__.py"

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

_LINE_END = re.compile("\r\n|\r|\n")  # as Python counts; `splitlines` knows more


class Fault(NamedTuple):
    """Why a file does not compile: `TabError`, the line's number and text, Python's words."""

    kind: str
    line: int
    text: str
    message: str


class Import(NamedTuple):
    """One import statement: `names` are (name, asname) pairs, `resolved` is what it is from, as an absolute name.

    For a plain `import`, which has one entry per module, `names` is empty and `asname` the name it is given.
    """

    line: int
    resolved: str
    module: str
    names: tuple[tuple[str, str | None], ...]
    level: int
    asname: str | None
    nested: bool

    @property
    def is_from(self) -> bool:
        """Whether it is of the form `from … import …`."""
        return bool(self.names)

    @property
    def is_star(self) -> bool:
        """Whether it is `from … import *`."""
        return self.names[:1] == (("*", None),)

    @property
    def bound(self) -> tuple[str, ...]:
        """The names it creates, a star's left out."""
        if self.is_from:
            return tuple(asname or name for name, asname in self.names if name != "*")
        return (self.asname or self.module.partition(".")[0],)


class Source:
    """One Python file."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.content = content
        self.text = _decoded(content) if len(content) <= MOST_BYTES else ""
        self.lines = _LINE_END.split(self.text)
        self.fault: Fault | None = None
        self.tree: ast.Module | None = None
        if (self.text or not content) and not _nests_too_deep(self.text):
            self._parse()

    def _parse(self) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of the student's escapes and comparisons
                self.tree = ast.parse(self.text)
        except SyntaxError as error:
            line = error.lineno or 0
            self.fault = Fault(type(error).__name__, line, self.line(line), str(error.msg))
        except (ValueError, RecursionError, MemoryError):
            return  # a NUL, or a text that no person writes

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def is_empty(self) -> bool:
        """Whether it holds no statement but perhaps a docstring."""
        body = self.tree.body if self.tree else [ast.Pass()]
        return len(body) == (ast.get_docstring(self.tree) is not None if self.tree else 0)

    @cached_property
    def owners(self) -> dict[ast.AST, Function | None]:
        """All nodes of the tree as they are written, each with the innermost function that it stands in."""
        found: dict[ast.AST, Function | None] = {}
        waiting: list[tuple[ast.AST, Function | None]] = [(self.tree, None)] if self.tree else []
        while waiting:
            node, owner = waiting.pop()
            found[node] = owner
            inner = node if isinstance(node, FUNCTIONS) else owner
            waiting += [(child, inner) for child in reversed(list(ast.iter_child_nodes(node)))]
        return found

    @property
    def nodes(self) -> list[ast.AST]:
        """All nodes of the tree, in the order of the text."""
        return list(self.owners)

    @property
    def loose(self) -> list[ast.AST]:
        """The nodes outside of functions: what runs when the file is imported, and more."""
        return [node for node, owner in self.owners.items() if owner is None]

    @cached_property
    def definitions(self) -> dict[str, Function | ast.ClassDef]:
        """The functions and classes at the top level."""
        body = self.tree.body if self.tree else []
        return {node.name: node for node in body if isinstance(node, (*FUNCTIONS, ast.ClassDef))}

    @cached_property
    def functions(self) -> dict[str, Function]:
        """All functions of the file by name; of several, the one at the top level, else the first."""
        found = {node.name: node for node in reversed(self.nodes) if isinstance(node, FUNCTIONS)}
        return found | {name: node for name, node in self.definitions.items() if isinstance(node, FUNCTIONS)}

    @cached_property
    def assigned(self) -> dict[str, int]:
        """The names that the top level gives a value to, with the line of the first."""
        found: dict[str, int] = {}
        for node in self.loose:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.setdefault(node.id, node.lineno)
        return found

    def created(self, name: str) -> list[int]:
        """The lines of the top level that create a name."""
        lines = [self.definitions[name].lineno] if name in self.definitions else []
        lines += [self.assigned[name]] if name in self.assigned else []
        return lines + [each.line for each in self.imports if name in each.bound and not each.nested]

    def function_at(self, line: int) -> Function | None:
        """The innermost function that the line lies in."""
        around = [node for node in self.owners if isinstance(node, FUNCTIONS) and _holds(node, line)]
        return max(around, key=lambda node: node.lineno, default=None)

    @cached_property
    def imports(self) -> list[Import]:
        """Every import, top to bottom; those under `if TYPE_CHECKING:` left out."""
        return sorted(self._imports(), key=lambda each: each.line)

    def _imports(self) -> Iterator[Import]:
        unseen = {
            inner
            for node in self.nodes
            if isinstance(node, ast.If) and last_name(node.test) == "TYPE_CHECKING"
            for statement in node.body
            for inner in ast.walk(statement)
        }
        package = self.path.removesuffix(".py").split("/")[:-1]
        for node, owner in self.owners.items():
            nested = owner is not None
            if node in unseen:
                continue
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(node.lineno, alias.name, alias.name, (), 0, alias.asname, nested)
            elif isinstance(node, ast.ImportFrom):
                above = package[: max(0, len(package) - node.level + 1)] if node.level else []
                resolved = ".".join([*above, *filter(None, [node.module])])
                names = tuple((alias.name, alias.asname) for alias in node.names)
                yield Import(node.lineno, resolved, node.module or "", names, node.level, None, nested)


class Project:
    """All files of a submission. Module names are absolute, paths relative with `/`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.paths = [path for path in sorted(files) if path.endswith(".py")][:MOST_FILES]
        self.modules = {module_name(path): path for path in self.paths}
        self._sources: dict[str, Source] = {}

    def source(self, path: str) -> Source:
        """The file at a path."""
        if path not in self._sources:
            self._sources[path] = Source(path, self._files[path])
        return self._sources[path]

    @property
    def sources(self) -> Iterator[Source]:
        """All Python files."""
        return map(self.source, self.paths)

    def module(self, name: str) -> Source | None:
        """The file of a module or package, if there is one."""
        return self.source(self.modules[name]) if name in self.modules else None

    def siblings(self, path: str) -> dict[str, str]:
        """The modules and packages in the same folder by their last name, the file itself left out."""
        folder = path.rpartition("/")[0]
        found = {}
        for name, other in self.modules.items():
            home = other.removesuffix(f"/{INIT}") if other.endswith(f"/{INIT}") else other
            if other != path and home.rpartition("/")[0] == folder and other not in (f"{folder}/{INIT}", INIT):
                found[name.rpartition(".")[2]] = other
        return found

    def needs(self, path: str, *, nested: bool) -> Iterator[tuple[str, Import]]:
        """The project's files that a file imports, each with the import; with `nested`, in functions too."""
        for each in self.source(path).imports:
            if each.nested and not nested:
                continue
            inner = [f"{each.resolved}.{name}".lstrip(".") for name, _ in each.names]
            modules = [target for target in inner if target in self.modules]
            for target in modules if modules and len(modules) == len(inner) else [each.resolved, *modules]:
                if target in self.modules and self.modules[target] != path:
                    yield self.modules[target], each


def module_name(path: str) -> str:
    """`mytools.strings` for `mytools/strings.py`, `mytools` for `mytools/__init__.py`."""
    parts = path.removesuffix(".py").split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _holds(node: Function, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _decoded(content: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return ""


def _nests_too_deep(text: str) -> bool:
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth = max(0, depth - 1)
    return deepest > MOST_NESTED
