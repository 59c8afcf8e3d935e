import math, operator
import pytest
from vec import Vec

pytestmark = pytest.mark.operators


def test_between():
    assert Vec(1, 2) + Vec(3, 4) == Vec(4, 6) and Vec(1, 2) - Vec(1, 1) == Vec(0, 1) and Vec(1, 2) @ Vec(3, 4) == 11


def test_plain():
    assert (
        Vec(1, 2) * 3 == Vec(3, 6)
        and 3 * Vec(1, 2) == Vec(3, 6)
        and Vec(1, 1) + 1 == Vec(2, 2)
        and 5 - Vec(1, 2) == Vec(4, 3)
    )
    assert Vec(3, 4) == 5 and Vec(3, 4) != 6 and Vec(3, 4) < 6 and Vec(3, 4) >= 5


def test_sum():
    assert sum([Vec(1, 1), Vec(2, 2)]) == Vec(3, 3)
    assert sum([Vec(1, 1), Vec(2, 2)], Vec(0, 0)) == Vec(3, 3)


def test_unary():
    assert -Vec(1, 2) == Vec(-1, -2) and abs(Vec(3, 4)) == 5 and float(Vec(3, 4)) == 5.0 and int(Vec(3, 4)) == 5


def test_inplace():
    v = Vec(1, 1)
    w = v
    v += Vec(5, 0)
    assert w is v and v.x == 6


def test_bool_contains():
    assert Vec(1, 0) and not Vec(0, 0) and 1 in Vec(1, 2) and 7 not in Vec(1, 2)


def test_index_round():
    assert [0, 1, 2, 3, 4, 5][Vec(3, 4)] == 5 and round(Vec(1.26, 2.34), 1) == Vec(1.3, 2.3)


def test_order():
    assert sorted([Vec(3, 4), Vec(0, 1)]) == [Vec(0, 1), Vec(3, 4)] and max(Vec(1, 0), Vec(0, 3)) == Vec(0, 3)
    assert Vec(0, 1) <= Vec(0, 1) and Vec(3, 4) > Vec(1, 0)


def test_pow_divmod():
    assert Vec(2, 0) ** 3 == 8 and 2 ** Vec(3, 0) == 8 and divmod(Vec(7, 0), 2) == (3, 1)


def test_approx():
    assert math.isclose(Vec(3, 4), 5.0)
    assert abs(Vec(3, 4)) == pytest.approx(5)


def test_operator_module():
    assert operator.add(Vec(1, 1), Vec(1, 1)) == Vec(2, 2)


def test_hash_repr():
    assert Vec(1, 2) in {Vec(1, 2)} if Vec.__hash__ else True


def test_unsupported():
    with pytest.raises(TypeError):
        Vec(1, 2) / 2
    with pytest.raises(TypeError):
        len(Vec(1, 2))
    assert Vec(1, 1) + 1 == Vec(2, 2)
