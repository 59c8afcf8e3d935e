"""The codec by itself: what crosses arrives as it was, and what does not make sense changes nothing."""

from __future__ import annotations

import collections
import contextlib
import datetime  # noqa: ICN001 - its types are named in full, as the wire's table does
import decimal
import fractions
import json
import math
import pathlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from grader.course import Limits
from grader.inside.kinds import KINDS, Kind, WireError
from grader.inside.links import Links
from grader.inside.wire import MAX_NODES, Decoder, Encoder, decode_frame, encode_frame
from grader.result import Outcome
from grader.standin.failures import StudentFailure

if TYPE_CHECKING:
    from conftest import Box, OpenBox, OpenStudent, OpenSuite, Student, Suite

quick = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


class ValuesOnly:
    """A side that has values and nothing else."""

    def pack(self, value: Any, ref: Callable[[Any], Any]) -> list[Any]:
        raise WireError(f"no value: {type(value).__name__}")

    def guard(self, path: Any) -> Any:
        return path

    def unpack(self, tag: str, parts: list[Any], get: Callable[[Any], Any]) -> Any:
        raise WireError(f"an unknown tag: {tag}")

    def changed(self) -> list[tuple[int, list[Any]]]:
        return []

    def holder(self, number: Any) -> tuple[Any, Kind]:
        raise WireError(f"no object: {number!r}")


class Side:
    """One end of a wire: `says` makes a frame, `hears` reads one."""

    def __init__(self, first: int) -> None:
        self.links = Links(first)

    def says(self, value: Any) -> bytes:
        encoder = Encoder(self.links, ValuesOnly())
        message = {"r": encoder.ref(value), "u": encoder.finish(), "n": encoder.nodes}
        return encode_frame(message)

    def hears(self, frame: bytes) -> Any:
        return self.reads(decode_frame(frame[4:]))

    def reads(self, message: Any) -> Any:
        decoder = Decoder(message["n"], self.links, ValuesOnly())
        value = decoder.get(message["r"])
        for ref in message["u"]:
            decoder.get(ref)
        decoder.commit()
        return value


class Pair:
    """Both ends. A message `there` goes from the judge to the student, `back` from the student to the judge."""

    def __init__(self) -> None:
        self.judge = Side(0)
        self.student = Side(1)

    def there(self, value: Any) -> Any:
        return self.student.hears(self.judge.says(value))

    def back(self, value: Any) -> Any:
        return self.judge.hears(self.student.says(value))


def crossed(value: Any) -> Any:
    return Pair().there(value)


# The values: every kind, exact types, all sizes that hypothesis likes

texts = st.text(st.characters(exclude_categories=()), max_size=20)
integers = st.one_of(st.integers(), st.integers(-(2**80), 2**80), st.sampled_from([2**62, -(2**62), 2**63, 10**400]))
floats = st.floats()
zones = st.one_of(
    st.none(),
    st.just(datetime.UTC),
    st.builds(datetime.timezone, st.timedeltas(datetime.timedelta(hours=-23), datetime.timedelta(hours=23))),
)
ATOMS: dict[str, st.SearchStrategy[Any]] = {
    "int": integers,
    "float": floats,
    "complex": st.complex_numbers(),
    "bytes": st.binary(max_size=30),
    "range": st.builds(range, integers, integers, integers.filter(bool)),
    "slice": st.builds(slice, integers, st.none(), integers),
    "EllipsisType": st.just(...),
    "NotImplementedType": st.just(NotImplemented),
    "date": st.dates(),
    "time": st.builds(lambda time, fold: time.replace(fold=fold), st.times(timezones=zones), st.sampled_from([0, 1])),
    "datetime": st.builds(
        lambda moment, fold: moment.replace(fold=fold), st.datetimes(timezones=zones), st.sampled_from([0, 1])
    ),
    "timedelta": st.timedeltas(),
    "timezone": zones.filter(lambda zone: zone is not None),
    "ZoneInfo": st.timezones(),
    "Decimal": st.decimals(),
    "Fraction": st.fractions(),
    "UUID": st.uuids(),
    "PosixPath": st.builds(pathlib.PosixPath, texts),
    "PurePosixPath": st.builds(pathlib.PurePosixPath, texts),
    "PureWindowsPath": st.builds(pathlib.PureWindowsPath, texts),
}
atoms = st.one_of(st.none(), st.booleans(), texts, *ATOMS.values())
keys = st.one_of(st.none(), st.booleans(), texts, integers, st.dates(), st.tuples(texts, integers), st.uuids())


