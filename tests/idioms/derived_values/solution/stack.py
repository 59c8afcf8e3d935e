"""Classes that derive from types of values."""

from collections import UserList, UserDict, OrderedDict, defaultdict, deque, Counter


class Stack(list):
    def push(self, x):
        self.append(x)

    def peek(self):
        return self[-1]

    def is_empty(self):
        return not self


class Bag(dict):
    def add(self, x):
        self[x] = self.get(x, 0) + 1
        return self

    def __missing__(self, key):
        return 0


class Name(str):
    def initials(self):
        return "".join(p[0] for p in self.split())


class Celsius(float):
    def f(self):
        return self * 9 / 5 + 32


class Age(int):
    pass


class Tags(set):
    def has(self, t):
        return t in self


class Frozen(frozenset):
    pass


class Row(tuple):
    @property
    def total(self):
        return sum(self)


class Blob(bytes):
    pass


class LRU(OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def put(self, k, v):
        self[k] = v
        self.move_to_end(k)
        if len(self) > self.size:
            self.popitem(last=False)


class Ring(deque):
    pass


class Tally(Counter):
    pass


class Groups(defaultdict):
    def __init__(self):
        super().__init__(list)


class U(UserList):
    pass


class D(UserDict):
    pass


def rows():
    return [Row((1, 2)), Row((3, 4))]


def nested():
    s = Stack()
    s.push(Stack([1]))
    s.push(2)
    return s
