import abc, copy, dataclasses, enum, inspect, collections.abc, pickle
import pytest
import unittest
import zoo
from zoo import *
from zoo import Animal, Dog, Shape, Point, Version, Color, Level, Perm, Row, Stack, CodeError, AppError, Node, Temp


def test_isinstance():
    d = zoo.make_dog("rex")
    assert isinstance(d, Dog) and isinstance(d, Animal) and not isinstance(d, Point)
    assert type(d) is Dog and issubclass(Dog, Animal) and d.__class__ is Dog and d.__class__.__name__ == "Dog"
    assert Dog.__bases__ == (Animal,) and Dog.__mro__[1] is Animal
    assert type(d).__name__ == "Dog"


def test_repr_str_format():
    d = Dog("rex")
    assert repr(d) == "Dog('rex')" and str(d) == "rex" and f"{d}" == "<rex>" and f"{d!r}" == "Dog('rex')"
    assert f"{d:>5}" == "<  rex>"
    assert "%s" % d == "rex" and "{}".format(d) == "<rex>"


def test_eq_hash():
    assert Dog("a") == Dog("a") and Dog("a") != Dog("b")
    assert hash(Dog("a")) == hash(Dog("a"))
    assert len({Dog("a"), Dog("a"), Dog("b")}) == 2
    assert {Dog("a"): 1}[Dog("a")] == 1
    assert Dog("a") in [Dog("b"), Dog("a")]


def test_sort():
    dogs = [Dog("b"), Dog("a"), Dog("c")]
    assert [d.name for d in sorted(dogs)] == ["a", "b", "c"]
    assert max(dogs).name == "c" and min(dogs) < max(dogs)


def test_not_equal_plain():
    assert not (Dog("a") == 5)
    assert Dog("a") is not None


def test_property():
    d = Dog("a")
    d.age = 3
    assert d.age == 3
    with pytest.raises(ValueError, match="negative"):
        d.age = -1
    assert isinstance(Animal.age, property)
    assert isinstance(Animal.__dict__["age"], property)
    assert isinstance(vars(Animal)["age"], property)
    assert isinstance(inspect.getattr_static(Animal, "age"), property)


def test_attributes():
    d = Dog("a")
    assert hasattr(d, "name") and not hasattr(d, "nope") and getattr(d, "nope", 3) == 3
    d.extra = [1]
    d.extra.append(2)
    assert d.extra == [1, 2]
    del d.extra
    assert not hasattr(d, "extra")
    with pytest.raises(AttributeError):
        d.nope
    assert vars(d) == {"name": "a", "_age": 0} and d.__dict__["name"] == "a"


def test_class_attribute():
    before = Animal.count
    Dog("a")
    assert Animal.count == before + 1
    Animal.count = 0
    Dog("b")
    assert Animal.count == 1


def test_identity():
    assert zoo.single() is zoo.single() and zoo.single() is zoo.SINGLE
    assert Dog("a") is not Dog("a")
    n = Node(1)
    m = Node(2, n)
    assert m.next is n and m.next.next is None


def test_method_bound():
    d = Dog("a")
    f = d.loud
    assert f() == "WOOF!" and Dog.loud(d) == "WOOF!" and Animal.speak(d) == "..."
    assert callable(d.speak) and inspect.ismethod(d.speak) and inspect.isfunction(Dog.speak)
    assert list(map(Dog.speak, [d])) == ["woof"]


def test_suite_subclass():
    class Cat(Animal):
        def speak(self):
            return "meow"

    c = Cat("tom")
    assert c.loud() == "MEOW!" and c.name == "tom" and isinstance(c, Animal) and repr(c) == "Cat('tom')"


def test_suite_subclass_super():
    class Puppy(Dog):
        def __init__(self, name):
            super().__init__(name + "y")
            self.toys = []

        def speak(self):
            return super().speak() + "!"

    p = Puppy("rex")
    assert p.name == "rexy" and p.speak() == "woof!" and p.loud() == "WOOF!!" and p.toys == []
    assert isinstance(p, Dog)