def holders(parts: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    """Every kind that holds others, holding these."""
    pairs = st.lists(st.tuples(keys, parts), max_size=4)
    return {
        "tuple": st.lists(parts, max_size=4).map(tuple),
        "list": st.lists(parts, max_size=4),
        "dict": pairs.map(dict),
        "dict_keys": pairs.map(lambda items: dict(items).keys()),
        "dict_values": pairs.map(lambda items: dict(items).values()),
        "dict_items": pairs.map(lambda items: dict(items).items()),
        "set": st.sets(keys, max_size=4),
        "frozenset": st.frozensets(keys, max_size=4),
        "bytearray": st.binary(max_size=20).map(bytearray),
        "Counter": st.lists(keys, max_size=4).map(collections.Counter),
        "OrderedDict": pairs.map(collections.OrderedDict),
        "defaultdict": pairs.map(lambda items: collections.defaultdict(None, items)),
        "deque": st.builds(collections.deque, st.lists(parts, max_size=4), st.one_of(st.none(), st.integers(0, 6))),
    }


values = st.recursive(atoms, lambda parts: st.one_of(*holders(parts).values()), max_leaves=12)


VIEWS: tuple[Any, ...] = (type({}.keys()), type({}.values()), type({}.items()))


def children(value: Any) -> list[Any]:
    """What a value holds, in order."""
    if isinstance(value, dict):
        extra = [value.default_factory] if isinstance(value, collections.defaultdict) else []
        return extra + [part for item in value.items() for part in item]
    if isinstance(value, collections.deque):
        return [value.maxlen, *value]
    if isinstance(value, (list, tuple)) or type(value) in VIEWS:
        return list(value)
    if isinstance(value, slice):
        return [value.start, value.stop, value.step]
    return []


def alike(one: Any, other: Any, met: dict[int, int] | None = None) -> bool:
    """Whether two values have the same types, contents and orders, and share and circle in the same places."""
    met = {} if met is None else met
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, dict, set, bytearray, collections.deque)):
        if id(one) in met or id(other) in met.values():
            return met.get(id(one)) == id(other)
        met[id(one)] = id(other)
    if isinstance(one, (set, frozenset)):
        return one == other and {type(part) for part in one} == {type(part) for part in other}
    mine, its = children(one), children(other)
    if mine or its:
        return len(mine) == len(its) and all(alike(a, b, met) for a, b in zip(mine, its, strict=True))
    if isinstance(one, (datetime.time, datetime.datetime)):
        return (one.isoformat(), one.fold, repr(one.tzinfo)) == (other.isoformat(), other.fold, repr(other.tzinfo))
    return repr(one) == repr(other)


def test_the_strategies_know_every_kind() -> None:
    """A new kind without a strategy here is not tested."""
    known = {*ATOMS, *holders(atoms), "WindowsPath"}  # no WindowsPath can be made here

    assert {kind.name for kind in KINDS} == known


@pytest.mark.parametrize("name", ATOMS)
@quick
@given(data=st.data())
def test_an_atom_arrives_as_it_is(name: str, data: st.DataObject) -> None:
    value = data.draw(ATOMS[name])

    assert alike(crossed(value), value)


@pytest.mark.parametrize("name", holders(atoms))
@quick
@given(data=st.data())
def test_a_holder_arrives_as_it_is(name: str, data: st.DataObject) -> None:
    value = data.draw(holders(values)[name])

    assert alike(crossed(value), value)


@quick
@given(value=values)
def test_a_value_comes_back_as_the_very_containers(value: Any) -> None:
    pair = Pair()
    there = pair.there(value)

    back = pair.back(there)

    assert alike(back, value)
    assert back is value or not isinstance(value, (list, dict, set, bytearray, collections.deque))


@pytest.mark.parametrize("text", ["nan", "sNaN", "-NaN123", "Infinity", "-0E+10", "1E-9999"])
def test_a_special_decimal_keeps_its_sign_and_payload(text: str) -> None:
    assert str(crossed(decimal.Decimal(text))) == str(decimal.Decimal(text))


