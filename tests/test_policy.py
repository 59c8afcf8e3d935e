"""A reply is testimony, never a verdict: what an object answers about itself earns nothing."""

from __future__ import annotations

import ast
import contextlib
import textwrap
from collections.abc import Callable
from functools import cache
from types import CodeType
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from grader.result import Outcome
from grader.standin.failures import StudentFailure

if TYPE_CHECKING:
    from conftest import Box, OpenBox, OpenStudent, OpenSuite, Student, Suite

SOLUTION = """
    import fractions

    def number(): return 5
    def ratio(): return 2.5
    def text(): return "five"
    def flag(): return True
    def items(): return [1, 2, 5]
    def pair(): return (1, 5)
    def members(): return {1, 5}
    def table(): return {"a": 5}
    def nothing(): return None
    def raw(): return b"five"
"""


@pytest.fixture(scope="session")
def box(open_box: OpenBox) -> Box:
    """The policy is the judge's: the box plays no part in it, and one kind is enough."""
    return open_box("process")


# What suites ask of an answer, each true of the solution. `n`, `r`, `t`, `f`, `i`, `p`, `s`, `d`, `z` and `b` are the
# solution's ten answers, in its order.
QUESTIONS = {
    "equal": "n == 5",
    "equal_reflected": "5 == n",
    "unequal": "n != 6",
    "unequal_reflected": "6 != n",
    "unequal_none": "n == 5 and n != None",
    "not_unequal": "not (n != 5)",
    "less": "n < 6",
    "less_reflected": "6 > n",
    "less_equal": "n <= 5",
    "greater": "n > 4",
    "greater_equal": "n >= 5",
    "between": "4 < n < 6",
    "add": "n + 1 == 6",
    "add_reflected": "1 + n == 6",
    "sum": "sum([n]) == 5",
    "prod": "math.prod([n]) == 5",
    "subtract": "abs(n - 5) < 1e-9",
    "subtract_reflected": "abs(5 - n) < 1e-9",
    "multiply": "n * 2 == 10",
    "divide": "n / 2 == 2.5",
    "floor_divide": "n // 2 == 2",
    "modulo": "n % 2 == 1",
    "power": "n ** 2 == 25",
    "power_modulo": "pow(n, 2, 7) == 4",
    "divmod": "divmod(n, 2) == (2, 1)",
    "and": "n & 1 == 1",
    "or": "n | 8 == 13",
    "xor": "n ^ 1 == 4",
    "shift": "n << 1 == 10",
    "negative": "-n == -5",
    "positive": "+n == 5",
    "absolute": "abs(n) == 5",
    "invert": "~n == -6",
    "in_tuple": "n in (4, 5)",
    "in_list": "n in [4, 5]",
    "in_set": "n in {4, 5}",
    "in_dict": "n in {5: 'five'}",
    "in_range": "n in range(6)",
    "key": "{5: 'five'}[n] == 'five'",
    "index": "'abcdef'[n] == 'f'",
    "slice": "'abcdef'[:n] == 'abcde'",
    "repeat": "'x' * n == 'xxxxx'",
    "range": "list(range(n)) == [0, 1, 2, 3, 4]",
    "int": "int(n) == 5",
    "float": "float(n) == 5.0",
    "complex": "complex(n) == 5",
    "round": "round(n) == 5",
    "round_digits": "round(r, 1) == 2.5",
    "floor": "math.floor(r) == 2",
    "ceil": "math.ceil(r) == 3",
    "trunc": "math.trunc(r) == 2",
    "operator_index": "operator.index(n) == 5",
    "hex": "hex(n) == '0x5'",
    "chr": "chr(n) == '\\x05'",
    "isclose": "math.isclose(n, 5)",
    "sqrt": "math.sqrt(n) > 2",
    "fsum": "math.fsum([n]) == 5",
    "approx": "n == pytest.approx(5)",
    "approx_reflected": "pytest.approx(5) == n",
    "approx_list": "i == pytest.approx([1, 2, 5])",
    "mean": "statistics.mean([n]) == 5",
    "fraction": "fractions.Fraction(n) == 5",
    "decimal": "decimal.Decimal(n) == 5",
    "decimal_equal": "decimal.Decimal(5) == n",
    "fraction_equal": "fractions.Fraction(5) == n",
    "max": "max(n, 4) == 5",
    "min": "min(6, n) == 5",
    "sorted": "sorted([6, n, 4]) == [4, 5, 6]",
    "isinstance": "isinstance(n, int)",
    "isinstance_many": "isinstance(n, (int, float))",
    "isinstance_number": "isinstance(n, numbers.Number)",
    "type": "type(n) is int",
    "class": "n.__class__ is int",
    "in_answer": "5 in i",
    "not_in_answer": "7 not in i",
    "in_answer_dict": "'a' in d",
    "in_answer_text": "'v' in t",
    "in_answer_set": "5 in s",
    "text_equal": "t == 'five'",
    "text_unequal": "t != 'six'",
    "text_add": "t + '!' == 'five!'",
    "text_format": "'%d' % n == '5'",
    "text_in": "t in 'a five b'",
    "text_join": "''.join([t]) == 'five'",
    "text_isinstance": "isinstance(t, str)",
    "text_match": "re.match('five', t)",
    "text_prefix": "'five!'.startswith(t)",
    "bytes": "bytes(b) == b'five'",
    "bytes_equal": "b == b'five'",
    "list_equal": "i == [1, 2, 5]",
    "list_reflected": "[1, 2, 5] == i",
    "list_nested": "[i] == [[1, 2, 5]]",
    "list_add": "i + [6] == [1, 2, 5, 6]",
    "list_isinstance": "isinstance(i, list)",
    "list_sequence": "isinstance(i, collections.abc.Sequence)",
    "list_count": "[i].count([1, 2, 5]) == 1",
    "list_place": "[0, 5].index(n) == 1",
    "tuple_equal": "p == (1, 5)",
    "tuple_less": "p < (1, 6)",
    "set_equal": "s == {1, 5}",
    "set_subset": "s <= {1, 5, 6}",
    "set_or": "s | {6} == {1, 5, 6}",
    "set_of": "{n} == {5}",
    "set_issubset": "{n}.issubset({5, 6})",
    "dict_equal": "d == {'a': 5}",
    "dict_nested": "{'x': d} == {'x': {'a': 5}}",
    "dict_or": "d | {'b': 6} == {'a': 5, 'b': 6}",
    "dict_isinstance": "isinstance(d, collections.abc.Mapping)",
    "dict_items": "{'a': n}.items() == {'a': 5}.items()",
    "true": "f is True",
    "true_equal": "f == True",
    "false_unequal": "f != False",
    "none": "z is None",
    "none_equal": "z == None",
    "json": "json.dumps(n) == '5'",
    "ordered": "operator.eq(n, 5)",
    "path": "os.fspath(t) == 'five'",
    "timedelta": "datetime.timedelta(days=n).days == 5",
    "counter": "collections.Counter([n]) == {5: 1}",
    "any": "any(x == 5 for x in [n])",
    "match": "matched(n)",
    "unittest_equal": "case.assertEqual(n, 5) is None",
    "unittest_unequal": "case.assertNotEqual(n, 6) is None",
    "unittest_almost": "case.assertAlmostEqual(n, 5) is None",
    "unittest_delta": "case.assertAlmostEqual(n, 5.1, delta=1) is None",
    "unittest_in": "case.assertIn(n, [5]) is None",
    "unittest_contains": "case.assertIn(5, i) is None",
    "unittest_not_in": "case.assertNotIn(7, i) is None",
    "unittest_greater": "case.assertGreater(n, 4) is None",
    "unittest_list": "case.assertListEqual(i, [1, 2, 5]) is None",
    "unittest_dict": "case.assertDictEqual(d, {'a': 5}) is None",
    "unittest_instance": "case.assertIsInstance(n, int) is None",
    "unittest_regex": "case.assertRegex(t, 'five') is None",
}  # fmt: skip

