import functools, math


@functools.total_ordering
class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y) if isinstance(o, Vec) else Vec(self.x + o, self.y + o)

    __radd__ = __add__

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __iadd__(self, o):
        self.x += o.x
        return self

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __eq__(self, o):
        return (self.x, self.y) == (o.x, o.y) if isinstance(o, Vec) else abs(self) == o

    def __lt__(self, o):
        return abs(self) < (abs(o) if isinstance(o, Vec) else o)

    def __matmul__(self, o):
        return self.x * o.x + self.y * o.y

    def __bool__(self):
        return bool(self.x or self.y)

    def __contains__(self, v):
        return v in (self.x, self.y)

    def __float__(self):
        return float(abs(self))

    def __int__(self):
        return int(abs(self))

    def __index__(self):
        return int(abs(self))

    def __round__(self, n=0):
        return Vec(round(self.x, n), round(self.y, n))

    def __rsub__(self, k):
        return Vec(k - self.x, k - self.y)

    def __pow__(self, n):
        return self.x**n

    def __rpow__(self, n):
        return n**self.x

    def __divmod__(self, n):
        return divmod(self.x, n)

    def __hash__(self):
        return 3

    def __repr__(self):
        return f"Vec({self.x}, {self.y})"
