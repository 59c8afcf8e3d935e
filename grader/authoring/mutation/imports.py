"""Mutants of the family `imports`: other forms, other dots, other places, a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.authoring.mutation.places import has_docstring, inserted, top
from grader.authoring.mutation.source import FUNCTIONS, Change, Edit, Source, Span


def relative_to_absolute(source: Source) -> Iterator[Change]:
    """A relative import that names its package, or none at all."""
    for node in _from_imports(source):
        if node.level:
            package = _package(source.path)
            base = package[: max(len(package) - node.level + 1, 0)]
            module = node.module.split(".") if node.module else []
            for parts in ([*base, *module], module):
                yield source.replaced(node, _spelled(parts, node.names), f"imports `{'.'.join(parts)}` absolutely")


def one_dot_more(source: Source) -> Iterator[Change]:
    """A relative import from one package further out."""
    for node in _from_imports(source):
        if node.level:
            yield source.replaced(node, _with_level(node, node.level + 1), "one dot more")


def one_dot_less(source: Source) -> Iterator[Change]:
    """A relative import from one package further in."""
    for node in _from_imports(source):
        if node.level > 1:
            yield source.replaced(node, _with_level(node, node.level - 1), "one dot less")


def from_to_plain(source: Source) -> Iterator[Change]:
    """The module imported instead of the names."""
    for node in _from_imports(source):
        if not node.level and node.module:
            yield source.replaced(node, f"import {node.module}", f"imports `{node.module}` without its names")


def drop_alias(source: Source) -> Iterator[Change]:
    """An import without its nickname."""
    for node in source.nodes(ast.Import, ast.ImportFrom):
        assert isinstance(node, (ast.Import, ast.ImportFrom))  # noqa: S101 - asked for
        for place, alias in enumerate(node.names):
            if alias.asname and alias.asname != alias.name:
                names = [*node.names[:place], ast.alias(alias.name), *node.names[place + 1 :]]
                text = ast.unparse(_copy(node, names))
                yield source.replaced(node, text, f"without the nickname `{alias.asname}`")


def star_for_names(source: Source) -> Iterator[Change]:
    """All names instead of those that are wanted."""
    for node in _from_imports(source):
        if source.function_of(node) is None and [alias.name for alias in node.names] != ["*"]:
            yield source.replaced(node, ast.unparse(_copy(node, [ast.alias("*")])), "imports every name")


def move_into_function(source: Source) -> Iterator[Change]:
    """An import that only the first function which uses it can see."""
    functions = [node for node in source.tree.body if isinstance(node, FUNCTIONS)]
    for node in source.tree.body:
        if not isinstance(node, (ast.Import, ast.ImportFrom)) or getattr(node, "module", "") == "__future__":
            continue
        names = {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        user = next((each for each in functions if names & _names_in(each)), None)
        lines = source.whole_lines(node)
        body = user.body[1:] if user is not None and has_docstring(user) else user.body if user is not None else []
        indent = source.indentation(body[0]) if body else None
        if user is None or lines is None or indent is None:
            continue
        start = source.span(body[0]).start
        text = f"{source.text_of(node)}{source.newline}{indent}"
        edits = (Edit(lines, ""), Edit(Span(start, start), text))
        yield Change(node.lineno, f"imported in `{user.name}` only", edits)


def add_cycle(source: Source) -> Iterator[Change]:
    """An import of a module that imports this one."""
    own = _dotted(source.path)
    for path, content in sorted(source.files.items()):
        if path == source.path or not path.endswith(".py") or path.endswith("__init__.py"):
            continue
        try:
            tree = ast.parse(content)
        except (SyntaxError, ValueError):
            continue
        if own in _imported(tree, path):
            place = top(source)
            text = _import_of(path, tree, source.path)
            yield Change(source.line_at(place), f"imports `{path}`, which imports it", (inserted(source, place, text),))


def _import_of(path: str, tree: ast.Module, from_path: str) -> str:
    """The import of a file's first function or class, relative within a package."""
    module, package = _dotted(path), _package(from_path)
    name = next((node.name for node in tree.body if isinstance(node, (*FUNCTIONS, ast.ClassDef))), "")
    if not name:
        return f"import {'.'.join(module)}\n"
    common = 0
    while common < min(len(package), len(module) - 1) and package[common] == module[common]:
        common += 1
    base = "." * (len(package) - common + 1) + ".".join(module[common:]) if common else ".".join(module)
    return f"from {base} import {name}\n"


def _imported(tree: ast.Module, path: str) -> set[tuple[str, ...]]:
    """All that a file's imports may mean, as dotted names in parts."""
    found: set[tuple[str, ...]] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = _package(path)
            base = package[: len(package) - node.level + 1] if node.level else ()
            whole = (*base, *(node.module.split(".") if node.module else ()))
            found |= {whole, *((*whole, alias.name) for alias in node.names)}
    return found


def _from_imports(source: Source) -> Iterator[ast.ImportFrom]:
    for node in source.nodes(ast.ImportFrom):
        if node.module != "__future__":
            yield node


def _names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _dotted(path: str) -> tuple[str, ...]:
    """The parts of a module's name: those of its folder for an `__init__.py`."""
    *folders, name = path.removesuffix(".py").split("/")
    return (*folders, *([] if name == "__init__" else [name]))


def _package(path: str) -> tuple[str, ...]:
    """The parts of the package that a file's relative imports start from."""
    return tuple(path.split("/")[:-1])


def _spelled(parts: Sequence[str], names: Sequence[ast.alias]) -> str:
    node = ast.ImportFrom(".".join(parts), list(names), 0) if parts else ast.Import(list(names))
    return ast.unparse(node)


def _with_level(node: ast.ImportFrom, level: int) -> str:
    return ast.unparse(ast.ImportFrom(node.module, node.names, level))


def _copy(node: ast.Import | ast.ImportFrom, names: list[ast.alias]) -> ast.Import | ast.ImportFrom:
    return ast.Import(names) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, names, node.level)