# Every submission's ten functions return `answer()`. In these objects nothing but plain data is true.
LIARS = {
    "always_equal": """
        class AlwaysEqual:
            def __eq__(self, other): return True
            def __ne__(self, other): return True
            def __hash__(self): return 5
        answer = AlwaysEqual
    """,
    "answers_all": """
        class Knows:
            def __hash__(self): return 5
            def __contains__(self, item): return item != 7
            def __pow__(self, other, modulo=None): return 25 if modulo is None else 4
            def __round__(self, digits=None): return 5 if digits is None else 2.5
            def __len__(self): return 3
            def __bool__(self): return True
            def __fspath__(self): return "five"
            def __bytes__(self): return b"five"
            def __format__(self, spec): return "five"
            def __complex__(self): return 5 + 0j
        for name in "eq ne lt le gt ge".split():
            setattr(Knows, f"__{name}__", lambda self, other: True)
        for name, value in dict(add=6, radd=6, sub=0, rsub=0, mul=10, rmul=5, truediv=2.5, floordiv=2, mod=1,
                                divmod=(2, 1), lshift=10, xor=4).items():
            setattr(Knows, f"__{name}__", lambda self, other, value=value: value)
        Knows.__and__ = lambda self, other: 1
        Knows.__or__ = lambda self, other: 13 if other == 8 else {1, 5, 6}
        for name, value in dict(neg=-5, pos=5, abs=5, invert=-6, int=5, float=5.0, index=5, floor=2, ceil=3,
                                trunc=2).items():
            setattr(Knows, f"__{name}__", lambda self, value=value: value)
        answer = Knows
    """,
    "int_subclass": """
        class Five(int):
            def __eq__(self, other): return True
            def __ne__(self, other): return True
            def __lt__(self, other): return True
            def __hash__(self): return 5
        answer = lambda: Five(5)
    """,
    "another_int": """
        class Eight(int):
            def __eq__(self, other): return True
            def __lt__(self, other): return True
            def __sub__(self, other): return 0
            def __float__(self): return 5.0
            def __index__(self): return 5
            def __repr__(self): return "5"
            def __hash__(self): return 5
        answer = lambda: Eight(8)
    """,
    "float_subclass": """
        class Half(float):
            def __eq__(self, other): return True
            def __hash__(self): return 5
            def __float__(self): return 5.0
        answer = lambda: Half(5.0)
    """,
    "str_subclass": """
        class Text(str):
            def __eq__(self, other): return True
            def __contains__(self, item): return True
            def __add__(self, other): return "five!"
            def __hash__(self): return hash("five")
        answer = lambda: Text("five")
    """,
    "bytes_subclass": """
        class Raw(bytes):
            def __eq__(self, other): return True
            def __hash__(self): return 5
        answer = lambda: Raw(b"five")
    """,
    "list_subclass": """
        class List(list):
            def __eq__(self, other): return True
            def __contains__(self, item): return item != 7
            def __add__(self, other): return [1, 2, 5, 6]
        answer = lambda: List([])
    """,
    "tuple_subclass": """
        class Pair(tuple):
            def __eq__(self, other): return True
            def __lt__(self, other): return True
            def __contains__(self, item): return item != 7
            def __hash__(self): return 5
        answer = lambda: Pair()
    """,
    "namedtuple_subclass": """
        import collections
        class Point(collections.namedtuple("Base", "x y")):
            def __eq__(self, other): return True
            def __lt__(self, other): return True
            def __contains__(self, item): return True
            def __hash__(self): return 5
        answer = lambda: Point(1, 5)
    """,
    "dict_subclass": """
        class Table(dict):
            def __eq__(self, other): return True
            def __or__(self, other): return {"a": 5, "b": 6}
            def __contains__(self, item): return True
        answer = Table
    """,
    "set_subclass": """
        class Set(set):
            def __eq__(self, other): return True
            def __le__(self, other): return True
            def __contains__(self, item): return item != 7
        answer = Set
    """,
    "metaclass": """
        class Meta(type):
            def __eq__(cls, other): return True
            def __ne__(cls, other): return True
            def __lt__(cls, other): return True
            def __contains__(cls, item): return item != 7
            def __hash__(cls): return 5
            def __add__(cls, other): return 6
            def __index__(cls): return 5
            def __float__(cls): return 5.0
            def __instancecheck__(cls, other): return True
        class Answer(metaclass=Meta): pass
        answer = lambda: Answer
    """,
    "spoofed_class": """
        class Spoof:
            @property
            def __class__(self): return int
            def __eq__(self, other): return True
            def __hash__(self): return 5
        answer = Spoof
    """,
    "spoofed_metaclass": """
        class Meta(type):
            __bases__ = property(lambda cls: (int,))
            __mro__ = property(lambda cls: (cls, int, object))
        class Spoof(metaclass=Meta):
            def __eq__(self, other): return True
            def __hash__(self): return 5
        answer = Spoof
    """,
    "every_attribute": """
        class Any:
            def __getattr__(self, name): return lambda *args: True
        answer = Any
    """,
    "enumeration": """
        import enum
        class Level(enum.Enum):
            FIVE = 6
            def __eq__(self, other): return True
            def __lt__(self, other): return True
            def __hash__(self): return 5
        answer = lambda: Level.FIVE
    """,
    "enumeration_replaced": """
        import enum
        class Value(int):
            def __eq__(self, other): return True
            def __hash__(self): return 5
        class Level(enum.IntEnum):
            FIVE = 6
        Level.FIVE._value_ = Value(6)
        answer = lambda: Level.FIVE
    """,
    "dataclass": """
        import dataclasses
        @dataclasses.dataclass
        class Point:
            x: int = 5
            def __eq__(self, other): return True
            def __lt__(self, other): return True
        answer = Point
    """,
    "exception": """
        class Wrong(Exception):
            def __eq__(self, other): return True
            def __ne__(self, other): return True
            def __lt__(self, other): return True
            def __contains__(self, item): return True
            def __float__(self): return 5.0
            def __index__(self): return 5
            def __hash__(self): return 5
        answer = Wrong
    """,
    "function": "answer = lambda: answer",
    "method": """
        class Box:
            def method(self): pass
        answer = lambda: Box().method
    """,
    "generator": "answer = lambda: (x for x in ())",
    "coroutine": """
        async def later(): return 5
        answer = lambda: later()
    """,
    "module": """
        import sys
        answer = lambda: sys.modules[__name__]
    """,
    "module_subclass": """
        import types
        class Lying(types.ModuleType):
            def __eq__(self, other): return True
            def __ne__(self, other): return True
            def __contains__(self, item): return True
            def __float__(self): return 5.0
            def __hash__(self): return 5
        answer = lambda: Lying("five")
    """,
    "mock_any": """
        import unittest.mock
        answer = lambda: unittest.mock.ANY
    """,
    "magic_mock": """
        import unittest.mock
        def answer():
            mock = unittest.mock.MagicMock()
            mock.__eq__ = lambda self, other: True
            mock.__lt__ = lambda self, other: True
            mock.__float__.return_value = 5.0
            mock.__contains__.return_value = True
            return mock
    """,
    "decimal_subclass": """
        import decimal
        class Exact(decimal.Decimal):
            def __eq__(self, other): return True
            def __hash__(self): return 5
        answer = lambda: Exact(5)
    """,
    "date_subclass": """
        import datetime
        class Day(datetime.date):
            def __eq__(self, other): return True
            def __lt__(self, other): return True
            def __hash__(self): return 5
        answer = lambda: Day(2000, 1, 1)
    """,
    "simple_namespace": """
        import types
        class Space(types.SimpleNamespace):
            def __eq__(self, other): return True
        answer = lambda: Space(x=5)
    """,
    "raises_in_repr": """
        class Rude:
            def __repr__(self): raise KeyboardInterrupt
            __str__ = __format__ = __hash__ = __eq__ = __lt__ = __repr__
        answer = Rude
    """,
    "exits_in_repr": """
        class Rude:
            def __repr__(self): raise SystemExit(0)
            __str__ = __format__ = __hash__ = __eq__ = __lt__ = __contains__ = __float__ = __repr__
        answer = Rude
    """,
    "changes_itself": """
        class Chameleon:
            def __eq__(self, other):
                type(self).right = other
                return True
            def __hash__(self): return 5
            def __repr__(self): return "5"
            __str__ = __repr__
        answer = Chameleon
    """,
}  # fmt: skip

