"""Classes of the suite's own in the hands of the student's code."""

import dataclasses
import pytest
from tools import *
class Flaky(Exception):
    pass
class Worse(Flaky):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code
class Animal:
    sound = "..."
    def __init__(self, name="x"):
        self.name = name
    def speak(self):
        return f"{self.name} says {self.sound}"
class Dog(Animal):
    sound = "wuff"
class Shape:
    def __init__(self, a):
        self.a = a
    def area(self):
        return self.a ** 2
@dataclasses.dataclass
class Event:
    text: str
class Other(Event):
    pass
def test_retry():
    calls = []
    @retry(3, exceptions=(Flaky,))
    def go():
        calls.append(1)
        if len(calls) < 3:
            raise Flaky("no")
        return "ok"
    assert go() == "ok" and len(calls) == 3
def test_retry_fails():
    calls = []
    @retry(2, exceptions=Flaky)
    def go():
        calls.append(1)
        raise Worse(7)
    with pytest.raises(Worse) as e:
        go()
    assert len(calls) == 2 and e.value.code == 7 and str(e.value) == "code 7"
def test_retry_other():
    calls = []
    @retry(3, exceptions=(Flaky,))
    def go():
        calls.append(1)
        raise KeyError("k")
    with pytest.raises(KeyError):
        go()
    assert len(calls) == 1
def test_registry():
    r = Registry()
    r.register("dog", Dog)
    r.register("animal", Animal)
    d = r.create("dog", "rex")
    assert isinstance(d, Dog) and d.speak() == "rex says wuff" and r.name_of(d) == "dog" and r.items["dog"] is Dog
    with pytest.raises(TypeError):
        r.register("x", 5)
def test_only():
    a, d = Animal(), Dog()
    assert only(Dog, [a, d, 5]) == [d] and only(Animal, [a, d, 5]) == [a, d] and only((int, Dog), [a, d, 5]) == [d, 5]
    assert is_kind(Dog, Animal) and not is_kind(Animal, Dog) and is_kind(Dog, object)
def test_singleton():
    @singleton
    class Config:
        """Conf."""
        def __init__(self):
            self.v = 1
    assert Config() is Config() and Config().v == 1 and Config.__name__ == "Config" and Config.__doc__ == "Conf."
def test_raise():
    with pytest.raises(Flaky, match="boo") as e:
        raise_it(Flaky, "boo")
    assert type(e.value) is Flaky
def test_suppress():
    def bad():
        raise Flaky("hm")
    assert suppress_all(bad, Flaky) == ("Flaky", "hm") and suppress_all(bad, KeyError, Exception) == ("Flaky", "hm")
    with pytest.raises(Flaky):
        suppress_all(bad, KeyError)
def test_describe():
    class P:
        def __str__(self):
            return "pp"
    assert describe(P()) == "P:pp"
def test_bus():
    seen = []
    bus = Bus()
    bus.on(Event, lambda e: seen.append(e.text))
    bus.on(Other, lambda e: seen.append("other " + e.text))
    bus.emit(Event("a")); bus.emit(Other("b"))
    assert seen == ["a", "other b"]
def test_factory():
    made = to_list(Shape, 3)
    assert [m.a for m in made] == [0, 1, 2] and total_area(made) == 5 and all(isinstance(m, Shape) for m in made)

def test_derived():
    shout = loud(Dog)("rex")
    assert shout.speak() == "REX SAYS WUFF!" and shout.name == "rex"