def test_a_float_keeps_the_sign_of_zero_and_is_no_int() -> None:
    assert math.copysign(1, crossed(-0.0)) == -1
    assert type(crossed(1.0)) is float
    assert type(crossed(not 0)) is bool


class Number(int):
    """An int to `isinstance`, none to the wire."""


class Text(str):
    """Likewise."""

    __slots__ = ()


class Items(list[Any]):
    """Likewise."""


@pytest.mark.parametrize("value", [Number(5), Text("a"), Items(), fractions, object(), print, int, ValueError("x")])
def test_only_exact_types_are_values(value: Any) -> None:
    with pytest.raises(WireError, match="no value"):
        Side(0).says(value)


# Sharing, cycles, links

MUTABLE: dict[str, Any] = {
    "list": [1, 2],
    "dict": {"a": 1},
    "set": {1, 2},
    "bytearray": bytearray(b"ab"),
    "Counter": collections.Counter("ab"),
    "OrderedDict": collections.OrderedDict(a=1),
    "defaultdict": collections.defaultdict(None, a=1),
    "deque": collections.deque([1, 2]),
}


def change(value: Any) -> None:
    """Take one part out and put another one in."""
    if isinstance(value, set):
        value.pop()
        value.add("new")
    elif isinstance(value, dict):
        value.popitem()
        value["new"] = 5
    elif isinstance(value, bytearray):
        value[0] = 5
    else:
        value.pop()
        value.append("new")


@pytest.mark.parametrize("kind", MUTABLE)
def test_a_container_that_is_held_twice_arrives_once(kind: str) -> None:
    value = MUTABLE[kind].copy()

    one, (other,) = crossed([value, (value,)])

    assert one is other
    assert one is not value


@pytest.mark.parametrize("kind", MUTABLE)
@pytest.mark.parametrize("side", ["judge", "student"])
def test_a_change_on_either_side_goes_with_the_next_message(kind: str, side: str) -> None:
    pair = Pair()
    mine = MUTABLE[kind].copy()
    its = pair.there(mine)

    if side == "judge":
        change(mine)
        pair.there(None)
    else:
        change(its)
        pair.back(None)

    assert alike(mine, its)
    assert mine != MUTABLE[kind]


@pytest.mark.parametrize("kind", MUTABLE)
def test_an_unchanged_container_is_sent_by_number_alone(kind: str) -> None:
    pair = Pair()
    value = MUTABLE[kind].copy()
    its = pair.there(value)

    messages = [json.loads(pair.judge.says(value)[4:]), json.loads(pair.student.says(its)[4:])]

    assert [message["n"] for message in messages] == [[["=", 0]]] * 2
    assert [message["u"] for message in messages] == [[], []]


def test_only_what_changed_is_sent_again() -> None:
    pair = Pair()
    inner: list[Any] = [1]
    outer = [inner, ["still"], {"deep": inner}]
    pair.there(outer)

    inner.append(2)
    message = json.loads(pair.judge.says(outer)[4:])

    assert message["n"] == [["=", 0], ["l", 6, 1, 2]]


@st.composite
def graphs(draw: st.DrawFn) -> list[Any]:
    """Up to six containers that hold each other in any way, circles included."""
    nodes: list[Any] = [
        draw(st.sampled_from([list, dict, collections.deque]))() for _ in range(draw(st.integers(1, 6)))
    ]
    for node in nodes:
        for _ in range(draw(st.integers(0, 4))):
            put(node, draw(st.one_of(atoms, st.sampled_from(nodes), st.sampled_from(nodes).map(lambda n: (n, 1)))))
    return nodes


def put(node: Any, part: Any) -> None:
    if isinstance(node, dict):
        node[len(node)] = part
    else:
        node.append(part)


@quick
@given(nodes=graphs())
def test_any_graph_arrives_with_its_sharing_and_circles(nodes: list[Any]) -> None:
    assert alike(crossed(nodes), nodes)


@quick
@given(nodes=graphs(), data=st.data())
def test_both_sides_stay_alike_whatever_either_changes(nodes: list[Any], data: st.DataObject) -> None:
    pair = Pair()
    its = pair.there(nodes)

    for _ in range(4):
        by_judge = data.draw(st.booleans())
        mine = nodes if by_judge else its
        place = data.draw(st.integers(0, len(mine) - 1))
        what = data.draw(st.one_of(atoms, st.just(mine), st.sampled_from(mine), st.builds(list)))
        node = mine[place]
        if data.draw(st.booleans()) or not isinstance(node, (list, dict, collections.deque)):
            mine.append(what)
        else:
            node.clear()
            put(node, what)
        if by_judge:
            pair.there(None)
        else:
            pair.back(None)

        assert alike(nodes, its)