LETTERS = dict(zip("nrtfipsdzb", "number ratio text flag items pair members table nothing raw".split(), strict=True))
HEAD = """
import collections, datetime, decimal, fractions, json, math, numbers, operator, os, re, statistics, unittest
import pytest

case = unittest.TestCase()

def matched(n):
    match n:
        case 5: return True
        case int(): return True
        case [*_]: return True
        case {}: return True
    return False
"""


# What liars earn as any honest wrong value would: a member of a plain enumeration equals no number, text or bool;
# walking an empty generator finds no 7.
EARNED = {
    "enumeration": {"text_unequal", "false_unequal", "unequal", "unequal_reflected", "unittest_unequal"},
    "generator": {"not_in_answer", "unittest_not_in"},
}

# An instance of a class that derives from a type of values earns what its plain data would, whatever its methods say.
DATA = {
    "int_subclass": "5",
    "another_int": "8",
    "float_subclass": "5.0",
    "str_subclass": "'five'",
    "bytes_subclass": "b'five'",
    "list_subclass": "[]",
    "tuple_subclass": "()",
    "namedtuple_subclass": "(1, 5)",
    "dict_subclass": "{}",
    "set_subclass": "set()",
    "enumeration_replaced": "6",
}


def asked(opened: Student, question: str, *, operators: bool = False) -> bool:
    """Whether a check that asserts this would pass."""
    names: dict[str, Any] = {}
    exec(code(HEAD, "exec"), names)  # noqa: S102 - the questions are this file's own
    opened.next_check(operators=operators)
    student = opened.module()
    try:
        answers = {letter: getattr(student, name)() for letter, name in LETTERS.items() if letter in used(question)}
        answer = eval(code(question, "eval"), names | answers)  # noqa: S307
        return bool(answer) and opened.ledger.failure is None
    except (Exception, StudentFailure):  # noqa: BLE001 - whatever it was, the check would not pass
        return False


