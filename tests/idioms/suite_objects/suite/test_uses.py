import argparse, collections, dataclasses, enum, logging, queue, random, re
from types import SimpleNamespace
from unittest.mock import Mock, MagicMock
import pytest
import uses


class Item:
    kind = "item"

    def __init__(self, price):
        self.price = price
        self.name = f"i{price}"
        self._secret = 8

    def eat(self, what):
        self.full = what

    def __lt__(self, o):
        return self.price < o.price

    def __eq__(self, o):
        return self.price == o.price

    def __hash__(self):
        return self.price

    def __len__(self):
        return self.price

    def __getitem__(self, i):
        return [self.price][i]

    def __enter__(self):
        return "entered"

    def __exit__(self, *a):
        self.left = True

    def __call__(self, x):
        return x * self.price

    def __str__(self):
        return "S"

    def __repr__(self):
        return "R"

    def __contains__(self, x):
        return x == self.price

    def __add__(self, o):
        return Item(self.price + o.price)

    def hello(self):
        return "hello"


class Cart:
    def __init__(self, items):
        self._items = items

    def items(self):
        return self._items


def test_total():
    assert uses.total(Cart([Item(1), Item(2)])) == 3


def test_mock():
    assert uses.total(Mock(items=Mock(return_value=[Mock(price=4)]))) == 4


def test_namespace():
    assert uses.name_of(SimpleNamespace(name="q")) == "q"


def test_feed():
    i = Item(1)
    assert uses.feed(i) == "hay" and i.full == "hay"


def test_compare():
    assert uses.compare(Item(1), Item(2)) == (True, False)


def test_dunder():
    i = Item(3)
    assert uses.length(i) == 3 and uses.item(i) == 3 and uses.loop(i) == [3] and uses.enter(i) == "entered" and i.left
    assert (
        uses.call(i) == 6
        and uses.text(i) == "SR"
        and uses.inside(i, 3) is True
        and uses.as_key(i) == 1
        and uses.fmt(i) == "S"
    )


def test_add():
    s = uses.add(Item(1), Item(2))
    assert isinstance(s, Item) and s.price == 3


def test_make():
    assert uses.make(Item).price == 5 and type(uses.make(Item)) is Item


def test_attr():
    assert uses.attr(Item(1), "kind") == "item" and uses.attr(Item, "kind") == "item"


def test_put():
    i = Item(1)
    uses.put(i, "z", 5)
    assert i.z == 5


def test_kind_name():
    assert uses.kinds(Item(1)) == "Item"


def test_field():
    assert uses.field({"k": Item(4)}) == 4


class Plain:
    def hello(self):
        return "hello"


@dataclasses.dataclass
class D:
    a: int
    b: list


class E(enum.Enum):
    X = 1


def test_enum():
    assert uses.en(E.X) == ("X", 1)


P = collections.namedtuple("P", "x y")


def test_namedtuple():
    assert uses.attr(P(1, 2), "x") == 1 and uses.item(P(1, 2)) == 1


def test_magicmock():
    m = MagicMock()
    m.__len__.return_value = 4
    m.__getitem__.return_value = 6
    m.__iter__.return_value = iter([1])
    m.__enter__.return_value = 7
    assert uses.length(m) == 4 and uses.item(m) == 6 and uses.loop(m) == [1] and uses.enter(m) == 7
    m.__getitem__.assert_called_once_with(0)


class MyList(list):
    pass


class MyDict(dict):
    def __missing__(self, k):
        return Item(9)


def test_builtin_subclass():
    assert uses.loop(MyList([1])) == [1] and uses.length(MyList([1, 2])) == 2 and uses.field(MyDict()) == 9


class MyStr(str):
    pass


def test_str_subclass():
    assert uses.add(MyStr("a"), "b") == "ab"


def test_seeded_generator():
    assert uses.roll(random.Random(5), 4) == uses.roll(random.Random(5), 4) != uses.roll(random.Random(6), 4)
    ours, theirs = [1, 2, 3, 4], [1, 2, 3, 4]
    random.Random(3).shuffle(ours)
    uses.mix(random.Random(3), theirs)
    assert ours == theirs


def test_pattern():
    assert uses.words(re.compile(r"\d+"), "a12 b3") == (["12", "3"], "a- b-")


def test_logger_queue_and_arguments(caplog):
    with caplog.at_level("INFO"):
        uses.note(logging.getLogger("mine"), 3)
    assert caplog.messages == ["got 3"]
    waiting = queue.Queue()
    waiting.put(1)
    assert uses.drain(waiting) == [1] and waiting.empty()
    assert uses.run(argparse.Namespace(n=3, loud=True)) == 6