def test_after_clear_a_container_is_a_new_one() -> None:
    pair = Pair()
    value = [1]
    first = pair.there(value)
    pair.judge.links.clear()
    pair.student.links.clear()

    second = pair.there(value)

    assert second == first
    assert second is not first
    assert json.loads(pair.judge.says(value)[4:])["n"] == [["=", 2]]


def test_links_nobody_holds_are_dropped_and_the_others_stay() -> None:
    pair = Pair()
    kept: list[list[Any]] = [[number] for number in range(3)]
    theirs = pair.there([*kept, *([number] for number in range(200))])

    dropped = pair.judge.links.drop_unused()
    for number in dropped:
        pair.student.links.drop(number)
    kept[0].append("changed")
    pair.there(None)

    assert len(pair.judge.links._by_number) <= 4
    assert len(dropped) >= 200
    assert theirs[0] == [0, "changed"]


def test_a_link_whose_change_is_still_to_be_sent_is_not_dropped() -> None:
    """The suite may change a list and let go of it: the student's code has kept it."""
    pair = Pair()
    held: list[list[Any]] = [[number] for number in range(100)]
    theirs = pair.there(tuple(held))

    held[7].append("changed")
    held.clear()
    pair.judge.links.drop_unused()
    pair.there(None)

    assert theirs[7] == [7, "changed"]


def test_few_links_are_kept_without_a_look() -> None:
    pair = Pair()
    pair.there([[1], [2]])

    assert pair.judge.links.drop_unused() == []


# Limits

NESTED: Any = ()
for _ in range(250):
    NESTED = (NESTED,)