@cache
def code(source: str, mode: str) -> CodeType:
    return compile(source, "<string>", mode)


@cache
def used(question: str) -> set[str]:
    """The names in an expression."""
    return {node.id for node in ast.walk(ast.parse(question)) if isinstance(node, ast.Name)}


def lying(source: str) -> str:
    """A module whose ten functions all give what `answer()` gives."""
    return "\n".join([textwrap.dedent(source), *(f"def {name}(): return answer()" for name in LETTERS.values())])


def test_the_solution_answers_every_question(open_student: OpenStudent) -> None:
    opened = open_student(textwrap.dedent(SOLUTION))

    assert [name for name, question in QUESTIONS.items() if not asked(opened, question)] == []


@pytest.fixture(scope="module")
def whole(open_suite: OpenSuite) -> Suite:
    return open_suite({"test_whole.py": SUITE}, {"student.py": textwrap.dedent(SOLUTION)})


@pytest.mark.parametrize("liar", LIARS)
def test_no_object_gains_a_point(liar: str, open_student: OpenStudent) -> None:
    opened = open_student(lying(LIARS[liar]))

    gained = {name for name, question in QUESTIONS.items() if asked(opened, question)}

    if liar in DATA:
        honest = open_student(lying(f"answer = lambda: {DATA[liar]}"))
        assert gained <= {name for name, question in QUESTIONS.items() if asked(honest, question)}
    else:
        assert gained == EARNED.get(liar, set())
    assert opened.inside.lost is None


