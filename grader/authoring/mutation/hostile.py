"""Mutants of the family `hostile`: answers that try to please every comparison, or spoil what they are given."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from grader.authoring.mutation.oscalls import called
from grader.authoring.mutation.places import before_guard, has_docstring, inserted
from grader.authoring.mutation.source import FUNCTIONS, Change, Source

_Function = ast.FunctionDef | ast.AsyncFunctionDef

_LISTS = (ast.List, ast.ListComp, ast.Tuple, ast.Name)

_EQUAL = """

class _Equal:
    def __eq__(self, other):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0


def {name}(*args, **kwargs):
    return {answer}
"""
_EMPTIED = """

def {name}(*args, **kwargs):
    for argument in args:
        if hasattr(argument, "clear"):
            argument.clear()
    return args[0] if args else None
"""
_ANSWER = """

def {name}(*args, **kwargs):
    return {answer}
"""
_PREVIOUS = """

_answers = []


def {name}(*args, _right={name}, **kwargs):
    _answers.append(_right(*args, **kwargs))
    return _answers[-2:][0]
"""
_CLASS = """

class {name}({name}):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0
"""


def equal_to_everything(source: Source) -> Iterator[Change]:
    """An answer that says it equals whatever it is compared with; where a list may be the answer, in a list, too."""
    yield from _for_functions(source, _EQUAL.replace("{answer}", "_Equal()"), "returns what equals everything")
    yield from _for_functions(source, _EQUAL.replace("{answer}", "[_Equal()]"), "returns a list of such", _may_be_list)


def emptied_argument(source: Source) -> Iterator[Change]:
    """The argument itself, emptied in place: an expectation made from it is empty, too."""
    yield from _for_functions(source, _EMPTIED, "empties its argument and returns it", _takes_arguments)


def answer_nan(source: Source) -> Iterator[Change]:
    """NaN, which equals nothing and is in no order."""
    yield from _for_functions(source, _ANSWER.replace("{answer}", 'float("nan")'), "always returns NaN")


def answer_none(source: Source) -> Iterator[Change]:
    """None, whatever it is asked; where a function is one `return`, `return-none` is the same."""
    yield from _for_functions(source, _ANSWER.replace("{answer}", "None"), "always returns None", _is_longer)


def previous_answer(source: Source) -> Iterator[Change]:
    """The right answer to the call before."""
    yield from _for_functions(source, _PREVIOUS, "returns its previous answer", _answers)


def class_equal_to_everything(source: Source) -> Iterator[Change]:
    """A class whose objects say they equal whatever they are compared with."""
    place = before_guard(source)
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            edit = inserted(source, place, _CLASS.replace("{name}", node.name))
            yield Change(node.lineno, f"every `{node.name}` equals everything", (edit,))


def _for_functions(
    source: Source, template: str, note: str, applies: Callable[[_Function], bool] = lambda _: True
) -> Iterator[Change]:
    """The template put behind each public function that it applies to, so that it takes the function's place."""
    place = before_guard(source)
    for node in source.tree.body:
        if isinstance(node, FUNCTIONS) and not node.name.startswith("_") and applies(node):
            edit = inserted(source, place, template.replace("{name}", node.name))
            yield Change(node.lineno, f"`{node.name}` {note}", (edit,))


def _answers(function: _Function) -> bool:
    return any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(function))


def _takes_arguments(function: _Function) -> bool:
    return bool(function.args.posonlyargs or function.args.args or function.args.vararg)


def _is_longer(function: _Function) -> bool:
    body = function.body[1:] if has_docstring(function) else function.body
    return not any(isinstance(node, ast.Return) for node in body[:1])


def _may_be_list(function: _Function) -> bool:
    values = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    return any(isinstance(value, _LISTS) or called(value) in ("list", "sorted", "tuple") for value in values if value)
