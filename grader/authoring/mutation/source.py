"""A Python file, or one cell of a notebook, as text and tree: operators look at the tree and change the text."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeVar

Node = TypeVar("Node", bound=ast.AST)

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.ClassDef, ast.Lambda)

_NEWLINE = re.compile(r"\r\n|\r|\n")  # what ends a line for the compiler; `str.splitlines` knows more
_COMMENT_OR = r"#[^\r\n]*|(?P<wanted>{})"


class Span(NamedTuple):
    """Where something stands, in characters from the start of the text; `end` is after its last."""

    start: int
    end: int


class Edit(NamedTuple):
    """A piece of the text and what to put there instead."""

    span: Span
    text: str


class Change(NamedTuple):
    """One mutation of one file: the line it is about, from 1, what it does in a few words, and its edits."""

    line: int
    note: str
    edits: tuple[Edit, ...]


class Source:
    """Python text that can be parsed. `files` is the whole submission that it is from, by path.

    Raises `SyntaxError` or `ValueError` for any other text.
    """

    def __init__(self, path: str, text: str, files: Mapping[str, bytes] | None = None) -> None:
        self.path = path
        self.text = text
        self.files = files or {}
        with warnings.catch_warnings(action="ignore"):
            self.tree = ast.parse(text)
        self.newline = next(iter(_NEWLINE.findall(text)), "\n")
        self._starts = [0, *(found.end() for found in _NEWLINE.finditer(text))]
        self._parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self._places: dict[ast.AST, bool] = {}

    def nodes(self, *kinds: type[Node]) -> Iterator[Node]:
        """The nodes of these kinds whose place in the text is known, in the order of the text."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, kinds) and self._is_placed(node)]
        yield from sorted(found, key=self.span)

    def span(self, node: ast.AST) -> Span:
        """Where a statement or expression stands, without decorators or parentheses around it."""
        first, last = node.lineno, node.end_lineno  # type: ignore[attr-defined]
        return Span(self._offset(first, node.col_offset), self._offset(last, node.end_col_offset))  # type: ignore[attr-defined]

    def text_of(self, node: ast.AST) -> str:
        """The text of a node as it is written."""
        span = self.span(node)
        return self.text[span.start : span.end]

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node around it; None for the whole file."""
        return self._parents.get(node)

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """All nodes around it, the nearest first."""
        around = self._parents.get(node)
        while around is not None:
            yield around
            around = self._parents.get(around)

    def function_of(self, node: ast.AST) -> ast.AST | None:
        """The function whose body it runs in; None where that is the file's or a class's."""
        scope = next((each for each in self.above(node) if isinstance(each, SCOPES)), None)
        return scope if isinstance(scope, FUNCTIONS) else None

    def within(self, line: int) -> str:
        """The dotted name of the innermost function or class that holds a line; empty outside of all."""
        names = [
            (node.lineno, node.name)
            for node in ast.walk(self.tree)
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and _first_line(node) <= line <= (node.end_lineno or 0)
        ]
        return ".".join(name for _, name in sorted(names))

    def between(self, left: Span, right: Span, symbol: str) -> Span | None:
        """Where a symbol stands between two places that have only spaces, brackets and comments between them."""
        pattern = re.compile(_COMMENT_OR.format(symbol))
        for found in pattern.finditer(self.text, left.end, right.start):
            if found["wanted"]:
                return Span(*found.span())
        return None

    def replaced(self, node: ast.AST, text: str, note: str, *more: Edit) -> Change:
        """The change that puts another text in a node's place."""
        return Change(node.lineno, note, (Edit(self.span(node), text), *more))  # type: ignore[attr-defined]

    def whole_lines(self, node: ast.AST) -> Span | None:
        """A statement with the indentation before it and the end of its line; None where more stands on its lines."""
        span = self.span(node)
        begin = self._starts[node.lineno - 1]  # type: ignore[attr-defined]
        last = node.end_lineno  # type: ignore[attr-defined]
        end = self._starts[last] if last < len(self._starts) else len(self.text)
        tail = self.text[span.end : end].strip()
        if self.text[begin : span.start].strip() or (tail and not tail.startswith("#")):
            return None
        return Span(begin, end)

    def indentation(self, node: ast.AST) -> str | None:
        """What stands before the first statement of a line; None where it is not the first."""
        before = self.text[self._starts[node.lineno - 1] : self.span(node).start]  # type: ignore[attr-defined]
        return None if before.strip() else before

    def line_start(self, line: int) -> int:
        """Where a line begins."""
        return self._starts[line - 1]

    def line_at(self, offset: int) -> int:
        """The line that a place lies in, from 1."""
        return sum(start <= offset for start in self._starts)

    def changed(self, change: Change) -> str:
        """The text with the edits of a change."""
        text = self.text
        for (start, end), new in sorted(change.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def _offset(self, line: int, column: int) -> int:
        """A place in characters: the compiler counts columns in bytes of UTF-8."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return start + len(self.text[start:end].encode()[:column].decode(errors="ignore"))

    def _is_placed(self, node: ast.AST) -> bool:
        """Whether the text at its place is the node: inside of an f-string some Pythons do not know the place."""
        string = next((each for each in (node, *self.above(node)) if isinstance(each, ast.JoinedStr)), None)
        if string is None or (string is node and not self._is_format(node)):
            return True
        if not isinstance(node, ast.expr) or isinstance(self.parent(node), ast.JoinedStr):
            return False
        if node not in self._places:
            try:
                again = ast.parse(f"({self.text_of(node)})", mode="eval").body
                self._places[node] = ast.dump(again) == ast.dump(node)
            except (SyntaxError, ValueError, IndexError):
                self._places[node] = False
        return self._places[node]

    def _is_format(self, node: ast.AST) -> bool:
        return isinstance(self.parent(node), (ast.FormattedValue, ast.JoinedStr))


def is_docstring(node: ast.AST, parent: ast.AST | None) -> bool:
    """Whether a constant is a text that stands by itself, as docstrings do."""
    return isinstance(parent, ast.Expr) and isinstance(node, ast.Constant) and isinstance(node.value, str)


def _first_line(node: ast.AST) -> int:
    lines: list[int] = [each.lineno for each in (node, *getattr(node, "decorator_list", []))]
    return min(lines)