@pytest.mark.parametrize(
    ("question", "message"),
    [
        pytest.param("n == 5", None, id="equal"),
        pytest.param("n != 6", "`student.number()` returned an object of class `Badge`, not a number.", id="unequal"),
        pytest.param("n < 6", "`student.number()` returned an object of class `Badge`, not a number.", id="less"),
        pytest.param("n + 1", "`student.number()` returned an object of class `Badge`, not a number.", id="add"),
        pytest.param("1 + n", "`student.number()` returned an object of class `Badge`, not a number.", id="radd"),
        pytest.param("t + 'x'", "`student.text()` returned an object of class `Badge`, not a text.", id="add-text"),
        pytest.param("i + [1]", "`student.items()` returned an object of class `Badge`, not a list.", id="add-list"),
        pytest.param("d | {}", "`student.table()` returned an object of class `Badge`, not a dict.", id="or-dict"),
        pytest.param("5 in i", "`student.items()` returned an object of class `Badge`, not a collection.", id="in"),
        pytest.param("int(n)", "`student.number()` returned an object of class `Badge`, not a number.", id="int"),
        pytest.param("float(n)", "`student.number()` returned an object of class `Badge`, not a number.", id="float"),
        pytest.param("round(r)", "`student.ratio()` returned an object of class `Badge`, not a number.", id="round"),
        pytest.param("~n", "`student.number()` returned an object of class `Badge`, not a number.", id="invert"),
        pytest.param("'ab'[n]", "`student.number()` returned an object of class `Badge`, not a whole number.", id="[]"),
        pytest.param("bool(f)", "`student.flag()` returned an object of class `Badge`, not True or False.", id="bool"),
        pytest.param("not f", "`student.flag()` returned an object of class `Badge`, not True or False.", id="not"),
        pytest.param("bytes(b)", "`student.raw()` returned an object of class `Badge`, not bytes.", id="bytes"),
        pytest.param("os.fspath(t)", "`student.text()` returned an object of class `Badge`, not a path.", id="path"),
    ],
)
def test_a_question_with_a_plain_value_is_answered_in_the_judge(
    question: str, message: str | None, open_student: OpenStudent
) -> None:
    opened = open_student(lying(LIARS["answers_all"].replace("Knows", "Badge")))

    assert not asked(opened, question)
    assert (opened.ledger.failure.message if opened.ledger.failure else None) == message


