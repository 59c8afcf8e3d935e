"""What is asked of a class itself."""

import abc, collections.abc, copy, enum, dataclasses, inspect, pickle, weakref
import kinds
import pytest
from kinds import Base, Child, Key, Level, Named, Pair, Tag


def test_names():
    assert (
        Base.__name__ == Base.__qualname__ == "Base"
        and Base.__module__ == "kinds"
        and Base.__doc__ == "A base."
        and Base.make.__name__ == "make"
    )


def test_relations():
    assert (
        issubclass(Child, Base)
        and Child.__bases__ == (Base,)
        and Child.__mro__[1] is Base
        and Child.mro()[:2] == [Child, Base]
    )


def test_bases():
    assert Base.__bases__ == (object,) and Base.__mro__ == (Base, object) and Child.mro() == [Child, Base, object]
    assert kinds.Wrong.__bases__ == (ValueError,) and kinds.Wrong.__mro__[1] is ValueError
    assert kinds.Abstract.__bases__ == (abc.ABC,) and Level.__mro__[-1] is object


def test_class_of_a_class():
    class Own(Base, tag="own"):
        pass

    assert Own.tag == "own" and Child.tag == "none" and isinstance(kinds.Made, kinds.Meta)


def test_members():
    assert (
        "make" in dir(Base)
        and "run" in vars(Base)
        and "step" in Child.__dict__
        and "run" not in Child.__dict__
        and "n" in dir(Base(1))
    )


def test_annotations():
    assert Base.__annotations__["limit"] in (int, "int") and Base.limit == 3


def test_signature():
    assert list(inspect.signature(Base).parameters) == ["n"] and list(inspect.signature(Base.run).parameters) == [
        "self"
    ]


def test_static():
    assert isinstance(inspect.getattr_static(Base, "make"), classmethod) and isinstance(
        Base.__dict__["double"], staticmethod
    )


def test_constructors():
    assert Base.make().n == 5 and Child.make().run() == 16 and Base.double(2) == 4 and Base(0).double(3) == 6


def test_unbound():
    assert Base.step(Child(1)) == 1 and Child.step(Child(1)) == 11 and Base.run(Child(1)) == 12


def test_derived():
    class Mine(Base):
        def step(self):
            return 100

    assert Mine(1).run() == 101 and isinstance(Mine(1), Base) and Mine.make().run() == 105


class Own(kinds.Base):
    def step(self):
        return super().step() + 1


def test_derived_at_module_level():
    assert Own(1).run() == 3 and issubclass(Own, Base)


def test_abstract():
    with pytest.raises(TypeError):
        kinds.Abstract()

    class Worker(kinds.Abstract):
        def work(self):
            return "done"

    assert Worker().work() == "done"


def test_isabstract():
    assert inspect.isabstract(kinds.Abstract) and not inspect.isabstract(Base) and isinstance(kinds.Abstract, abc.ABCMeta)
    assert kinds.Abstract.__abstractmethods__ == {"work"} and issubclass(kinds.Abstract, abc.ABC)


def test_is_enum():
    assert issubclass(Level, enum.Enum) and isinstance(Level.LOW, enum.Enum) and isinstance(Level.LOW, int)
    assert issubclass(Tag, str) and isinstance(Tag.A, str) and isinstance(Tag.A, enum.Enum) and Tag.A.value == "a"
    assert isinstance(Tag, enum.EnumMeta) and not issubclass(Base, enum.Enum)


def test_protocols():
    assert (
        isinstance(kinds.Ring(), collections.abc.Iterable)
        and isinstance(kinds.Ring(), collections.abc.Sized)
        and not isinstance(Base(1), collections.abc.Sized)
    )


def test_copy():
    assert copy.copy(Pair(1)) == Pair(1, 2) and copy.deepcopy([Pair(3)])[0] == Pair(3)


def test_dataclass():
    assert (
        dataclasses.is_dataclass(Pair)
        and dataclasses.replace(Pair(1), y=5) == Pair(1, 5)
        and repr(Pair(1)) == "Pair(x=1, y=2)"
    )


def test_fields():
    by_name = {field.name: field for field in dataclasses.fields(Pair)}
    assert list(by_name) == ["x", "y"] and by_name["y"].default == 2 and by_name["x"].default is dataclasses.MISSING
    assert dataclasses.asdict(Pair(1)) == {"x": 1, "y": 2} and dataclasses.astuple(Pair(3, 4)) == (3, 4)
    assert [field.name for field in dataclasses.fields(Pair(1)) if field.init] == ["x", "y"]


@pytest.mark.parametrize("protocol", [0, 2, pickle.HIGHEST_PROTOCOL])
def test_pickle(protocol):
    again = pickle.loads(pickle.dumps([Pair(1, 5), 3], protocol))
    assert again == [Pair(1, 5), 3] and again[0].y == 5 and isinstance(again[0], Pair)
    assert pickle.loads(pickle.dumps(Pair, protocol)) is Pair and pickle.loads(pickle.dumps(kinds.join, protocol)) is kinds.join


def test_pickle_file(tmp_path):
    with open(tmp_path / "pair", "wb") as file:
        pickle.dump(Pair(7), file)
    with open(tmp_path / "pair", "rb") as file:
        assert pickle.load(file).x == 7


def test_weak():
    pair, key = Base(1), Key("a")
    assert weakref.ref(pair)() is pair and weakref.WeakKeyDictionary({key: 3})[key] == 3


def test_match():
    match Pair(1, 2):
        case Pair(x=1, y=y):
            assert y == 2
        case _:
            pytest.fail("no match")
    match Pair(5, 6):
        case Pair(x, y):
            assert (x, y) == (5, 6)
        case _:
            pytest.fail("no match by position")


def test_numbered_enum():
    assert (
        Level.LOW == 1
        and Level.HIGH > 1
        and int(Level.LOW) == 1
        and Level.LOW + 1 == 2
        and [10, 20][Level.LOW] == 20
        and {1: "one"}[Level.LOW] == "one"
    )


def test_order_of_enum():
    assert sorted([Level.HIGH, Level.LOW])[0] is Level.LOW and Level.HIGH > Level.LOW and f"{Level.HIGH}" == "2"


def test_text_enum():
    assert Tag.A == "a" and Tag.A.value == "a" and Named.Y == "y" and str(Named.Y) == "y" and Named.Y.upper() == "Y"


def test_hash():
    assert hash(Key("a")) == hash(Key("a")) == hash("a") and len({Key(1), Key(1), Key(2)}) == 2


def test_metaclass():
    assert kinds.Made.tag == "t" and kinds.Made.made == 3


def test_chosen_class():
    for cls, total in ((Base, 2), (Child, 12)):
        assert cls(1).run() == total


@pytest.mark.parametrize("member", list(Level), ids=["low", "high"])
def test_each_member(member):
    assert Level(member.value) is member and Level[member.name] is member and Level.LOW.value == 1
