"""Every kind of value there and back through a real inside."""

from __future__ import annotations

import collections
import copy
import datetime  # noqa: ICN001 - it is the name in the texts below
import decimal
import fractions
import math
import pathlib
import uuid
import zoneinfo
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from grader.standin.failures import StudentFailure
from grader.standin.paths import StudentPath
from grader.standin.refs import ref_of

if TYPE_CHECKING:
    from conftest import Box, OpenStudent, Student

IMPORTS = "import collections, datetime, decimal, fractions, pathlib, uuid, zoneinfo\n"

SOURCE = (
    IMPORTS
    + """
def echo(x): return x
def make(text): return eval(text)
def seen(x): return [type(x).__name__, type(x).__module__, repr(x)]
"""
)

VALUES = """
None
True
False
0
-1
2**62
-2**62
2**63
10**1000
-(10**1000)
0.0
-0.0
0.1
1e308
5e-324
float("inf")
float("-inf")
1.5 + 2j
-0.0 + 0j
complex("nan+infj")
""
"ü€𝄞"
"\\ud800"
"\\x00\\n\\r\\x1b[31m"
b""
b"\\x00\\xff"
bytearray(b"abc")
()
(1, "a", None)
((), ((),))
(1,) * 1000
[]
[1, [2, [3]]]
[None, True, 1.5]
{}
{"a": 1, 2: [3], (4, 5): {6}}
{True: 1, 2.5: 2, None: 3, b"x": 4}
set()
{1, 2, 3}
frozenset()
frozenset({frozenset({1})})
range(0)
range(1, 10, 3)
range(10, 0, -1)
range(10**30)
slice(None)
slice(1, None, -1)
slice("a", (1,), 2.5)
Ellipsis
NotImplemented
datetime.date(2024, 2, 29)
datetime.date.min
datetime.date.max
datetime.time(23, 59, 59, 999999)
datetime.time(1, 2, fold=1)
datetime.time(1, 2, tzinfo=datetime.timezone.utc)
datetime.datetime(2024, 2, 29, 12, 30)
datetime.datetime.max
datetime.datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
datetime.datetime(1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=-3), "here"))
datetime.timedelta(days=-1, seconds=3, microseconds=4)
datetime.timedelta.max
datetime.timedelta.min
datetime.timezone.utc
datetime.timezone(datetime.timedelta(minutes=90))
datetime.timezone(datetime.timedelta(0), "zero")
zoneinfo.ZoneInfo("UTC")
zoneinfo.ZoneInfo("America/Argentina/Buenos_Aires")
decimal.Decimal("0.10")
decimal.Decimal("-0")
decimal.Decimal("1E+9999")
decimal.Decimal("Infinity")
decimal.Decimal("-Infinity")
fractions.Fraction(-1, 3)
fractions.Fraction(10**50, 7)
uuid.UUID(int=5)
pathlib.Path("a/b.txt")
pathlib.Path("/")
pathlib.PurePosixPath("x")
pathlib.PureWindowsPath("c:/x")
collections.Counter("abca")
collections.Counter()
collections.OrderedDict([("b", 1), ("a", 2)])
collections.defaultdict(list, {"a": [1]})
collections.defaultdict(None, {"a": 1})
collections.defaultdict(int)
collections.deque([1, 2, 3])
collections.deque([1, 2, 3], maxlen=3)
collections.deque(maxlen=0)
""".split("\n")[1:-1]  # fmt: skip

NAMES: dict[str, Any] = {
    "collections": collections,
    "datetime": datetime,
    "decimal": decimal,
    "fractions": fractions,
    "pathlib": pathlib,
    "uuid": uuid,
    "zoneinfo": zoneinfo,
}


def build(text: str) -> Any:
    return eval(text, dict(NAMES))  # noqa: S307 - the texts are this file's own


@pytest.fixture(scope="module")
def one(box: Box) -> Iterator[Student]:
    """One inside for all the tests that change nothing in it."""
    opened = box.open({"student.py": SOURCE})
    yield opened
    opened.inside.close()


@pytest.fixture
def echoing(one: Student) -> Any:
    """Its module, in a check of its own."""
    one.next_check()
    return one.module()