TOO_MUCH = {
    "int": (2**100_000, "an int of more than 100,000 bits"),
    "range": (range(2**100_000), "an int of more than 100,000 bits"),
    "set": (set(range(10_001)), "a set of more than 10,000 members"),
    "frozenset": (frozenset(range(10_001)), "a set of more than 10,000 members"),
    "dict": (dict.fromkeys(range(10_001)), "a dict of more than 10,000 keys"),
    "Counter": (collections.Counter(range(10_001)), "a dict of more than 10,000 keys"),
    "OrderedDict": (collections.OrderedDict.fromkeys(range(10_001)), "a dict of more than 10,000 keys"),
    "text": ("x" * (33 << 20), "a message of more than 32 MB"),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_not_sent(name: str) -> None:
    value, why = TOO_MUCH[name]

    with pytest.raises(WireError, match=why):
        Side(0).says(value)


def test_a_value_of_too_many_parts_is_not_sent() -> None:
    encoder = Encoder(Links(0), ValuesOnly())
    encoder.nodes = [None] * (MAX_NODES - 1)
    encoder.ref(())

    with pytest.raises(WireError, match="a value of more than 1,000,000 parts"):
        encoder.ref((1,))


@pytest.mark.parametrize(
    "value",
    [2**99_999, set(range(10_000)), dict.fromkeys(range(10_000)), "x" * (1 << 20), decimal.Decimal("1E+10000")],
    ids=["int", "set", "dict", "text", "decimal"],
)
def test_what_is_just_within_the_limits_crosses(value: Any) -> None:
    assert crossed(value) == value


def test_lists_nest_without_the_stack_and_tuples_to_a_depth() -> None:
    deep: list[Any] = []
    for _ in range(20_000):
        deep = [deep]
    there = crossed(deep)
    depth = 0
    while there:
        there, depth = there[0], depth + 1

    assert depth == 20_000
    with pytest.raises(WireError, match="nested deeper than 200"):
        crossed(NESTED)


# Messages that make no sense


def message(*nodes: Any, ref: Any = None, updates: Any = ()) -> dict[str, Any]:
    return {"r": [0] if ref is None else ref, "u": list(updates), "n": list(nodes)}


NONSENSE = {
    "node of no list": message("t"),
    "empty node": message([]),
    "tag of no text": message([5]),
    "unknown tag": message(["zz"]),
    "reference below": message(["t"], ref=[-1]),
    "reference beyond": message(["t"], ref=[9]),
    "reference of two": message(["t"], ref=[0, 0]),
    "reference of bool": message(["t"], ref=[False]),
    "reference of dict": message(["t"], ref={}),
    "tuple in itself": message(["t", [0]]),
    "tuples in a circle": message(["t", [1]], ["t", [0]]),
    "int of no text": message(["i", 5]),
    "int of letters": message(["i", "0xzz"]),
    "int without parts": message(["i"]),
    "int of many parts": message(["i", "0x1", "0x1"]),
    "huge int": message(["i", "0x" + "f" * 30_000]),
    "float of a word": message(["f", "one"]),
    "float of a list": message(["f", [0]]),
    "complex of ints": message(["c", 1, 2]),
    "bytes of no text": message(["b", 5]),
    "bytes of no base64": message(["b", "é"]),
    "bytes of half a base64": message(["b", "abc"]),
    "range of step 0": message(["r", 0, 1, 0]),
    "range of floats": message(["r", 0.0, 1.0, 1.0]),
    "range of two": message(["r", 0, 1]),
    "slice of none": message(["S"]),
    "ellipsis with parts": message(["E", 5]),
    "date of a word": message(["D", "today"]),
    "date of no text": message(["D", 5]),
    "time without zone": message(["T", "10:00"]),
    "time with a zone of text": message(["T", "10:00", 0, "UTC"]),
    "time with fold 2": message(["T", "10:00", 2, None]),
    "time with fold list": message(["T", "10:00", [1], None], ["l", 1]),
    "timedelta of floats": message(["m", 1.0, 0, 0]),
    "timedelta too large": message(["m", 10**12, 0, 0]),
    "timezone too far": message(["Z", [1], None], ["m", 5, 0, 0]),
    "timezone of a text": message(["Z", "here", None]),
    "zone by a path": message(["K", "../../etc/passwd"]),
    "zone by an absolute path": message(["K", "/etc/passwd"]),
    "zone that is none": message(["K", "Nowhere/At_all"]),
    "zone of a zero byte": message(["K", "a\0b"]),
    "zone of nothing": message(["K", ""]),
    "Decimal of a word": message(["n", "five"]),
    "Decimal too large": message(["n", "1E+10001"]),
    "Decimal too small": message(["n", "1E-10001"]),
    "Fraction by 0": message(["q", 1, 0]),
    "Fraction by -1": message(["q", 1, -1]),
    "Fraction of floats": message(["q", 1.0, 2.0]),
    "UUID of a word": message(["u", "five"]),
    "UUID of 32 letters": message(["u", "z" * 32]),
    "path of a list": message(["p", [0]]),
    "path of a number": message(["P", 5]),
    "list without a number": message(["l"]),
    "list with a text for a number": message(["l", "1"]),
    "list with a negative number": message(["l", -1]),
    "list with a bool for a number": message(["l", True]),
    "list with a number of the judge's": message(["l", 2]),
    "two lists of one number": message(["t", [1], [2]], ["l", 1], ["l", 1]),
    "list of no reference": message(["l", 1, {}]),
    "dict of an odd count": message(["d", 1, "a"]),
    "dict of a list as key": message(["d", 1, [1], 1], ["l", 3]),
    "set of a list": message(["s", 1, [1]], ["l", 3]),
    "frozenset of a list": message(["z", [1]], ["l", 3]),
    "set of too many": message(["s", 1, *range(30_000)]),
    "dict of too many": message(["d", 1, *range(60_000)]),
    "frozenset of too many": message(["z", *range(10_001)]),
    "bytearray of a number": message(["B", 1, 5]),
    "bytearray of two": message(["B", 1, "YQ==", "YQ=="]),
    "defaultdict without a factory": message(["Dd", 1]),
    "deque of no length": message(["Dq", 1]),
    "deque of a negative length": message(["Dq", 1, -1]),
    "deque of a huge length": message(["Dq", 1, 2**63]),
    "Counter of one": message(["Dc", 1, "a"]),
    "known container that is not": message(["=", 1]),
    "known container of a text": message(["=", "1"]),
    "known container of two": message(["=", 0, 0]),
    "known container as another kind": message(["d", 0]),
    "nested too deep": message(*[["t", [place + 1]] for place in range(300)], ["t"]),
}  # fmt: skip


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_refused_and_changes_nothing(name: str) -> None:
    """What was known stays as it was, even what the same message changes in a valid way before."""
    side = Side(0)
    known = ["before"]
    side.says(known)
    before = set(side.links._by_number)
    told = NONSENSE[name]
    place = len(told["n"])
    whole = {"r": told["r"], "u": [[place]], "n": [*told["n"], ["l", 0, "after"]]}
    if name == "known container as another kind":
        whole = told

    with pytest.raises(WireError):
        side.reads(json.loads(json.dumps(whole)))

    assert known == ["before"]
    assert set(side.links._by_number) == before


def test_an_update_of_what_was_never_shared_is_refused() -> None:
    with pytest.raises(WireError, match="a number of this side's"):
        Side(0).reads(message(["l", 4, "forged"], ref=5, updates=[[0]]))


junk = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 9),
        st.floats(allow_nan=False),
        st.text(max_size=3),
        st.sampled_from(
            [*(kind.tag for kind in KINDS), "=", "h", "H", "C", "x", "X", "nt", "j", "J", "v", "Y", "object"]
        ),
    ),
    lambda parts: st.one_of(st.lists(parts, max_size=5), st.dictionaries(st.text(max_size=2), parts, max_size=2)),
    max_leaves=20,
)
heads = st.sampled_from([*(kind.tag for kind in KINDS), "=", "h", "H", "C", "x", "X", "nt", "j"])
numbers = st.integers(1, 5)
plain = st.one_of(st.just("object"), st.just("function"), st.text(max_size=3), st.lists(st.integers(0, 5), max_size=1))
shaped = st.one_of(
    st.tuples(heads, junk).map(list),
    st.tuples(heads, numbers, junk, junk).map(list),
    st.builds(lambda tag, number, parts: [tag, number, *parts], heads, numbers, st.lists(plain, max_size=12)),
    st.builds(
        lambda number, parts: ["C", number + 5, "A", "A", "m", *parts], numbers, st.lists(junk, min_size=9, max_size=9)
    ),
    st.builds(
        lambda number, parts: ["x", number + 5, [1], [2], *parts], numbers, st.lists(junk, min_size=10, max_size=10)
    ),
)
nodes_of_junk = st.lists(st.one_of(junk, shaped), max_size=6)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(nodes=st.one_of(junk, nodes_of_junk), ref=st.one_of(junk, st.just([0])), update=junk)
def test_decoding_is_total(nodes: Any, ref: Any, update: Any) -> None:
    """Whatever JSON comes: a value, or `WireError` and nothing has changed."""
    side = Side(0)
    known: dict[str, Any] = {"list": ["before"]}
    side.says(known)
    before = set(side.links._by_number)

    try:
        side.reads({"n": nodes, "r": ref, "u": [update]})
    except WireError:
        assert known == {"list": ["before"]}
        assert set(side.links._by_number) == before


