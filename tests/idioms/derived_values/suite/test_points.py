"""Named tuples with methods, compared with plain tuples."""

import pytest
from points import *


def test_point():
    p = Point(3, 4)
    assert p == (3, 4) and (3, 4) == p and p == Point(3, 4) and p.x == 3 and p[1] == 4 and p.norm() == 5.0
    assert isinstance(p, tuple) and isinstance(p, Point) and str(p) == "<3;4>" and repr(p) == "Point(x=3, y=4)"
    x, y = p
    assert (
        (x, y) == (3, 4) and p._fields == ("x", "y") and p._asdict() == {"x": 3, "y": 4} and p._replace(x=1) == (1, 4)
    )
    assert (
        Point._fields == ("x", "y")
        and Point(1) == (1, 0)
        and Point._field_defaults == {"y": 0}
        and Point.__doc__ == "A point."
    )
    assert hash(p) == hash((3, 4)) and p in {(3, 4)} and len(p) == 2 and sorted([Point(2, 1), Point(1, 5)])[0] == (1, 5)
    with pytest.raises(AttributeError):
        p.x = 5
    with pytest.raises(TypeError):
        p[0] = 5
    assert make(3) == [(0, 0), (1, 1), (2, 4)] and p < (4, 0) and issubclass(Point, tuple)
    assert Point._make([1, 2]) == (1, 2) and tuple(p) == (3, 4) and list(p) == [3, 4] and sum(p) == 7 and max(p) == 4


def test_vec():
    v = Vec(1, 2)
    assert v + Vec(2, 3) == (3, 5) and v == (1, 2) and Vec.zero() == (0, 0) and isinstance(v + v, Vec)
    match v:
        case Vec(x=1, y=y):
            assert y == 2
        case _:
            pytest.fail("x")
    match v:
        case (1, b):
            assert b == 2
        case _:
            pytest.fail("x")


def test_annotations():
    assert (
        Point.__annotations__ == {"x": int, "y": int}
        and area(Point(2, 3)) == 6
        and area(Plain.__new__(Plain, 2, 3)._replace(a=1) and Point(1, 2)) == 2
    )


@pytest.mark.parametrize("p,n", [(Point(3, 4), 5), (Point(0, 0), 0)])
def test_param(p, n):
    assert p.norm() == n and p == tuple(p)