def described(value: Any) -> tuple[Any, ...]:
    """Type, text and, for what has an order of its own, the order: more than `==` sees."""
    extra = getattr(value, "maxlen", None), getattr(value, "default_factory", None), getattr(value, "fold", None)
    exact = pathlib.PosixPath if type(value) is StudentPath else type(value)
    return exact, str(value) if exact is pathlib.PosixPath else repr(value), extra


@pytest.mark.parametrize("text", VALUES)
def test_a_value_of_the_students_arrives_as_it_is(text: str, echoing: Any) -> None:
    made = echoing.make(text)

    assert described(made) == described(build(text))
    assert ref_of(made) is None


@pytest.mark.parametrize("text", VALUES)
def test_a_value_goes_there_and_back(text: str, echoing: Any) -> None:
    value = build(text)

    assert described(echoing.echo(value)) == described(value)
    assert echoing.seen(value) == [type(value).__name__, type(value).__module__, repr(value)]


@pytest.mark.parametrize("text", [text for text in VALUES if text not in ("Ellipsis", "NotImplemented")])
def test_a_value_crosses_inside_of_others(text: str, echoing: Any) -> None:
    value = build(text)

    arrived = echoing.echo([value, (value,), {"key": value}])

    assert [described(arrived[0]), described(arrived[1][0]), described(arrived[2]["key"])] == [described(value)] * 3


def test_nan_arrives_as_nan(echoing: Any) -> None:
    assert math.isnan(echoing.make('float("nan")'))
    assert math.isnan(echoing.echo(math.nan))
    assert echoing.make('decimal.Decimal("nan")').is_nan()


@pytest.mark.parametrize(
    "text",
    [
        "type('Int', (int,), {})(5)",
        "type('Text', (str,), {})('five')",
        "type('List', (list,), {})([1])",
        "type('Dict', (dict,), {})(a=1)",
        "type('Day', (datetime.date,), {})(2024, 1, 1)",
        "memoryview(b'x')",
        "iter([1])",
        "object()",
        "lambda: 1",
        "type('Plain', (), {})",
        "print",
        "collections.ChainMap()",
        "__import__('array').array('i', [1])",
        "__import__('re').compile('a')",
        "__import__('io').StringIO('a')",
        "__import__('threading').Lock()",
        "__import__('types').MappingProxyType({})",
        "type('Meta', (type,), {})('Made', (), {})",
        "__import__('weakref').WeakSet()",
    ],
)
def test_any_other_object_arrives_as_a_stand_in(text: str, echoing: Any) -> None:
    made = echoing.make(text)

    assert ref_of(made) is not None or made is print
    assert echoing.echo(made) is made


def test_a_subclass_of_a_kind_is_no_value_of_the_judges_either(student: Callable[..., Any]) -> None:
    class Liar(int):
        pass

    seen = student("def seen(x): return type(x) is int").seen(Liar(5))

    assert seen is False


# Sharing and cycles


def test_a_wrong_grid_shares_its_rows(student: Callable[..., Any]) -> None:
    grid = student("def grid(): return [[0] * 3] * 3").grid()

    grid[0][0] = 1

    assert grid == [[1, 0, 0], [1, 0, 0], [1, 0, 0]]
    assert grid[0] is grid[1]


def test_a_right_grid_has_separate_rows(student: Callable[..., Any]) -> None:
    grid = student("def grid(): return [[0] * 3 for _ in range(3)]").grid()

    grid[0][0] = 1

    assert grid == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    "text",
    ["loop = []\nloop.append(loop)", "loop = {}\nloop['self'] = loop", "loop = [([],)]\nloop[0][0].append(loop)"],
)
def test_a_cycle_arrives_as_a_cycle(text: str, student: Callable[..., Any]) -> None:
    module = student(f"{text}\ndef get(): return loop\ndef same(x): return x is loop")
    loop = module.get()
    inner = loop
    while True:
        inner = inner["self"] if isinstance(inner, dict) else inner[0]
        if inner is loop:
            break

    assert module.get() is loop
    assert module.same(loop)


