import abc, dataclasses, enum


class Base:
    """A base."""

    limit: int = 3

    def __init_subclass__(cls, tag="none"):
        cls.tag = tag

    def __init__(self, n):
        self.n = n

    def step(self):
        return 1

    def run(self):
        return self.step() + self.n

    @classmethod
    def make(cls):
        return cls(5)

    @staticmethod
    def double(x):
        return 2 * x


class Child(Base):
    def step(self):
        return super().step() + 10


class Abstract(abc.ABC):
    @abc.abstractmethod
    def work(self): ...


class Ring:
    def __iter__(self):
        return iter([1])

    def __len__(self):
        return 1


@dataclasses.dataclass
class Pair:
    x: int
    y: int = 2


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Tag(str, enum.Enum):
    A = "a"


class Named(enum.StrEnum):
    Y = "y"


class Key:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return hash(self.n)


class Meta(type):
    @property
    def tag(cls):
        return "t"


class Wrong(ValueError):
    pass


class Made(metaclass=Meta):
    made = 3


def join(*parts):
    return "".join(parts)
