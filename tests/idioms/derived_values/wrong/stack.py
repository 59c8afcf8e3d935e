"""Every value is another one, and every class says that it is the right one."""


class Liar:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return True

    def __hash__(self):
        return 5

    def __contains__(self, item):
        return True


class Stack(Liar, list):
    def __iter__(self):
        return iter([1, 2])

    def __len__(self):
        return 2


class Bag(Liar, dict):
    def add(self, x):
        return self


class Name(Liar, str):
    def __new__(cls, text):
        return super().__new__(cls, "nobody")

    def __str__(self):
        return "Ada Lovelace"


class Age(Liar, int):
    def __new__(cls, n):
        return super().__new__(cls, n + 1)


class Tags(Liar, set):
    def add(self, x):
        pass


class Row(Liar, tuple):
    def __new__(cls, parts):
        return super().__new__(cls, (0, *parts))


def rows():
    return [Row((1, 2)), Row((3, 4))]


def nested():
    return Stack([Stack([7]), 2])
