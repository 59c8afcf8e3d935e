"""Mutants of the family `values`: sums, comparisons, numbers and texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.authoring.mutation.source import Change, Edit, Source, Span, is_docstring

_ARITHMETIC: dict[type[ast.operator], tuple[str, tuple[str, ...]]] = {
    ast.Add: ("+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: ("*", ("+",)),
    ast.Div: ("/", ("*", "//")),
    ast.FloorDiv: ("//", ("/",)),
    ast.Mod: ("%", ("//",)),
    ast.Pow: ("**", ("*",)),
}
_BOUNDARIES: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
}
_NEGATIONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: (r"is\b", "is not"),
    ast.IsNot: (r"is\s+not\b", "is"),
    ast.In: (r"in\b", "not in"),
    ast.NotIn: (r"not\s+in\b", "in"),
}
_DIGITS = re.compile(r"(?<=\.)(?P<digits>\d+)(?=[feFEgG%]\})")
_TRIPLE = ('"""', "'''")


def swap_arithmetic(source: Source) -> Iterator[Change]:
    """Another arithmetic operator."""
    for node in source.nodes(ast.BinOp, ast.AugAssign):
        if isinstance(node, ast.BinOp):
            left, right, tail = source.span(node.left), source.span(node.right), ""
        elif isinstance(node, ast.AugAssign):
            left, right, tail = source.span(node.target), source.span(node.value), "="
        else:
            continue
        symbol, others = _ARITHMETIC.get(type(node.op), ("", ()))
        place = source.between(left, right, re.escape(symbol + tail)) if symbol else None
        if place:
            for other in others:
                note = f"`{symbol}{tail}` is now `{other}{tail}`"
                yield Change(source.line_at(place.start), note, (Edit(place, other + tail),))


def move_boundary(source: Source) -> Iterator[Change]:
    """A comparison that counts its limit differently."""
    yield from _compared(source, _BOUNDARIES)


def negate_comparison(source: Source) -> Iterator[Change]:
    """A comparison for sameness or membership turned round."""
    yield from _compared(source, _NEGATIONS)


def _compared(source: Source, others: dict[type[ast.cmpop], tuple[str, str]]) -> Iterator[Change]:
    for node in source.nodes(ast.Compare):
        operands = [node.left, *node.comparators]
        for operator, left, right in zip(node.ops, operands, node.comparators, strict=False):
            if type(operator) not in others or is_guard_test(node):
                continue
            symbol, other = others[type(operator)]
            place = source.between(source.span(left), source.span(right), symbol)
            if place:
                note = f"`{source.text[place.start : place.end]}` is now `{other}`"
                yield Change(source.line_at(place.start), note, (Edit(place, other),))


def is_guard_test(node: ast.AST) -> bool:
    """Whether a comparison asks for the name that a file runs under."""
    return isinstance(node, ast.Compare) and any(
        isinstance(each, ast.Name) and each.id == "__name__" for each in (node.left, *node.comparators)
    )


def number_plus_one(source: Source) -> Iterator[Change]:
    """A number one larger; the digits of `round` have an operator of their own."""
    for node in source.nodes(ast.Constant):
        value = node.value
        if isinstance(value, (int, float)) and not isinstance(value, bool) and not _is_digits(source, node):
            yield source.replaced(node, repr(value + 1), f"{value!r} is now {value + 1!r}")


def change_string(source: Source) -> Iterator[Change]:
    """A text with one more character at its end.

    Docstrings, `__all__` and the guard have operators of their own; Python skips a `?` in the name of an encoding.
    """
    for node in source.nodes(ast.Constant, ast.JoinedStr):
        is_text = isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        if not is_text or is_docstring(node, source.parent(node)) or _is_special(source, node):
            continue
        text = source.text_of(node)
        bare = text.lstrip("rRbBuUfF")
        quote = 3 if text.endswith(_TRIPLE) and bare.startswith(_TRIPLE) else 1
        end = source.span(node).end - quote
        yield Change(source.line_at(end), "a text ends with `?`", (Edit(Span(end, end), "?"),))


def round_digits(source: Source) -> Iterator[Change]:
    """Rounded to one digit more, or to whole numbers: in `round` and in formats."""
    for node in source.nodes(ast.Call):
        if _is_round(node):
            for digits in node.args[1:2]:
                if isinstance(digits, ast.Constant) and isinstance(digits.value, int):
                    yield source.replaced(digits, str(digits.value + 1), f"rounds to {digits.value + 1} digits")
            whole = Span(source.span(node.args[0]).end, source.span(node.args[-1]).end)
            if len(node.args) > 1:
                yield Change(node.lineno, "rounds to whole numbers", (Edit(whole, ""),))
    for string in source.nodes(ast.JoinedStr):
        span = source.span(string)
        for found in _DIGITS.finditer(source.text, span.start, span.end):
            more = str(int(found["digits"]) + 1)
            place = Span(*found.span("digits"))
            yield Change(source.line_at(place.start), f"shows {more} digits", (Edit(place, more),))


def swap_and_or(source: Source) -> Iterator[Change]:
    """`and` for `or`, and the other way round."""
    for node in source.nodes(ast.BoolOp):
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            place = source.between(source.span(left), source.span(right), rf"\b{word}\b")
            if place:
                yield Change(source.line_at(place.start), f"`{word}` is now `{other}`", (Edit(place, other),))


def _is_round(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "round" and bool(node.args)


def _is_digits(source: Source, node: ast.AST) -> bool:
    call = source.parent(node)
    return isinstance(call, ast.Call) and _is_round(call) and node in call.args[1:]


def _is_special(source: Source, node: ast.AST) -> bool:
    parent = source.parent(node)
    if isinstance(parent, ast.keyword) and parent.arg == "encoding":
        return True
    for around in source.above(node):
        if is_guard_test(around):
            return True
        targets = around.targets if isinstance(around, ast.Assign) else []
        targets = [around.target] if isinstance(around, (ast.AnnAssign, ast.AugAssign)) else targets
        if any(isinstance(each, ast.Name) and each.id == "__all__" for each in targets):
            return True
    return False
