"""Mutants of the family `module`: the guard, what runs on import, `__all__`, the docstring, defaults."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.authoring.mutation.places import end_of_imports, end_of_run, guard_of, has_docstring, inserted, top
from grader.authoring.mutation.source import FUNCTIONS, Change, Edit, Source, Span

_EMPTY = {"[]", "{}", "set()", "list()", "dict()"}


def guard_text(source: Source) -> Iterator[Change]:
    """A guard that asks for another name."""
    guard = guard_of(source)
    for node in ast.walk(guard.test) if guard else ():
        if isinstance(node, ast.Constant) and node.value == "__main__":
            yield source.replaced(node, '"main"', "the guard asks for `main`")


def remove_guard(source: Source) -> Iterator[Change]:
    """What the guard held back runs always."""
    guard = guard_of(source)
    if guard:
        yield source.replaced(guard.test, "True", "the guard lets everything through")


def def_into_guard(source: Source) -> Iterator[Change]:
    """A function that is only there when the file is run as a script."""
    guard = guard_of(source)
    indent = source.indentation(guard.body[0]) if guard else None
    if guard is None or indent is None:
        return
    for node in source.tree.body:
        lines = source.whole_lines(node)
        if not isinstance(node, FUNCTIONS) or lines is None or node.decorator_list or node.lineno > guard.lineno:
            continue
        moved = "".join(indent + line if line.strip() else line for line in _lines(source, lines))
        place = source.line_start(guard.body[0].lineno)
        edits = (Edit(lines, ""), Edit(Span(place, place), moved))
        yield Change(node.lineno, f"`{node.name}` is made behind the guard", edits)


def print_at_import(source: Source) -> Iterator[Change]:
    """A try-out line left at the end."""
    yield _at(source, end_of_run(source), 'print("test")\n', "prints while it is imported")


def input_at_import(source: Source) -> Iterator[Change]:
    """A question asked while it is imported."""
    yield _at(source, _where(source), "input()\n", "waits for input while it is imported")


def exit_at_import(source: Source) -> Iterator[Change]:
    """The end of the program while it is imported."""
    yield _at(source, _where(source), "import sys\nsys.exit(0)\n", "ends the program while it is imported")


def all_entry_removed(source: Source) -> Iterator[Change]:
    """A name that is no longer promised."""
    for names in _all_of(source):
        for place, entry in enumerate(names.elts):
            after = names.elts[place + 1 :]
            span = source.span(entry)
            cut = Span(span.start, source.span(after[0]).start) if after else span
            if not after and place:
                cut = Span(source.span(names.elts[place - 1]).end, span.end)
            yield Change(entry.lineno, f"{source.text_of(entry)} is not in `__all__`", (Edit(cut, ""),))


def all_entry_added(source: Source) -> Iterator[Change]:
    """A name promised that should stay inside, or that does not exist."""
    for names in _all_of(source):
        there = {each.value for each in names.elts if isinstance(each, ast.Constant)}
        inner = [name for name in _made_by(source) if name not in there and not name.startswith("__")]
        for name in (*inner[:1], "missing_name"):
            end = source.span(names.elts[-1]).end if names.elts else source.span(names).start + 1
            text = f', "{name}"' if names.elts else f'"{name}"'
            yield Change(source.line_at(end), f"`{name}` is in `__all__`", (Edit(Span(end, end), text),))


def all_objects(source: Source) -> Iterator[Change]:
    """The things themselves in `__all__`, not their names."""
    for names in _all_of(source):
        edits = [
            Edit(source.span(each), each.value)
            for each in names.elts
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isidentifier()
        ]
        if edits:
            yield Change(names.lineno, "`__all__` holds objects", tuple(edits))


def docstring_below_imports(source: Source) -> Iterator[Change]:
    """A text that is no docstring, since it is not what the file begins with."""
    first = source.tree.body[0] if source.tree.body else None
    lines = source.whole_lines(first) if first and has_docstring(source.tree) else None
    place = end_of_imports(source)
    future = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in source.tree.body)
    if first and lines and place > lines.end and not future:
        text = source.text[lines.start : lines.end]
        edits = (Edit(lines, ""), Edit(Span(place, place), text))
        yield Change(first.lineno, "the docstring stands below the imports", edits)


def mutable_default(source: Source) -> Iterator[Change]:
    """A list or dict that is made once, as a default, and not on every call."""
    for node in source.nodes(*FUNCTIONS):
        assert isinstance(node, FUNCTIONS)  # noqa: S101 - asked for
        taken = [*node.args.posonlyargs, *node.args.args]
        if node.args.vararg or node.args.kwonlyargs or node.args.kwarg or not taken:
            continue
        last = [*taken, *node.args.defaults][-1]
        end = max(source.span(each).end for each in (taken[-1], last))
        for made in node.body:
            target = made.targets[0] if isinstance(made, ast.Assign) and len(made.targets) == 1 else None
            lines = source.whole_lines(made) if isinstance(target, ast.Name) else None
            value = source.text_of(made.value) if isinstance(made, ast.Assign) else ""
            if lines and isinstance(target, ast.Name) and value in _EMPTY and len(node.body) > 1:
                edits = (Edit(Span(end, end), f", {target.id}={value}"), Edit(lines, ""))
                yield Change(made.lineno, f"`{target.id}` is kept from call to call", edits)


def _at(source: Source, place: int, text: str, note: str) -> Change:
    return Change(source.line_at(place), note, (inserted(source, place, text),))


def _where(source: Source) -> int:
    """At the end of a module; in a plain script, where nothing would come after, at its top."""
    defines = any(isinstance(node, (*FUNCTIONS, ast.ClassDef)) for node in source.tree.body)
    return end_of_run(source) if defines else top(source)


def _lines(source: Source, span: Span) -> list[str]:
    text = source.text[span.start : span.end]
    first, last = source.line_at(span.start), source.line_at(span.end)
    starts = [source.line_start(line) - span.start for line in range(first, last)]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)] or [text]


def _all_of(source: Source) -> Iterator[ast.List | ast.Tuple]:
    for node in source.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        named = any(isinstance(each, ast.Name) and each.id == "__all__" for each in targets)
        if named and isinstance(node, ast.Assign) and isinstance(node.value, (ast.List, ast.Tuple)):
            yield node.value


def _made_by(source: Source) -> Iterator[str]:
    """The names that a file's own level makes, in order."""
    for node in source.tree.body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.Assign):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name))