def test_a_cycle_of_the_suites_goes_there_and_back(student: Callable[..., Any]) -> None:
    loop: list[Any] = [1]
    loop.append(loop)

    module = student("def check(x): return x[1] is x\ndef echo(x): return x")

    assert module.check(loop)
    assert module.echo(loop) is loop


# Links

SHARED = """
config = {"debug": False, "names": []}
def connect(): return config
def get(key): return config[key]
def put(key, value): config[key] = value
def same(x): return x is config
def append(items, value): items.append(value)
def clear(x): x.clear()
def first(items): return items[0]
kept = []
def keep(x): kept.append(x); return len(kept)
def kept_is(x): return kept[-1] is x
def kept_content(): return list(kept[-1])
"""


def test_one_container_inside_is_one_in_the_judge(student: Callable[..., Any]) -> None:
    module = student(SHARED)

    assert module.connect() is module.connect()
    assert module.connect() is module.config
    assert module.same(module.connect())


def test_separate_containers_of_equal_content_stay_separate(student: Callable[..., Any]) -> None:
    module = student("def make(): return []")

    assert module.make() is not module.make()


def test_a_change_in_the_judge_is_seen_inside(student: Callable[..., Any]) -> None:
    module = student(SHARED)

    module.connect()["debug"] = True
    module.connect()["names"].append("x")

    assert (module.get("debug"), module.get("names")) == (True, ["x"])


def test_a_change_inside_is_seen_in_the_judge(student: Callable[..., Any]) -> None:
    module = student(SHARED)
    config = module.connect()

    module.put("debug", 5)

    assert config == {"debug": 5, "names": []}


def test_an_argument_changed_in_place_is_changed_for_the_caller(student: Callable[..., Any]) -> None:
    items, same = [1], [1]

    student(SHARED).append(items, 2)

    assert (items, same) == ([1, 2], [1])


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "{'a': 1}",
        "{1}",
        "bytearray(b'x')",
        "collections.deque([1])",
        "collections.Counter('a')",
        "collections.OrderedDict(a=1)",
        "collections.defaultdict(int, a=1)",
    ],
)
def test_every_container_can_be_emptied_in_place(text: str, student: Callable[..., Any]) -> None:
    value = build(text)
    kept = copy.copy(value)

    student(SHARED).clear(value)

    assert len(value) == 0
    assert len(kept) == 1


def test_a_container_that_was_kept_inside_stays_the_argument(student: Callable[..., Any]) -> None:
    module, items = student(SHARED), [1]
    module.keep(items)

    items.append(2)

    assert module.kept_is(items)
    assert module.kept_content() == [1, 2]


def test_the_result_that_is_an_argument_is_that_argument(student: Callable[..., Any]) -> None:
    inner: list[int] = []

    assert student(SHARED).first([inner, 1]) is inner


def test_a_container_may_hold_what_can_only_be_a_stand_in(student: Callable[..., Any]) -> None:
    module = student("class Dog: pass\nrex = Dog()\npack = [rex, {'leader': rex}]\ndef get(): return pack")

    pack = module.get()

    assert pack[0] is pack[1]["leader"]
    assert pack[0] is module.rex


def test_after_a_check_nothing_is_linked(open_student: OpenStudent) -> None:
    opened = open_student(SHARED)
    before = opened.module().connect()

    opened.next_check()
    after = opened.module().connect()
    after["debug"] = "changed"

    assert before == {"debug": False, "names": []}
    assert opened.module().get("debug") == "changed"


def test_many_containers_that_nobody_holds_are_forgotten(open_student: OpenStudent) -> None:
    opened = open_student("def make(): return [1, [2]]")
    module = opened.module()

    for _ in range(200):
        assert module.make() == [1, [2]]

    assert len(opened.inside.links._by_number) < 100


def test_a_container_that_grew_in_both_places_keeps_the_students_side(student: Callable[..., Any]) -> None:
    """Only one side runs at a time: what the judge changed is there before the student's code goes on."""
    module, items = student(SHARED), [1]
    module.keep(items)

    items.append(2)
    module.append(items, 3)
    items.append(4)

    assert module.kept_content() == items == [1, 2, 3, 4]