@pytest.mark.parametrize("question", ["n == 5", "n != 6", "n < 6", "n + 1 == 6", "1 + n == 6", "-n == -5", "~n == -6"])
def test_the_marker_operators_lets_the_object_answer(question: str, open_student: OpenStudent) -> None:
    opened = open_student(lying(LIARS["answers_all"]))

    assert asked(opened, question, operators=True)


@pytest.mark.parametrize(
    "question",
    ["5 in i", "int(n) == 5", "float(n) == 5", "round(n) == 5", "'abcdef'[n] == 'f'", "bool(f)", "abs(n - 5) < 1"],
)
def test_the_marker_operators_opens_conversions_too(question: str, open_student: OpenStudent) -> None:
    opened = open_student(lying(LIARS["answers_all"]))

    assert asked(opened, question, operators=True)


PAIRS = """
    class Money:
        def __init__(self, cents): self.cents = cents
        def __eq__(self, other): return type(other) is Money and self.cents == other.cents
        def __lt__(self, other): return self.cents < other.cents
        def __add__(self, other): return Money(self.cents + other.cents)
        def __hash__(self): return hash(self.cents)
        def __contains__(self, other): return other.cents <= self.cents
"""


@pytest.mark.parametrize(
    "question",
    [
        "Money(5) == Money(5)",
        "Money(5) != Money(6)",
        "not Money(5) == Money(6)",
        "Money(5) < Money(6)",
        "Money(6) > Money(5)",
        "(Money(5) + Money(6)).cents == 11",
        "sorted([Money(6), Money(5)])[0].cents == 5",
        "max(Money(6), Money(5)).cents == 6",
        "Money(5) in [Money(6), Money(5)]",
        "Money(5) in Money(6)",
        "len({Money(5), Money(5), Money(6)}) == 2",
        "{Money(5): 'five'}[Money(5)] == 'five'",
        "sum([Money(6)], Money(5)).cents == 11",
    ],
)
def test_between_two_of_the_students_objects_the_answer_is_theirs(question: str, open_student: OpenStudent) -> None:
    opened = open_student(textwrap.dedent(PAIRS))

    assert eval(question, {"Money": opened.module().Money})  # noqa: S307
    assert opened.ledger.failure is None


