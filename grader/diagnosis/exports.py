"""Step 3, what a module offers: `__all__` in its wrong forms, and the docstring in a wrong place."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from grader.diagnosis.commands import imported_modules
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.nodes import assignments, text_of
from grader.diagnosis.project import Source, module_name
from grader.diagnosis.touched import files_of, touched_files

_NEAR_ALL = re.compile(r"^_*all_*$", re.IGNORECASE)
_MACHINE_COMMENT = re.compile(r"^#(?:!|.*coding[:=])")


def objects_in_all(evidence: Evidence) -> Iterator[Found]:
    """E01: `__all__ = [add]`."""
    raised = evidence.raised
    asked = raised is not None and "__all__" in raised.text
    if evidence.run is not None and evidence.run.is_check and not asked and not evidence.is_about("E01"):
        return
    for source in evidence.project.sources:
        bound = {name for each in source.imports if each.is_from for name in each.bound}
        for line, elements in _lists(source, "__all__"):
            for element in elements:
                if isinstance(element, ast.Name) and (element.id in source.definitions or element.id in bound):
                    is_class = isinstance(source.definitions.get(element.id), ast.ClassDef)
                    words = {"what": "class" if is_class else "function"}
                    yield Found(id="E01", file=source.path, line=line, words=words)


def promised_but_absent(evidence: Evidence) -> Iterator[Found]:
    """E02: `__all__` names what the file does not define."""
    raised = evidence.raised
    for source in evidence.project.sources:
        if "__getattr__" in source.definitions or any(each.is_star for each in source.imports):
            continue
        known = {*source.definitions, *source.assigned, *evidence.project.siblings(source.path)}
        known |= {name for each in source.imports for name in each.bound}
        for line, elements in _lists(source, "__all__"):
            for element in elements:
                name = element.value if isinstance(element, ast.Constant) else ""
                if not isinstance(name, str) or not name or name in known:
                    continue
                asked = raised is not None and raised.kind == "AttributeError" and f"'{name}'" in raised.text
                if asked or evidence.is_about("E02"):
                    yield Found(id="E02", file=source.path, line=line, values={"name": name})


def misspelt_all(evidence: Evidence) -> Iterator[Found]:
    """E04: `_all_` or `__ALL__`, in a module that is imported with a star."""
    starred = {path for source in evidence.project.sources for path in _starred(evidence, source.path)}
    if evidence.run:
        starred |= {path for name in _starred_in(evidence) for path in files_of(evidence.project, name)}
    for source in evidence.project.sources:
        if source.path not in starred and not evidence.is_about("E04"):
            continue
        for name, line in source.assigned.items():
            if not _NEAR_ALL.match(name) or name == "__all__" or "_" not in name:
                continue
            listed = {text_of(each) for _, elements in _lists(source, name) for each in elements}
            public = [*source.definitions, *(each for each in source.assigned)]
            public += [bound for each in source.imports for bound in each.bound]
            exported = [each for each in public if not each.startswith("_") and each not in listed]
            if listed and exported:
                values = {"found": name, "name": exported[0]}
                yield Found(id="E04", file=source.path, line=line, values=values)


def docstring_late(evidence: Evidence) -> Iterator[Found]:
    """J01: a text that would be the docstring, after another statement."""
    for source in _undocumented(evidence, "J01"):
        for statement in source.tree.body[1:] if source.tree else []:
            if isinstance(statement, ast.Expr) and text_of(statement.value):
                values = {"module": module_name(source.path)}
                yield Found(id="J01", file=source.path, line=statement.lineno, values=values)
                break


def docstring_in_variable(evidence: Evidence) -> Iterator[Found]:
    """J04: the text is kept in a variable."""
    for source in _undocumented(evidence, "J04"):
        first = source.tree.body[0] if source.tree and source.tree.body else None
        target = first.targets[0] if isinstance(first, ast.Assign) else getattr(first, "target", None)
        value = getattr(first, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.expr) and " " in text_of(value):
            yield Found(id="J04", file=source.path, line=first.lineno if first else 0, values={"name": target.id})


def comment_for_docstring(evidence: Evidence) -> Iterator[Found]:
    """J02: the file begins with a comment, and has no docstring."""
    for source in _undocumented(evidence, "J02"):
        line = _first_comment(source)
        if line:
            yield Found(id="J02", file=source.path, line=line, values={"module": module_name(source.path)})


def comment_for_functions_docstring(evidence: Evidence) -> Iterator[Found]:
    """J02: a function or class that a check asks about has a comment where its docstring would be."""
    run = evidence.run
    if run is None or not run.is_check or not evidence.is_about("J02"):
        return
    for path in touched_files(evidence):
        source = evidence.project.source(path)
        for name, node in source.definitions.items():
            if f"`{name}`" not in run.said or ast.get_docstring(node) is not None:
                continue
            first = min(each.lineno for each in (node, *node.decorator_list))
            around = [*range(node.lineno + 1, node.body[0].lineno), first - 1]
            line = next((line for line in around if source.line(line).lstrip().startswith("#")), 0)
            if line:
                yield Found(id="J02", file=path, line=line, variant="inside", values={"name": name})


def _undocumented(evidence: Evidence, message: str) -> Iterator[Source]:
    """The files without a docstring that the run asks for one, or that a check about them may mean."""
    run = evidence.run
    asks = run is not None and "__doc__" in run.code
    if not asks and not evidence.is_about(message):
        return
    named = (
        {path for module in imported_modules(run.code) for path in files_of(evidence.project, module)} if run else ()
    )
    for path in touched_files(evidence):
        source = evidence.project.source(path)
        if run is not None and run.is_check and (run.raised is not None or _names_a_part(run.said, source)):
            continue
        if source.tree is not None and ast.get_docstring(source.tree) is None and (not asks or path in named):
            yield source


def _names_a_part(said: str, source: Source) -> bool:
    """Whether a check speaks of a function or class of the file, and so not of the file's own docstring."""
    return any(re.search(rf"(?<![\w/]){re.escape(name)}(?![\w/.])", said) for name in source.definitions)


def _first_comment(source: Source) -> int:
    """The line of the comment that the file begins with, if it does; those for the machine left out."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
            if token.type == tokenize.COMMENT and not _MACHINE_COMMENT.match(token.string):
                return token.start[0]
            if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE):
                return 0
    except (tokenize.TokenError, SyntaxError):
        return 0
    return 0


def _lists(source: Source, name: str) -> Iterator[tuple[int, list[ast.expr]]]:
    """The lists that the top level gives to a name, each with its line."""
    for node in assignments(source.loose, name):
        if isinstance(node.value, ast.List | ast.Tuple | ast.Set):
            yield node.lineno, node.value.elts


def _starred(evidence: Evidence, path: str) -> Iterator[str]:
    for other, each in evidence.project.needs(path, nested=False):
        if each.is_star:
            yield other


def _starred_in(evidence: Evidence) -> Iterator[str]:
    for node in evidence.command.body if evidence.command else []:
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*" and node.module:
            yield node.module