def test_abstract():
    with pytest.raises(TypeError):
        Shape()

    class Square(Shape):
        def __init__(self, side):
            self.side = side

        def area(self):
            return self.side**2

    assert Square(3).describe() == "area 9"

    class Half(Shape):
        pass

    with pytest.raises(TypeError):
        Half()


class Circle(zoo.Shape):
    def area(self):
        return 3


def test_module_level_subclass():
    assert Circle().describe() == "area 3"
    assert isinstance(Circle(), Shape)


def test_dataclass():
    p = Point(1, 2)
    assert p == Point(1, 2) and p != Point(2, 2)
    assert p.moved(2) == Point(3, 2)
    assert dataclasses.is_dataclass(Point) and dataclasses.is_dataclass(p)
    assert repr(p) == "Point(x=1, y=2, tags=[])"
    p.tags.append("t")
    assert p.tags == ["t"] and Point(1).tags == []


def test_dataclass_replace():
    assert dataclasses.replace(Point(1, 2), y=5) == Point(1, 5)


def test_frozen():
    v = Version(1, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        v.major = 3
    assert Version(1, 2) < Version(1, 3) and sorted([Version(2, 0), Version(1, 9)])[0].minor == 9
    assert hash(v) == hash(Version(1, 2))


def test_match_statement():
    match Point(1, 2):
        case Point(x=1, y=y):
            assert y == 2
        case _:
            pytest.fail("no match")
    match Point(5, 6):
        case Point(x, y):
            assert (x, y) == (5, 6)
        case _:
            pytest.fail("no positional match")


def test_enum():
    assert Color.RED.value == 1 and Color.RED.name == "RED" and Color(1) is Color.RED and Color["GREEN"] is Color.GREEN
    assert [c.name for c in Color] == ["RED", "GREEN"] and len(Color) == 2
    assert Color.RED == Color.RED and Color.RED != Color.GREEN and Color.RED in Color
    assert isinstance(Color.RED, Color) and Color(1).value == 1
    assert Color.RED.pretty == "Red" and str(Color.RED) == "Color.RED" and repr(Color.RED) == "<Color.RED: 1>"
    with pytest.raises(ValueError):
        Color(99)
    assert list(Color.__members__) == ["RED", "GREEN"]
    assert {Color.RED: 1}[Color.RED] == 1


def test_int_enum():
    assert Level.LOW == 1 and Level.HIGH > Level.LOW and Level.HIGH > 1 and int(Level.LOW) == 1
    assert Level.LOW + 1 == 2 and sorted([Level.HIGH, Level.LOW])[0] is Level.LOW


def test_flag():
    both = Perm.R | Perm.W
    assert both & Perm.R and Perm.R in both and both.value == 3


def test_container():
    s = Stack([1, 2, 3])
    assert len(s) == 3 and list(s) == [1, 2, 3] and s[0] == 1 and s[-1] == 3 and s[0:2] == [1, 2]
    s[0] = 9
    del s[1]
    assert list(s) == [9, 3] and list(reversed(s)) == [3, 9] and s(4) == 8
    assert s.push(1).push(2) is s
    assert [x for x in s] == [9, 3, 1, 2] and sum(Stack([1, 2])) == 3 and tuple(Stack("ab")) == ("a", "b")
    a, b = Stack([1, 2])
    assert (a, b) == (1, 2)
    with pytest.raises(IndexError):
        Stack().pop()
    with pytest.raises(IndexError):
        s[99]


@pytest.mark.operators
def test_container_operators():
    s = Stack([1])
    assert 1 in s and 5 not in s and s and not Stack()


def test_context():
    with Stack() as s:
        assert list(s) == ["in"]
    assert list(s) == ["in", "out"]
    with Stack() as s:
        raise KeyError("swallowed")
    with pytest.raises(ValueError):
        with Stack() as s:
            raise ValueError("through")
    assert list(s) == ["in", "out"]


def test_slots():
    slots = zoo.Slots()
    with pytest.raises(AttributeError):
        slots.b = 1


def test_meta():
    assert zoo.WithMeta.made_by == "Meta"


def test_exceptions():
    with pytest.raises(CodeError) as info:
        zoo.fail(7)
    assert (
        info.value.code == 7
        and str(info.value) == "bad: 7"
        and info.type is CodeError
        and info.value.args == ("bad: 7",)
    )
    with pytest.raises(AppError):
        zoo.fail(1)
    with pytest.raises(CodeError, match=r"bad: \d"):
        zoo.fail(1)
    assert issubclass(CodeError, Exception)
    try:
        zoo.fail(3)
    except CodeError as e:
        assert e.code == 3
    except Exception:
        pytest.fail("other")


def test_exception_cause():
    with pytest.raises(AppError) as info:
        zoo.chained()
    assert isinstance(info.value.__cause__, KeyError)


def test_exception_instances():
    e = CodeError(4)
    assert e.code == 4 and isinstance(e, Exception) and str(e) == "bad: 4" and e.args == ("bad: 4",)
    with pytest.raises(CodeError):
        raise CodeError(5)
    with pytest.raises(AppError, match="hi"):
        raise AppError("hi")


def test_copy():
    p = Point(1, 2, [1])
    q = copy.copy(p)
    r = copy.deepcopy(p)
    assert q == p and q is not p and r == p
    p.tags.append(2)
    assert q.tags == [1, 2] and r.tags == [1]


def test_static():
    assert Temp.f(100) == 212 and Temp().f(0) == 32 and isinstance(Temp.make(), Temp)
    t = Temp()
    assert t.big == [1, 2] and t.big is t.big and t.dyn_x == "x"


def test_setattr_method():
    d = Dog("a")
    d.speak = lambda: "patched"
    assert d.loud() == "PATCHED!"


def test_monkeypatch_class(monkeypatch):
    monkeypatch.setattr(Dog, "speak", lambda self: self.name)
    assert Dog("bo").loud() == "BO!"


def test_monkeypatch_restored():
    assert Dog("bo").loud() == "WOOF!"


@pytest.mark.parametrize("cls, said", [(Dog, "woof"), (Animal, "...")])
def test_param_class(cls, said):
    assert cls("a").speak() == said


@pytest.mark.parametrize("cls", [zoo.Dog, zoo.Animal], ids=lambda c: c.__name__)
def test_param_ids(cls):
    assert cls("x").name == "x"


@pytest.mark.parametrize("color", list(Color), ids=["red", "green"])
def test_param_enum(color):
    assert isinstance(color, Color)


@pytest.mark.parametrize("func", [zoo.make_dog, lambda n: Dog(n)])
def test_param_func(func):
    assert func("q") == Dog("q")


@pytest.mark.parametrize("exc", [CodeError, AppError])
def test_param_exc(exc):
    with pytest.raises(exc):
        raise exc("x")


def test_collections_abc():
    assert isinstance(Stack(), collections.abc.Iterable)
    assert isinstance(Stack(), collections.abc.Sized)
    assert not isinstance(Node(1), collections.abc.Iterable)


class TestUnit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dog = Dog("shared")

    def setUp(self):
        self.stack = Stack([1, 2])

    def tearDown(self):
        self.stack = None

    def test_a(self):
        self.assertIsInstance(self.dog, Animal)
        self.assertEqual(self.dog.name, "shared")

    def test_sub(self):
        for name in "ab":
            with self.subTest(name=name):
                self.assertEqual(Dog(name).name, name)

    def test_regex(self):
        with self.assertRaisesRegex(CodeError, "bad: 9"):
            zoo.fail(9)
        self.assertRaises(IndexError, Stack().pop)

    def test_count(self):
        self.assertCountEqual(self.stack, [2, 1])
        self.assertListEqual(list(self.stack), [1, 2])
        self.assertEqual(Dog("a"), Dog("a"))
        self.assertNotEqual(Dog("a"), Dog("b"))
        self.assertIsNot(Dog("a"), Dog("a"))
        self.assertAlmostEqual(Temp.f(1.1), 33.98)
        self.assertDictEqual(vars(Dog("z")), {"name": "z", "_age": 0})
        self.assertIn(Dog("a"), [Dog("a")])
        self.assertTrue(hasattr(Dog, "speak"))
        self.assertGreater(Dog("b"), Dog("a"))
