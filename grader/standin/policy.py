"""What the suite may believe of a student's object: a reply is testimony, never a verdict.

A question about a student's object whose other side is a plain value is answered here, without asking the object. Only
`@pytest.mark.operators` on a check says that the exercise is about operators, and that the object may answer.
"""

from __future__ import annotations

from typing import Any

from grader.inside.bases import FIXED
from grader.inside.names import ARITHMETIC, COMPARISONS, INPLACE, REFLECTED
from grader.inside.wire import is_plain
from grader.result import Outcome
from grader.standin.failures import StudentFailure
from grader.standin.refs import Ref, ref_of

BINARY = frozenset([*COMPARISONS, *ARITHMETIC, *REFLECTED, *INPLACE])
CONVERSIONS = {
    "__float__": "a number",
    "__int__": "a number",
    "__index__": "a whole number",
    "__complex__": "a number",
    "__round__": "a number",
    "__trunc__": "a number",
    "__floor__": "a number",
    "__ceil__": "a number",
    "__abs__": "a number",
    "__neg__": "a number",
    "__pos__": "a number",
    "__invert__": "a number",
    "__bool__": "True or False",
    "__contains__": "a collection",
    "__fspath__": "a path",
    "__bytes__": "bytes",
}
_NUMBERS = (bool, int, float, complex)


def judged_here(value: Any, ref: Ref, operation: str, args: tuple[Any, ...]) -> Any:
    """The policy's answer in a list, NotImplemented where the other side may answer, or None to ask the object.

    Raises `StudentFailure` where the check fails by the question alone.
    """
    if ref.binding.ledger.operators:
        return None
    if operation in BINARY:
        return _binary(value, ref, operation, args[0] if args else None)
    if operation in CONVERSIONS and not (args and ref_of(args[0]) is not None):
        if ref.base is not None and operation not in ref.own and hasattr(ref.base, operation):
            return _by_data(value, ref.base, operation, args)
        if operation == "__bool__" and ref.carried:
            return [bool(ref.carried[0])]
        raise refuse(ref, CONVERSIONS[operation])
    return None


def _binary(value: Any, ref: Ref, operation: str, other: Any) -> Any:
    if ref_of(other) is not None:
        return None
    if not is_plain(other):
        return NotImplemented  # an object of the suite's own (`mock.ANY`, `pytest.approx`): the suite decides
    if ref.base is not None:
        return _with_data(value, ref, ref.base, operation, other)
    if ref.carried and operation in ("__eq__", "__ne__"):
        return [operation == "__ne__"]
    if operation == "__eq__":
        return [False]
    if operation == "__ne__" and other is None:
        return [True]  # what `is not None` would say
    raise refuse(ref, what(other))


def _with_data(value: Any, ref: Ref, base: type, operation: str, other: Any) -> Any:
    """What the plain data of an object that derives from a type of values answers, if the class leaves it to that.

    Equality is always the data's; a change in place is the object's, as any method's.
    """
    if operation in INPLACE and base not in FIXED:
        return None
    if operation in ("__eq__", "__ne__") or (operation not in ref.own and hasattr(base, operation)):
        return _by_data(value, base, operation, (other,))
    raise refuse(ref, what(other))


def _by_data(value: Any, base: type, operation: str, args: tuple[Any, ...]) -> Any:
    answer = getattr(base, operation)(value, *args)
    return answer if answer is NotImplemented else [answer]


def unlike(ref: Ref, other: Any) -> bool:
    """Whether a function, class or module is `!=` something; a plain value in its place fails the check."""
    if ref_of(other) is None and is_plain(other) and other is not None and not ref.binding.ledger.operators:
        raise refuse(ref, what(other))
    return ref_of(other) is not ref


def refuse(ref: Ref, wanted: str) -> StudentFailure:
    """The failure of a check that was given an object where it wanted a value."""
    ledger = ref.binding.ledger
    return ledger.fail(StudentFailure(an_object(ref, wanted, ledger.last_call), Outcome.FAILED))


def an_object(ref: Ref, wanted: str, call: str) -> str:
    """The sentence that says so."""
    source = f"`{call}` returned" if call else "The answer is"
    thing = f"an object of class `{ref.class_name}`" if ref.class_name else f"a {ref.shape}"
    return f"{source} {thing}, not {wanted}."


def what(other: Any) -> str:
    """What kind of value this is, in a beginner's words."""
    if other is None:
        return "None"
    if isinstance(other, bool):
        return "True or False"
    if isinstance(other, _NUMBERS):
        return "a number"
    return {"str": "a text", "list": "a list", "tuple": "a tuple", "dict": "a dict", "set": "a set"}.get(
        type(other).__name__, f"a value of type `{type(other).__name__}`"
    )
