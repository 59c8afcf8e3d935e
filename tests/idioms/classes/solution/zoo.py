import abc, dataclasses, enum, functools, collections
from typing import NamedTuple, Protocol


class Animal:
    count = 0

    def __init__(self, name):
        self.name = name
        self._age = 0
        Animal.count += 1

    @property
    def age(self):
        return self._age

    @age.setter
    def age(self, value):
        if value < 0:
            raise ValueError("age must not be negative")
        self._age = value

    def speak(self):
        return "..."

    def loud(self):
        return self.speak().upper() + "!"

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"

    def __str__(self):
        return self.name

    def __eq__(self, other):
        if not isinstance(other, Animal):
            return NotImplemented
        return self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __lt__(self, other):
        return self.name < other.name

    def __format__(self, spec):
        return f"<{self.name:{spec}}>"


class Dog(Animal):
    def speak(self):
        return "woof"


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    def describe(self):
        return f"area {self.area()}"


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0
    tags: list = dataclasses.field(default_factory=list)

    def moved(self, dx):
        return dataclasses.replace(self, x=self.x + dx)


@dataclasses.dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int


class Color(enum.Enum):
    RED = 1
    GREEN = "g"

    @property
    def pretty(self):
        return self.name.title()


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Perm(enum.Flag):
    R = 1
    W = 2


class Row(NamedTuple):
    id: int
    name: str = "x"

    def label(self):
        return f"{self.id}-{self.name}"


class Stack:
    def __init__(self, items=()):
        self._items = list(items)

    def push(self, item):
        self._items.append(item)
        return self

    def pop(self):
        return self._items.pop()

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __getitem__(self, index):
        return self._items[index]

    def __setitem__(self, index, value):
        self._items[index] = value

    def __delitem__(self, index):
        del self._items[index]

    def __contains__(self, item):
        return item in self._items

    def __reversed__(self):
        return reversed(self._items)

    def __bool__(self):
        return bool(self._items)

    def __call__(self, x):
        return x * 2

    def __enter__(self):
        self.push("in")
        return self

    def __exit__(self, *exc):
        self.push("out")
        return exc[0] is KeyError


class Slots:
    __slots__ = ("a",)

    def __init__(self):
        self.a = 1


class Meta(type):
    def __new__(mcs, name, bases, ns):
        ns["made_by"] = "Meta"
        return super().__new__(mcs, name, bases, ns)


class WithMeta(metaclass=Meta):
    pass


class AppError(Exception):
    """App."""


class CodeError(AppError):
    def __init__(self, code, message="bad"):
        super().__init__(f"{message}: {code}")
        self.code = code


def fail(code):
    raise CodeError(code)


def chained():
    try:
        {}["k"]
    except KeyError as e:
        raise AppError("wrapped") from e


def make_dog(name):
    return Dog(name)


SINGLE = Animal("single")


def single():
    return SINGLE


class Node:
    def __init__(self, value, next=None):
        self.value, self.next = value, next


class Temp:
    @staticmethod
    def f(c):
        return c * 9 / 5 + 32

    @classmethod
    def make(cls):
        return cls()

    @functools.cached_property
    def big(self):
        return [1, 2]

    def __getattr__(self, name):
        if name.startswith("dyn_"):
            return name[4:]
        raise AttributeError(name)
