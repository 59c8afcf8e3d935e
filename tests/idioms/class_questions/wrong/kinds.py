import enum


class Base:
    def __init__(self, n=0):
        self.n = None

    def step(self):
        return 0

    def run(self):
        return 0


class Child:
    pass


class Abstract:
    pass


class Ring:
    pass


class Pair:
    def __init__(self, x, y=0):
        pass


class Level(enum.Enum):
    LOW = 2
    HIGH = 1


class Tag(enum.Enum):
    A = "b"


Named = Tag


class Key:
    def __init__(self, n):
        pass


class Made:
    pass