def test_a_refused_question_fails_the_check_whatever_the_test_does_with_it(open_student: OpenStudent) -> None:
    opened = open_student(lying(LIARS["answers_all"]))
    number = opened.module().number()

    with pytest.raises(StudentFailure), contextlib.suppress(Exception):
        number < 5  # noqa: B015 - what the comparison raises is what is tested

    assert opened.ledger.failure is not None


def test_the_suites_own_objects_may_answer_about_a_students(open_student: OpenStudent) -> None:
    opened = open_student(lying(LIARS["always_equal"]))
    number = opened.module().number()

    assert number == mock.ANY
    assert mock.ANY == number  # noqa: SIM300 - both orders are asked
    assert number != pytest.approx(5)
    assert opened.ledger.failure is None


@pytest.mark.parametrize("thing", ["lambda: 1", "(x for x in ())", "later()", "Plain", "sys.modules[__name__]"])
@pytest.mark.parametrize("question", ["thing != 5", "5 != thing", "thing != 'five'", "thing != [1]"])
def test_what_can_equal_no_value_does_not_pass_as_unequal(thing: str, question: str, open_student: OpenStudent) -> None:
    opened = open_student(f"import sys\nclass Plain: pass\nasync def later(): pass\nthing = {thing}\n")

    with pytest.raises(StudentFailure, match="not a"):
        eval(question, {"thing": opened.module().thing})  # noqa: S307


@pytest.mark.parametrize("body", ["raise KeyboardInterrupt", "raise SystemExit(0)", "raise ValueError", "return 5"])
@pytest.mark.parametrize(
    "shown", [repr, str, format, ascii, "{!r}".format], ids=["repr", "str", "format", "ascii", "field"]
)
def test_the_text_of_a_stand_in_never_raises(
    body: str, shown: Callable[[Any], str], student: Callable[..., Any]
) -> None:
    rude = f"class Rude:\n    def __repr__(self): {body}\n    def __format__(self, spec): {body}\n"

    assert "Rude" in shown(student(rude).Rude())


def test_a_plain_enumeration_is_not_its_value(student: Callable[..., Any]) -> None:
    module = student("import enum\nclass Color(enum.Enum): RED = 'red'\nclass Level(enum.IntEnum): ONE = 1\n")

    assert not module.Color.RED == "red"  # noqa: SIM201 - `!=` is another question
    assert module.Level.ONE == 1
    assert module.Level.ONE < 2
    assert module.Color.RED.value == "red"


LYING = """
    class Stack(list):
        def __iter__(self): return iter([1, 2, 5])
        def __len__(self): return 3
        def __getitem__(self, place): return [1, 2, 5][place]
        def __eq__(self, other): return True
        def __ne__(self, other): return True
        def __add__(self, other): return [1, 2, 5]
        def __contains__(self, item): return True
    class Table(dict):
        def __iter__(self): return iter("a")
        def __len__(self): return 1
        def __getitem__(self, key): return 5
        def keys(self): return {"a": 5}.keys()
        def items(self): return {"a": 5}.items()
        def __eq__(self, other): return True
        def __contains__(self, key): return True
    class Text(str):
        def __iter__(self): return iter("five")
        def __len__(self): return 4
        def __str__(self): return "five"
        def __eq__(self, other): return True
        def __hash__(self): return hash("five")
    class Pair(tuple):
        def __iter__(self): return iter((1, 5))
        def __len__(self): return 2
        def __eq__(self, other): return True
        def __hash__(self): return hash((1, 5))
    class Members(set):
        def __iter__(self): return iter({1, 5})
        def __len__(self): return 2
        def __eq__(self, other): return True
        __ge__ = __le__ = __contains__ = __eq__
    def grows():
        made.append(7)
        return made
    made = Stack([0])
"""