@settings(deadline=None, max_examples=150)
@given(body=st.binary(max_size=60))
def test_any_bytes_are_a_message_or_a_wire_error(body: bytes) -> None:
    with contextlib.suppress(WireError):
        json.dumps(decode_frame(body))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"r":',
        b"[1,2",
        b"\xff\xfe",
        '"ü"'.encode(),
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"r":' * 100_000,
        b"9" * 10_000,
        b"5 5",
    ],
    ids=lambda body: f"{bytes(body[:6])!r}-{len(body)}",
)
def test_a_body_that_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(WireError, match="a frame that is no message"):
        decode_frame(body)


@quick
@given(value=values)
def test_a_frame_is_its_length_and_ascii(value: Any) -> None:
    frame = Side(0).says(value)

    assert int.from_bytes(frame[:4], "big") == len(frame) - 4
    assert frame[4:].isascii()


# A real inside. What the box is made of plays no part in it.


@pytest.fixture(scope="session")
def box(open_box: OpenBox) -> Box:
    return open_box("process")


@pytest.fixture(scope="module")
def opened(box: Box) -> Iterator[Student]:
    """One inside with objects of every shape that the judge knows."""
    source = "class Dog:\n    def bark(self): pass\nrex = Dog()\ndef walk(): pass\ndef get(): return [rex, Dog, walk]\n"
    opened = box.open({"student.py": source})
    opened.module().get()
    yield opened
    opened.inside.close()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(nodes=nodes_of_junk, ref=st.one_of(junk, st.just([0]), st.just([0])))
