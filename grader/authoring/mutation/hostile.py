"""Mutants of the family `hostile`: answers that try to please every comparison, or spoil what they are given."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.authoring.mutation.places import before_guard, inserted
from grader.authoring.mutation.source import FUNCTIONS, Change, Source

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
    """An answer that says it equals whatever it is compared with, alone and in a list."""
    for answer, note in (("_Equal()", "returns what equals everything"), ("[_Equal()]", "returns a list of such")):
        yield from _for_functions(source, _EQUAL.replace("{answer}", answer), note)


def emptied_argument(source: Source) -> Iterator[Change]:
    """The argument itself, emptied in place: an expectation made from it is empty, too."""
    yield from _for_functions(source, _EMPTIED, "empties its argument and returns it", with_arguments=True)


def answer_nan(source: Source) -> Iterator[Change]:
    """NaN, which equals nothing and is in no order."""
    yield from _for_functions(source, _ANSWER.replace("{answer}", 'float("nan")'), "always returns NaN")


def answer_none(source: Source) -> Iterator[Change]:
    """None, whatever it is asked."""
    yield from _for_functions(source, _ANSWER.replace("{answer}", "None"), "always returns None")


def previous_answer(source: Source) -> Iterator[Change]:
    """The right answer to the call before."""
    yield from _for_functions(source, _PREVIOUS, "returns its previous answer", with_answer=True)


def class_equal_to_everything(source: Source) -> Iterator[Change]:
    """A class whose objects say they equal whatever they are compared with."""
    place = before_guard(source)
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            edit = inserted(source, place, _CLASS.replace("{name}", node.name))
            yield Change(node.lineno, f"every `{node.name}` equals everything", (edit,))


def _for_functions(
    source: Source, template: str, note: str, *, with_arguments: bool = False, with_answer: bool = False
) -> Iterator[Change]:
    """The template put behind each public function, so that it takes the function's place."""
    place = before_guard(source)
    for node in source.tree.body:
        if not isinstance(node, FUNCTIONS) or node.name.startswith("_"):
            continue
        answers = any(isinstance(each, ast.Return) and each.value is not None for each in ast.walk(node))
        arguments = bool(node.args.posonlyargs or node.args.args or node.args.vararg)
        if (arguments or not with_arguments) and (answers or not with_answer):
            edit = inserted(source, place, template.replace("{name}", node.name))
            yield Change(node.lineno, f"`{node.name}` {note}", (edit,))