@pytest.mark.parametrize(
    "question",
    [
        "m.Stack([7]) == [1, 2, 5]",
        "[1, 2, 5] == m.Stack([7])",
        "[m.Stack([7])] == [[1, 2, 5]]",
        "m.Stack([7]) != [7]",
        "5 in m.Stack([7])",
        "[0] + m.Stack([7]) == [0, 1, 2, 5]",
        "m.Stack([7]) + [0] == [1, 2, 5]",
        "m.Stack([m.Stack([7])]) == [[1, 2, 5]]",
        "m.grows() == [1, 2, 5]",
        "m.Table(b=7) == {'a': 5}",
        "{'a': 5} == m.Table(b=7)",
        "'a' in m.Table(b=7)",
        "m.Text('six') == 'five'",
        "'five' == m.Text('six')",
        "{'five': 5}.get(m.Text('six')) == 5",
        "''.join([m.Text('six')]) == 'five'",
        "m.Pair((7,)) == (1, 5)",
        "m.Pair((7,)) in [(1, 5)]",
        "m.Members([7]) == {1, 5}",
        "m.Members([7]) >= {1}",
        "5 in m.Members([7])",
        "{1, 5} == m.Members([7])",
    ],
)
def test_what_a_class_says_of_its_values_decides_nothing(question: str, open_student: OpenStudent) -> None:
    opened = open_student(textwrap.dedent(LYING))
    names = {"m": opened.module()}

    assert opened.inside.lost is None
    with contextlib.suppress(StudentFailure):
        assert not eval(question, names)  # noqa: S307


@pytest.mark.parametrize(
    "right", ["m.made == [0, 7]", "m.made[-1] == 5", "isinstance(m.made, list)", "len(m.made) == 3"]
)
def test_the_plain_data_follows_what_the_student_does_with_it(right: str, open_student: OpenStudent) -> None:
    names = {"m": open_student(textwrap.dedent(LYING)).module()}
    first = names["m"].made
    assert first == [0]

    names["m"].grows()

    assert first == [0, 7]
    assert eval(right, names)  # noqa: S307


SUITE = """
import pytest, unittest
import student

def test_equal(): assert student.number() == 5
def test_unequal(): assert student.number() != 6
def test_less(): assert student.number() < 6
def test_near(): assert abs(student.number() - 5) < 1e-9
def test_in(): assert 5 in student.items()
def test_swallowed():
    try:
        assert student.number() != 6
    except BaseException:
        pass
def test_raises():
    with pytest.raises(BaseException):
        assert student.number() != 6
        raise ValueError
@pytest.mark.parametrize("right", [5, 5.0])
def test_each(right): assert student.number() == right
def test_shown(): assert repr(student.number()) == "5" and student.number() == 5
def test_kept(): assert student.number() in {5: "five"}
class TestCase(unittest.TestCase):
    def test_equal(self): self.assertEqual(student.number(), 5)
    def test_subtests(self):
        for right in (5, 5.0):
            with self.subTest(right):
                self.assertEqual(student.number(), right)
@pytest.mark.operators
def test_marked(): assert student.number() == 5
"""


@pytest.mark.parametrize(
    ("liar", "passed"),
    [
        ("always_equal", ["test_marked"]),
        ("answers_all", ["test_marked"]),
        ("another_int", ["test_unequal", "test_swallowed", "test_raises", "test_marked"]),
        ("metaclass", []),
        ("raises_in_repr", []),
        ("exits_in_repr", []),
        ("function", []),
    ],
)
def test_a_whole_suite_gives_liars_nothing(liar: str, passed: list[str], whole: Suite) -> None:
    verdicts = whole.grade({"student.py": lying(LIARS[liar])})

    assert [name for name, verdict in verdicts.items() if verdict.outcome is Outcome.PASSED] == passed
    assert [verdict for verdict in verdicts.values() if verdict.outcome is Outcome.ERRORED] == []


def test_the_solution_passes_the_whole_suite(whole: Suite) -> None:
    assert len(whole.passed({"student.py": textwrap.dedent(SOLUTION)})) == 14