def test_decoding_objects_is_total_and_asks_nothing(nodes: Any, ref: Any, opened: Student) -> None:
    opened.ledger.touched = False
    asked = len(opened.ledger.calls)

    with contextlib.suppress(WireError):
        decoder = Decoder(nodes, opened.inside.links, opened.inside.objects)
        decoder.get(ref)
        decoder.commit()

    assert not opened.ledger.touched
    assert len(opened.ledger.calls) == asked
    assert opened.inside.lost is None


ATTACK = """
import gc, json, os, socket, struct, sys, threading

def asked():
    frame = sys._getframe()
    while frame.f_code.co_name != "_answer":
        frame = frame.f_back
    return frame.f_locals["number"]

def frame(message, size=None):
    if isinstance(message, dict) and "c" not in message and "hello" not in message:
        message = {"i": asked(), **message}
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack("!I", len(body) if size is None else size) + body

def write(data):
    while data:
        data = data[os.write(3, data):]

def service():
    gc.unfreeze()  # it is older than this process
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == "Service")

def number_of(value):
    return next(number for number, link in service()._links._by_number.items() if link.value is value)

def calm(): return 5
def attack(callback, items):
"""
CALM = ATTACK + "    return 5\n"
FUZZ = """
import student

def test_attack():
    items = [1, 2]
    assert student.attack(lambda *args: args, items) == 5
    assert items == [1, 2]

def test_next(): assert student.calm() == 5
"""
# What an attack's body is, how the check may end, and a part of what it says.
ATTACKS = {
    "garbage": (r"write(b'\xff' * 100)", "answered with a message that is too large"),
    "length of 4 GB": (r"write(frame(b'', 2**32 - 1))", "answered with a message that is too large"),
    "length of 33 MB": (r"write(frame(b'', 33 << 20))", "answered with a message that is too large"),
    "no JSON": ("write(frame(b'hello'))", "answered with a frame that is no message"),
    "half a JSON": ("write(frame(b'{\"r\":'))", "answered with a frame that is no message"),
    "nested 100,000 deep": ("write(frame(b'[' * 100_000))", "answered with a frame that is no message"),
    "no answer": ("write(frame({'hello': 5}))", "answered with something that is no answer"),
    "a list": ("write(frame([1, 2]))", "answered with something that is no answer"),
    "functions that are none": ("write(frame({'r': 5, 'u': [], 'n': [], 'm': [[1]]}))", "something that is no answer"),
    "functions by the dozen": ("write(frame({'r': 5, 'u': [], 'n': [], 'm': {'a': 1}}))", "that is no answer"),
    "an answer without nodes": ("write(frame({'r': 5}))", "answered with something that is no value"),
    "an answer of no node": ("write(frame({'r': [9], 'u': [], 'n': []}))", "answered with something that is no value"),
    "an unknown object": ("write(frame({'r': [0], 'u': [], 'n': [['h', 77]]}))", "that was never sent"),
    "an exception that is none": ("write(frame({'e': 5, 'u': [], 'n': []}))", "an exception that is none"),
    "the judge's own number": ("write(frame({'r': 5, 'u': [[0]], 'n': [['l', 98]]}))", "a number of this side's"),
    "another kind": ("write(frame({'r': 5, 'u': [[0]], 'n': [['d', number_of(items)]]}))", "that became another kind"),
    "a Decimal that fills memory": ("write(frame({'r': [0], 'u': [], 'n': [['n', '1E+999999999']]}))", "an exponent"),
    "an int that fills time": ("write(frame({'r': [0], 'u': [], 'n': [['i', '0x' + 'f' * 9_000_000]]}))", "an int"),
    "a callback to nothing": ("write(frame({'c': 'x', 'k': 5, 'a': [5, 5], 'u': [], 'n': []}))", "to nothing"),
    "a callback without arguments": ("write(frame({'c': 1, 'k': '__call__', 'a': [], 'u': [], 'n': []}))", "no value"),
    "the wire closed": ("os.close(3)", "ended the whole program"),
    "the wire shut down": ("socket.socket(fileno=3).shutdown(socket.SHUT_RDWR)", "ended the whole program"),
    "the program ended": ("os._exit(0)", "ended the whole program (exit code 0)"),
    "a crash": ("import ctypes; ctypes.string_at(1)", "ended the whole program"),
    "half a frame and an end": (r"write(struct.pack('!I', 100) + b'half'); os._exit(3)", "(exit code 3)"),
    "a service that answers nonsense": ("service()._send = lambda *_: write(frame(b'nonsense'))", "no message"),
}  # fmt: skip
SLOW = {
    "half a frame": r"write(struct.pack('!I', 1 << 20) + b'half')",
    "silence": "import time; time.sleep(60)",
    "a loop": "while True: pass",
    "a loop that prints": "while True: print('x' * 1000)",
    "a byte at a time": r"import time" "\n    while True: write(b'\\x01'); time.sleep(0.01)",
    "a service that takes callbacks without end": "while True: callback(1)",
}  # fmt: skip