# Limits

REFUSED = {
    "int": ("2**100_001", "an int of more than 100,000 bits"),
    "set": ("set(range(10_001))", "a set of more than 10,000 members"),
    "frozenset": ("frozenset(range(10_001))", "a set of more than 10,000 members"),
    "dict": ("dict.fromkeys(range(10_001))", "a dict of more than 10,000 keys"),
    "decimal": ("decimal.Decimal('1E+10001')", "a Decimal with too large an exponent"),
    "nested": ("__import__('functools').reduce(lambda x, _: (x,), range(300), 1)", "a value nested deeper than 200"),
    "text": ("'x' * (33 << 20)", "a message of more than 32 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_value_beyond_the_limits_fails_the_check_and_says_why(name: str, open_student: OpenStudent) -> None:
    text, why = REFUSED[name]
    opened = open_student(SOURCE)

    with pytest.raises(StudentFailure, match=why):
        opened.module().make(text)


@pytest.mark.parametrize("name", ["int", "set", "frozenset", "dict", "text"])
def test_after_a_value_beyond_the_limits_the_inside_lives_on(name: str, one: Student, echoing: Any) -> None:
    with pytest.raises(StudentFailure):
        echoing.make(REFUSED[name][0])

    one.next_check()

    assert echoing.make("[1, 2]") == [1, 2]


@pytest.mark.parametrize("name", ["int", "set", "frozenset", "dict", "text"])
def test_an_argument_beyond_the_limits_is_an_error_of_the_suites(name: str, echoing: Any) -> None:
    text, why = REFUSED[name]

    with pytest.raises(TypeError, match=f"this cannot be given to the student's code: {why}"):
        echoing.echo(build(text))


@pytest.mark.parametrize(
    "text",
    [
        "2**99_999",
        "set(range(10_000))",
        "dict.fromkeys(range(10_000))",
        "decimal.Decimal('1E+10000')",
        "[0] * 100_000",
        "'x' * (2 << 20)",
        "[[[[]]]] * 10",
    ],
)
def test_a_value_within_the_limits_crosses(text: str, echoing: Any) -> None:
    assert echoing.make(text) == build(text)
    assert echoing.echo(build(text)) == build(text)


def test_lists_may_nest_deeper_than_the_stack(student: Callable[..., Any]) -> None:
    deep = student("def deep():\n    x = []\n    for _ in range(5000): x = [x]\n    return x").deep()

    depth = 0
    while deep:
        deep, depth = deep[0], depth + 1
    assert depth == 5000


def test_a_container_that_outgrew_the_limits_inside_fails_the_check(open_student: OpenStudent) -> None:
    opened = open_student("def fill(d):\n    d.update(dict.fromkeys(range(10_001)))\n    return 5")
    table: dict[int, None] = {}

    with pytest.raises(StudentFailure, match="a dict of more than 10,000 keys"):
        opened.module().fill(table)
    assert table == {}


def test_a_path_of_the_students_is_opened_only_below_the_submission(grade_suite: Callable[..., Any]) -> None:
    suite = """
import student
def test_own(): assert student.here.read_text().startswith("import pathlib")
def test_foreign(): assert student.secret.read_text()
def test_foreign_by_open():
    with open(student.secret) as file: assert file.read()
"""
    right = "import pathlib\nhere = secret = pathlib.Path(__file__)\n"
    wrong = right + "secret = pathlib.Path('/etc/passwd')\n"

    verdicts = grade_suite({"test_path.py": suite}, {"student.py": right}, {"student.py": wrong})

    assert [verdict.outcome for verdict in verdicts.values()] == ["passed", "failed", "failed"]


@pytest.mark.parametrize("name", ["uuid", "fractions", "decimal"])
def test_a_file_that_is_called_like_a_standard_module_holds_no_standard_values(
    name: str, open_student: Callable[..., Any]
) -> None:
    """A bare Python has none of these loaded: what is imported under their names is the student's own."""
    student = open_student(f"import {name}\ndef give():\n    return {name}.Own()", **{name: "class Own:\n    x = 4\n"})

    assert student.module().give().x == 4