def attacking(body: str) -> dict[str, str]:
    return {"student.py": f"{ATTACK}    {body}\n    return 5\n"}


@pytest.fixture(scope="module")
def fuzzed(open_suite: OpenSuite) -> Suite:
    """A suite of two checks: the attack, and a calm one that must not suffer from it."""
    return open_suite({"test_fuzz.py": FUZZ}, {"student.py": CALM}, limits=Limits(seconds=1.0))


def test_the_calm_answer_passes(fuzzed: Suite) -> None:
    assert fuzzed.passed({"student.py": CALM}) == ["test_attack", "test_next"]


@pytest.mark.parametrize("name", ATTACKS)
def test_nonsense_on_the_wire_fails_its_check_and_no_other(name: str, fuzzed: Suite) -> None:
    body, why = ATTACKS[name]

    verdicts = fuzzed.grade(attacking(body))

    assert verdicts["test_attack"].outcome is Outcome.CRASHED
    assert verdicts["test_attack"].message.startswith("`student.attack(")
    assert why in verdicts["test_attack"].message
    assert verdicts["test_next"].outcome is Outcome.PASSED, verdicts["test_next"].message


@pytest.mark.parametrize("name", SLOW)
def test_what_does_not_end_is_ended_at_the_limit(name: str, fuzzed: Suite) -> None:
    verdicts = fuzzed.grade(attacking(SLOW[name]))

    assert verdicts["test_attack"].outcome is Outcome.TIMED_OUT
    assert "`student.attack(" in verdicts["test_attack"].message
    assert verdicts["test_attack"].seconds < 1.9
    assert verdicts["test_next"].outcome is Outcome.PASSED, verdicts["test_next"].message


def test_answers_that_nobody_asked_for_end_the_inside(fuzzed: Suite) -> None:
    """The first of them is testimony like any; for what comes after it the next check gets a fresh inside."""
    forged = "write(frame({'r': 5, 'u': [], 'n': []}) * 3)"

    verdicts = fuzzed.grade(attacking(f"{forged}; import time; time.sleep(0.2)"))

    assert verdicts["test_next"].outcome is Outcome.PASSED, verdicts["test_next"].message


FLOOD = attacking("call = frame({'c': 1, 'k': '__call__', 'a': [[0], [1]], 'u': [], 'n': [['t'], ['d', 1001]]})\n"
                  "    while True: write(call)")  # fmt: skip


def test_a_flood_that_never_listens_is_cut_off(open_student: OpenStudent) -> None:
    """The judge reads on while it waits to write, but not into all of its memory."""
    opened = open_student(FLOOD["student.py"])

    with pytest.raises(StudentFailure, match="sends without listening"):
        opened.module().attack(lambda: "x" * 1000, [])


def test_a_callback_may_be_forged_and_gets_nothing(open_student: OpenStudent) -> None:
    """Whatever number, operation or argument student code puts into one: what it may not have is refused to it."""
    source = (
        ATTACK
        + """    found = service()
    answers = []
    for number in (0, 2, 99, -2, 10**30, -1):
        for operation in ("getattr", "setattr", "__call__", "__globals__", "__reduce_ex__", "import", "call"):
            for args in ((), ("__globals__",), ("__code__", 5), (callback, "__globals__"), ("x" * 100,), (number,)):
                try:
                    answers.append(repr(found._call_judge(number, operation, args, {})))
                except BaseException as error:
                    answers.append(type(error).__name__)
    return sorted(set(answers))
"""
    )
    opened = open_student(source)

    answers = opened.module().attack(len, [])

    assert set(answers) <= {"AttributeError", "TypeError", "WireError", "ValueError"}
